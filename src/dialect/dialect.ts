import type { Blocker } from '../kernel/catalogue/run.js';
import type { ObjectRef } from '../model/identity.js';
import type { Canonical, Column, Expression, Generation, ObjectKind, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Alter, Backfill, Change, Operation } from '../operation/operation.js';
import type { BackfillKey, KeyValues, Span } from './backfill.js';
import type { Catalog } from './catalog.js';
import type { AssessmentContext, Hazard, KnownColumn, ServerFigures, TableLock } from './hazard.js';
import type { RunSession, SessionLimits } from './run-session.js';
import type { FactsWish, ServerFacts } from './server-facts.js';
import type { Unfinished } from './unfinished.js';
import type { TransactionControl } from './transaction-control.js';

/** One row of an answer, by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** All that a dialect needs of a connection. */
export interface Queryable {
  /** Sends one statement. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Sends a text of several statements in one round trip and gives the rows of each. */
  script(sql: string): Promise<readonly (readonly Row[])[]>;
}

/** A transaction that sees one moment of a database, and that is rolled back in the end. */
export interface Snapshot extends Queryable {
  /**
   * Sends statements in one round trip, gives the rows of each, and undoes what they did.
   * What the database says when it refuses one is thrown, and undone as well.
   */
  attempt(statements: readonly string[]): Promise<readonly (readonly Row[])[]>;
  /**
   * Sends statements that rename, in one round trip; all later questions see the new names. It is undone with the snapshot.
   *
   * @throws {LimbeckError} `rename/refused`.
   */
  assume(statements: readonly string[]): Promise<void>;
}

/** One SQL command, ready to send, without a semicolon at its end. */
export interface Statement {
  readonly sql: string;
  /** `false`: cannot run inside a transaction, as `CREATE INDEX CONCURRENTLY`. */
  readonly transactional: boolean;
}

/** One SQL command, and the values of `$1`, `$2` … in it. */
export interface BoundStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A row by the names of its columns, with values as the driver takes them; what is left out or `undefined` gets its default. */
export type InsertedRow = Readonly<Record<string, unknown>>;

/** What Limbeck may look at in a database. */
export interface Scope {
  /** The namespaces whose objects are compared. */
  readonly namespaces: readonly string[];
  /** Whether a table is left alone for its name, so that nothing of it but the name is read; without it: none is. */
  excludesName?(table: ObjectRef): boolean;
  /** Whether an object in these namespaces is to be left alone, as if it were not there. */
  excludes(ref: ObjectRef): boolean;
  /** The kinds of which anything may be left alone; `null` or without it: all. */
  readonly excludable?: ReadonlySet<ObjectKind> | null;
  /** Whether an entity has this table, under its name or a former one. One that could not be made again is left alone unless it has. */
  claims(table: ObjectRef): boolean;
}

/** A schema as an author spells it. */
export interface DesiredSchema {
  readonly schema: Schema;
  /** By `refKey` of a column: another spelling of its default, which is as good where the database has it already. */
  readonly synonyms: ReadonlyMap<string, Expression>;
}

/** What differs between databases, and nothing else. One object per database, without state. */
export interface Dialect {
  readonly name: 'postgres';

  /** Runs `work` over one moment of the database; nothing of what it does stays. */
  inSnapshot<T>(db: Queryable, work: (snapshot: Snapshot) => Promise<T>): Promise<T>;

  /** As {@link inSnapshot}, within a transaction that is open: it sees what that has done, and leaves it as it was. */
  inSavepoint<T>(db: Queryable, work: (snapshot: Snapshot) => Promise<T>): Promise<T>;

  /** Reads all that the catalog says of a whole database, more than a {@link Schema} holds: owners, privileges, triggers, routines … */
  readCatalog(snapshot: Snapshot): Promise<Catalog>;

  /** Reads the catalog, in a fixed number of round trips however many tables there are. Columns become those of `like` where they are the same. */
  introspect(db: Queryable, scope: Scope, like?: readonly Table[]): Promise<Canonical<Schema>>;

