import type { EntitySchema } from 'typeorm';
import type { HazardCode } from '../../src/dialect/hazard.js';
import type { MigratorOptions, ProcessRevision, RevisionStyle } from '../../src/migrator/options.js';
import type { Model, TypeOrmVersion } from '../support/entities.js';
import type { OutsideExtension } from '../support/server-version.js';

/** An entity as an application has it: a decorated class, or an `EntitySchema`. */
export type CaseEntity = EntitySchema | (new () => object);

type IncludeObject = NonNullable<MigratorOptions['includeObject']>;

/** Options of a data source that decide what the schema is: `schema`, `entityPrefix`, `namingStrategy`, … */
export type CaseOptions = Omit<Model, 'version' | 'entities'>;

/**
 * A change of entities, and what Limbeck must make of it. The runner (`integration/cases.test.ts`) asks the same questions
 * of every case: rows kept, nothing left to do, TypeORM agrees, and the way back leads to where it began.
 */
export interface Case {
  readonly name: string;
  /** The version of TypeORM; 1.x by default, or what `LIMBECK_TYPEORM` says. */
  readonly version?: TypeOrmVersion;
  /** The first major version of PostgreSQL that can do it, where 13 cannot. */
  readonly since?: number;
  /** An extension that PostgreSQL does not bring; the case is for servers that have it. */
  readonly needs?: OutsideExtension;
  /** TypeORM does not make extensions by itself when it connects. */
  readonly withoutExtensions?: true;
  readonly options?: CaseOptions;
  /** What is otherwise after the change. */
  readonly optionsAfter?: CaseOptions;
  /** TypeORM itself makes the database of these. */
  readonly before: readonly CaseEntity[];
  /** SQL that runs after that: rows that must survive, or another spelling of the same schema. */
  readonly data?: string;
  /** SQL that must run after the change; its effects are undone. */
  readonly works?: string;
  /** SQL that must run after the way back. */
  readonly worksBack?: string;
  readonly after: readonly CaseEntity[];
  /** What is said to be renamed, beside what the entities say. */
  readonly renames?: readonly string[];
  readonly style?: RevisionStyle;
  readonly processRevision?: ProcessRevision;
  readonly includeObject?: IncludeObject;
  /** Where rows are that must be kept under other names. */
  readonly moved?: readonly Moved[];
  /** One line for each operation, as `describe` says it. */
  readonly operations?: readonly string[];
  /** The hazards for data and names that are said before it runs. */
  readonly hazards?: readonly HazardCode[];
  /** Why TypeORM cannot make the database of `after` itself, so that it cannot judge. */
  readonly beyondTypeOrm?: string;
  /** Edits the written file, as its author would: the text to replace, and what to put there. */
  readonly complete?: readonly [from: string, to: string];
}

/** A table before, and what it and its columns are called after; and which values of its rows, of enum types, are another. */
export interface Moved {
  readonly table: string;
  readonly to?: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
}

/** A schema in another spelling that entities must be found equal to. */
export interface SameCase {
  readonly name: string;
  readonly entities: readonly CaseEntity[];
  /** SQL that changes what TypeORM made without changing what it means; or makes it, when `bare`. */
  readonly sql: string;
  readonly needs?: OutsideExtension;
  /** TypeORM makes nothing: `sql` is all there is. */
  readonly bare?: true;
  /** SQL that must run, also when a difference is seen where there is none, and acted upon. */
  readonly works?: string;
  readonly options?: CaseOptions;
}
