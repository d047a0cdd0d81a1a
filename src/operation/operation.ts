import type { Column, Expression, MemberKind, ObjectKind, Objects, QualifiedName } from '../model/schema.js';

/** A facet of an object before and after. */
export interface Change<T> {
  readonly from: T;
  readonly to: T;
}

/** The facets of an object that differ. */
export type Changes<T> = { readonly [P in keyof T]?: Change<T[P]> };

/** Where an object lives: a member in its table, a top-level object in its namespace. */
type Place<K extends ObjectKind> = K extends MemberKind
  ? { readonly table: QualifiedName }
  : Objects[K] extends QualifiedName
    ? { readonly schema: string }
    : unknown;

type Each<K extends ObjectKind, Verb extends string, Body extends { [P in ObjectKind]: unknown }> = {
  [P in K]: { readonly verb: Verb; readonly kind: P } & Place<P> & Body[P];
}[K];

/** A column that holds values of an enum type, and what the type's change does to it. */
export interface EnumColumn {
  readonly table: QualifiedName;
  readonly column: string;
  /** The full type of the column: the enum type, or an array of it. */
  readonly type: string;
  /** Its default while the old and the new values hold. */
  readonly default: Change<Expression | null>;
}

/** What an alteration of some kinds must know beyond the facets; each part has both directions, so it can be reversed. */
interface AlterExtras {
  readonly column: {
    /** How the values are converted when the type changes; `null`: as an assignment does it. */
    readonly using: Change<Expression | null>;
    /**
     * What rows without a value get before the column becomes `NOT NULL`.
     * `null`: nothing, so that PostgreSQL refuses where such rows are (SQLSTATE 23502).
     */
    readonly fill: Change<Expression | null>;
    /**
     * The whole column where it is dropped and created, as PostgreSQL makes no column a generated one in place; `null` for the way
     * on which it stays. Left out where it stays on both.
     */
    readonly anew?: Change<Column | null>;
  };
  readonly enum: {
    /** The columns that are converted to the type made anew; empty: new values are added to the type in place. */
    readonly convert: Change<readonly EnumColumn[]>;
    /** Values that keep their rows under another name, in this order and before any other change; without it: none. */
    readonly renamed?: readonly Change<string>[];
  };
  readonly view: {
    /** Whether the view is dropped and created, as its columns are not just the old ones and more; else it is replaced in place. */
    readonly anew: Change<boolean>;
    /** What stands in `WITH (…)` on both ways, as PostgreSQL forgets what is not said again; without it: nothing. */
    readonly options?: string;
  };
}

/** What a rename of some kinds must know beyond the names; the same in both directions. */
interface RenameExtras {
  readonly table: {
    /** The columns whose sequences follow where they are called as PostgreSQL calls them by default; without it: none. */
    readonly sequences?: readonly string[];
  };
  readonly column: {
    /** Whether the sequence of the column follows where it is called as PostgreSQL calls it by default; without it: no. */
    readonly sequence?: boolean;
  };
}

/** How an object is created, or was before it is dropped, other than in one go; what is left out is done in one go. */
interface CreateExtras {
  /** `concurrently`: others go on writing meanwhile; outside a transaction only. A drop does the same. */
  readonly index: { readonly concurrently?: true };
  /** `usingIndex`: the unique index that becomes the constraint, and takes its name. */
  readonly primaryKey: { readonly usingIndex?: string };
  readonly unique: { readonly usingIndex?: string };
  /** `notValid`: it holds for rows that are written from now on; those that are there are not looked at. */
  readonly check: { readonly notValid?: true };
  readonly foreignKey: { readonly notValid?: true };
}

type CreateExtrasOf<K extends ObjectKind> = K extends keyof CreateExtras ? CreateExtras[K] : unknown;

/** `ifNotExists`: nothing is done where there is an object of that name, whatever it looks like. For hand-written files. */
type Whole = { [K in ObjectKind]: { readonly value: Objects[K]; readonly ifNotExists?: true } & CreateExtrasOf<K> };
/**
 * A planned drop knows what it drops and can be undone; one in a hand-written file may know the name only.
 * `ifExists`: nothing is done where there is no object of that name. For hand-written files.
 */
type Named = { [K in ObjectKind]: { readonly name: string; readonly value: Objects[K] | null; readonly ifExists?: true } & CreateExtrasOf<K> };
type Facets = {
  [K in ObjectKind]: { readonly name: string; readonly changes: Changes<Objects[K]> } & (K extends keyof AlterExtras ? AlterExtras[K] : unknown);
};
type Names = { [K in ObjectKind]: { readonly name: Change<string> } & (K extends keyof RenameExtras ? RenameExtras[K] : unknown) };

/** Creates an object. */
export type Create<K extends ObjectKind = ObjectKind> = Each<K, 'create', Whole>;
/** Drops an object. */
export type Drop<K extends ObjectKind = ObjectKind> = Each<K, 'drop', Named>;
/** Changes facets of an object, which stays. */
export type Alter<K extends ObjectKind = ObjectKind> = Each<K, 'alter', Facets>;
/** Gives an object another name. */
export type Rename<K extends ObjectKind = ObjectKind> = Each<K, 'rename', Names>;

/** The kinds of constraints that can be created without looking at the rows, and be validated later. */
export type ValidatedKind = 'check' | 'foreignKey';

/** Looks at the rows that a constraint created `notValid` was not asked about. There is nothing to undo: it holds them already. */
export type Validate<K extends ValidatedKind = ValidatedKind> = Each<K, 'validate', { [P in ObjectKind]: { readonly name: string } }>;

/** SQL of the author's own. `down: null` says, in the open, that there is no way back. */
export interface Execute {
  readonly verb: 'execute';
  readonly up: string;
  readonly down: string | null;
  /** What goes for good on each way and no entity can ask for, as people read it; without it: nothing. */
  readonly takes?: Change<string | null>;
  /** What of `up` is meant, and goes into the file with it; without it: nothing. */
  readonly accepts?: readonly AcceptedHazard[];
}

/** A hazard that is meant. */
export interface AcceptedHazard {
  readonly code: string;
  /** Why it does no harm. */
  readonly reason: string;
}

/**
 * Sets columns of the rows that a condition matches, batch by batch in the order of a key of the table; each batch is committed by itself.
 * There is nothing to undo on the way back: what the columns held before belongs to nobody, or to other columns.
 */
export interface Backfill {
  readonly verb: 'backfill';
  readonly table: QualifiedName;
  /** By column: SQL over the row as it is before. */
  readonly set: Readonly<Record<string, Expression>>;
  /** Which rows; `null`: all. Rows for which it does not hold any more, once they are set, are set once, however often it is run. */
  readonly where: Expression | null;
  /** How many rows of the table a batch looks at, and so the most that it locks. */
  readonly batchSize: number;
  /** How long it waits after a batch that set something, in milliseconds. */
  readonly pauseMs: number;
}

/** One step as plain data: what to do (`verb`) and to what (`kind`). */
export type Operation = Create | Drop | Alter | Rename | Validate | Execute | Backfill;