  /**
   * Spells `desired` as the database would, and leaves no trace.
   *
   * Where an expression means the same as its counterpart in `current`, it gets the very spelling of `current`,
   * so that whatever then differs in text differs in meaning.
   *
   * @throws {LimbeckError} `canonicalise/invalid-expression`, naming the column, check, index or type.
   */
  canonicalise(db: Snapshot, desired: DesiredSchema, current: Canonical<Schema>): Promise<Canonical<Schema>>;

  /** `schema` with every name as the database keeps it. Pure. */
  withKeptNames(schema: Schema): Schema;

  /** How values of `column.from` become values of `column.to`; `null` where an assignment does it without being told. */
  conversion(column: Change<Column>): Expression | null;

  /** Whether these facets can change in place, on a server of this major version or else on any; if not, the object is dropped and created. */
  canAlter(operation: Alter, serverVersion?: number): boolean;

  /** `name` as it stands in an expression. Pure. */
  readonly quoteIdentifier: (name: string) => string;

  /** Whether `name` stands in an expression that the database has spelled, for a column or for something else. Pure. */
  mentions(expression: Expression, name: string): boolean;

  /** The statement that grants on `to` what is granted on `from`. Pure. */
  copyPrivileges(names: Change<QualifiedName>): string;

  /** What keeps columns of a row up to date with others. Pure. */
  copyTrigger(copied: CopiedColumns): CopyTrigger;

  /** The statements that give columns of a table what others are besides their values. Pure. */
  moveColumns(moved: MovedColumns): readonly string[];

  /** The statement that gives indexes what others are to their table; run while both are there, and the columns of either may not be empty. Pure. */
  moveIndexMarks(moved: MovedIndexes): string;

  /** The statements by which comments of constraints and indexes outlast that these are made anew, in one transaction. Pure. */
  keepComments(tables: readonly QualifiedName[]): KeptComments;

  /** Whether each value of the type `from` that becomes one of `to` without an error is the same after. Pure. */
  holdsAll(types: Change<string>): boolean;

  /** Those of `operations` for which the database writes a table anew, or of which it cannot be asked before others have run; asks it for each that may. */
  findRewrites(snapshot: Snapshot, operations: readonly Operation[]): Promise<ReadonlySet<Operation>>;

  /** By `nameKey`: the tables that are partitioned. */
  partitionedTables(snapshot: Snapshot): Promise<ReadonlySet<string>>;

  /** Loads what reads the locks of operations; `namespace` is that of what their SQL names without one. */
  loadLockReader(namespace: string): Promise<ReadLocks>;

  /**
   * The statement that takes these locks at the beginning of a transaction, in this order if nobody is in the way. It never waits for one while it holds another
   * until the server looks for a deadlock, and fails if it does not get all of them. Pure.
   */
  lockTables(locks: readonly TableLock[]): string;

  /** The statements of an operation. Pure: the same text with and without a connection. */
  render(operation: Operation): readonly Statement[];

  /**
   * The statements that put rows into a table, in order. Pure.
   *
   * @throws {LimbeckError} `operation/no-columns`.
   */
  insertRows(table: QualifiedName, rows: readonly InsertedRow[]): readonly BoundStatement[];

  /**
   * The key in whose order a backfill goes through its table.
   *
   * @throws {LimbeckError} `operation/no-key`, `operation/key-is-set`.
   */
  readBackfillKey(db: Pick<Queryable, 'query'>, backfill: Backfill): Promise<BackfillKey>;

  /** The question for the end of the span after a place (`null`: the first span): a row with `upTo` and `seen`, or none at the end. Pure. */
  nextSpan(backfill: Backfill, key: BackfillKey, after: KeyValues | null): BoundStatement;

  /** What sets the rows of a span: a row with `set`, how many there were, and `left`, for how many of them the condition still holds. Pure. */
  fillSpan(backfill: Backfill, key: BackfillKey, span: Span): BoundStatement;

  /** The one statement that would do the whole of a backfill, by which people and the books know it. Pure. */
  wholeFill(backfill: Backfill): string;

  /** The statement that makes a table of what a query gives. Pure. */
  createTableAs(table: QualifiedName, query: string): string;

  /**
   * A statement of a script that stops it where a condition does not hold, or another run holds the lock. Pure.
   * Within a transaction it keeps the lock to the end of that.
   */
  guard(guard: Guard): string;

  /**
   * `sql` with these values for its parameters, as text that means the same. Pure.
   *
   * @throws {LimbeckError} `offline/parameters`.
   */
  inlineValues(sql: string, values: readonly unknown[]): string;

  /**
   * What each step of one direction of a revision can do to data or to a running system, in the order of the steps. It asks no server but by
   * `readColumn` of the context.
   * What the same steps make first can harm nobody.
   */
  assess(steps: readonly Operation[], context: AssessmentContext): Promise<readonly (readonly Hazard[])[]>;

  /** Reads the constraints that the rows were not asked about, and the indexes whose build failed. */
  readUnfinished(db: Pick<Queryable, 'query'>): Promise<readonly Unfinished[]>;

  /** What a column is; `null` where there is none. */
  readColumn(db: Pick<Queryable, 'query'>, table: QualifiedName, column: string): Promise<KnownColumn | null>;

  /** The version of the server, and about how large its tables are. Waits for no lock. */
  readFigures(db: Pick<Queryable, 'script'>): Promise<ServerFigures>;

  /**
   * Holds the migration lock named `key` while `work` runs.
   *
   * @throws {LimbeckError} `lock/held` when it is not free within `waitMs` milliseconds.
   */
  withLock<T>(db: Queryable, options: LockOptions, work: () => Promise<T>): Promise<T>;

  /** Runs `work` over a session with these limits, which notices that its client is gone where the server can; then gives it back as it was. */
  withSession<T>(db: Queryable, limits: SessionLimits, work: (session: RunSession) => Promise<T>): Promise<T>;

  /** The sessions that the session `pid` waits for; asked over another one. */
  blockersOf(db: Queryable, pid: number): Promise<readonly Blocker[]>;

  /** What the server is like, and what the role may do there. */
  readServerFacts(db: Queryable, wish: FactsWish): Promise<ServerFacts>;

  /** What each command of `sql` does to the transaction; `null` for a command that does something else. Pure. */
  controlsIn(sql: string): readonly (TransactionControl | null)[];

  /** Whether `sql` is a single command, and leaves the transaction alone. Pure. */
  isPlainCommand(sql: string): boolean;

  /** Whether `sql` changes nothing but the session that sends it. Pure. */
  isOfSession(sql: string): boolean;

  /**
   * Finds out what became of a statement that was interrupted outside a transaction, and clears away what it left half done.
   *
   * @returns `underway` where another session is at it, whose work is left alone; `null` where the database does not say whether it was done.
   */
  settleInterrupted(db: Pick<Queryable, 'query'>, sql: string): Promise<'done' | 'undone' | 'underway' | null>;

  /** The sessions that are at such a statement now. */
  sessionsAt(db: Pick<Queryable, 'query'>, sql: string): Promise<readonly Blocker[]>;
}

/** The locks that an operation takes, statement by statement, as far as its text tells. */
export type ReadLocks = (operation: Operation) => readonly TableLock[];

/** Columns that follow others of their row. */
export interface CopiedColumns {
  readonly table: QualifiedName;
  /** By column: its value, over the row as it is written. */
  readonly values: Readonly<Record<string, Expression>>;
}

/** The statements that make columns follow, and those that stop it. */
export interface CopyTrigger {
  /** Its name. */
  readonly trigger: string;
  readonly create: readonly string[];
  readonly drop: readonly string[];
}

/** Columns in whose places others of their table come. */
export interface MovedColumns {
  readonly table: QualifiedName;
  readonly columns: readonly {
    readonly from: string;
    readonly to: string;
    /** What gives values to the one before, and to the other after. */
    readonly generation: Generation | null;
    /** That of the other column. */
    readonly type: string;
  }[];
}

/** Statements for the beginning and the end of a transaction. */
export interface KeptComments {
  readonly remember: string;
  readonly putBack: string;
}

/** Indexes of a table that take the places of others. */
export interface MovedIndexes {
  readonly table: QualifiedName;
  readonly indexes: readonly Change<string>[];
}

export interface LockOptions {
  readonly key: string;
  readonly waitMs: number;
}

/** What must be so before a script goes on. */
export interface Guard {
  /** The key of the migration lock. */
  readonly lock: string;
  /** Conditions in SQL, and what to say where one does not hold. */
  readonly checks: readonly { readonly holds: string; readonly otherwise: string }[];
}
