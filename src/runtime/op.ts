import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect, InsertedRow, Statement } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import {
  type CheckInput,
  type ColumnInput,
  completeName,
  type EnumInput,
  type ExclusionInput,
  type ForeignKeyInput,
  type IndexInput,
  type KeyInput,
  type MaterializedViewInput,
  type NameInput,
  type TableInput,
  type ViewInput,
} from '../model/complete.js';
import type { Column, EnumType, ForeignKey, Table, View } from '../model/schema.js';
import {
  operationsOf,
  type AddConstraintOptions,
  type AlterColumnOptions,
  type AlterEnumOptions,
  type AlterViewOptions,
  type BackfillOptions,
  type Call,
  type CreateIndexOptions,
  type CreateKeyOptions,
  type CreateOptions,
  type DropIndexOptions,
  type DropOptions,
  type RenameColumnOptions,
  type RenameTableOptions,
} from '../operation/call.js';
import { methodNames } from '../operation/methods.js';
import type { Changes, Operation } from '../operation/operation.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { queryableOf } from '../typeorm/queryable.js';
import { isConnectionLost } from '../typeorm/server-error.js';
import { fillOver } from './backfill.js';
import { outsideTransaction } from './outside-transaction.js';
import { contextOf, type MigrationContext, type RevisionArguments, type Sink } from './context.js';
import { dialectFor } from './dialects.js';
import { inspect, type Inspection } from './inspection.js';

/**
 * The steps a revision file can take.
 *
 * Steps are taken in their order, so await each before the next. Inside the transaction of a run, steps that give no answer wait for each other and
 * go to the server together, before anything that asks the database and at the end; one that is refused is named with its call.
 * A table or an enum type is named by its name,
 * or by `{ schema, name }` when it is not in the default namespace. Names are as they are, never quoted.
 */
export interface Op {
  /** `CREATE EXTENSION`, where it is not there already. The way back of a written file leaves it. */
  createExtension(name: string): Promise<void>;
  /** Drops an extension; PostgreSQL refuses while anything needs it. */
  dropExtension(name: string, options?: DropOptions): Promise<void>;

  /** `CREATE SCHEMA`. */
  createSchema(name: string, options?: CreateOptions): Promise<void>;
  /** Drops a schema, which must be empty. */
  dropSchema(name: string, options?: DropOptions): Promise<void>;
  /** Gives a schema another name. */
  renameSchema(from: string, to: string): Promise<void>;

  /** Creates an enum type with its values, in their order. */
  createEnum(type: EnumInput, options?: CreateOptions): Promise<void>;
  /** Changes the values of an enum type; columns that must be converted to it are named in `options.convert`. */
  alterEnum(type: NameInput, changes: Changes<Pick<EnumType, 'values'>>, options?: AlterEnumOptions): Promise<void>;
  /** Gives an enum type another name; columns follow. */
  renameEnum(from: NameInput, to: string): Promise<void>;
  /** Drops an enum type; PostgreSQL refuses while a column has it. */
  dropEnum(type: NameInput, options?: DropOptions): Promise<void>;

  /** Creates a table with all that it brings: columns, keys, checks, exclusions, then indexes, then foreign keys. */
  createTable(table: TableInput, options?: CreateOptions): Promise<void>;
  /** Changes the comment of a table, or moves it to another schema. */
  alterTable(table: NameInput, changes: Changes<Pick<Table, 'comment' | 'schema'>>): Promise<void>;
  /** Gives a table another name, and the sequences of its columns that `options.sequences` names. */
  renameTable(from: NameInput, to: string, options?: RenameTableOptions): Promise<void>;
  /** Drops a table with its rows, its indexes and its constraints. */
  dropTable(table: NameInput, options?: DropOptions): Promise<void>;

  /** Adds a column. Rows that are there get its default, or nothing. */
  addColumn(table: NameInput, column: ColumnInput, options?: CreateOptions): Promise<void>;
  /** Changes a column in place; its rows stay. `options` says how values are converted and what rows without a value get. */
  alterColumn(table: NameInput, name: string, changes: Changes<Omit<Column, 'name'>>, options?: AlterColumnOptions): Promise<void>;
  /** Gives a column another name; indexes, constraints and views follow, and with `options.sequence` its sequence. */
  renameColumn(table: NameInput, from: string, to: string, options?: RenameColumnOptions): Promise<void>;
  /** Drops a column with its values, and the indexes and constraints that need it. */
  dropColumn(table: NameInput, name: string, options?: DropOptions): Promise<void>;

  /** Adds a primary key; its columns become `NOT NULL`. */
  createPrimaryKey(table: NameInput, key: KeyInput, options?: CreateKeyOptions): Promise<void>;
  /** Gives a primary key another name, and its index with it. */
  renamePrimaryKey(table: NameInput, from: string, to: string): Promise<void>;
  /** Drops a primary key; PostgreSQL refuses while a foreign key refers to it. */
  dropPrimaryKey(table: NameInput, name: string, options?: DropOptions): Promise<void>;

  /** Adds a unique constraint, with an index of its own unless `options.usingIndex` names one. */
  createUnique(table: NameInput, key: KeyInput, options?: CreateKeyOptions): Promise<void>;
  /** Gives a unique constraint another name, and its index with it. */
  renameUnique(table: NameInput, from: string, to: string): Promise<void>;
  /** Drops a unique constraint with its index; PostgreSQL refuses while a foreign key refers to it. */
  dropUnique(table: NameInput, name: string, options?: DropOptions): Promise<void>;

  /** Adds a check constraint; rows that are there must pass it, unless `options.notValid`. */
  createCheck(table: NameInput, check: CheckInput, options?: AddConstraintOptions): Promise<void>;
  /** Looks at the rows that a check created with `notValid` was not asked about; others go on writing meanwhile. */
  validateCheck(table: NameInput, name: string): Promise<void>;
  /** Gives a check constraint another name. */
  renameCheck(table: NameInput, from: string, to: string): Promise<void>;
  /** Drops a check constraint. */
  dropCheck(table: NameInput, name: string, options?: DropOptions): Promise<void>;

  /** Adds an exclusion constraint; rows that are there must pass it. */
  createExclusion(table: NameInput, exclusion: ExclusionInput, options?: CreateOptions): Promise<void>;
  /** Gives an exclusion constraint another name, and its index with it. */
  renameExclusion(table: NameInput, from: string, to: string): Promise<void>;
  /** Drops an exclusion constraint with its index. */
  dropExclusion(table: NameInput, name: string, options?: DropOptions): Promise<void>;

  /** Adds a foreign key; rows that are there must have their partner, unless `options.notValid`. */
  createForeignKey(table: NameInput, key: ForeignKeyInput, options?: AddConstraintOptions): Promise<void>;
  /** Looks at the rows that a foreign key created with `notValid` was not asked about; others go on writing meanwhile. */
  validateForeignKey(table: NameInput, name: string): Promise<void>;
  /** Changes when a foreign key is checked. */
  alterForeignKey(table: NameInput, name: string, changes: Changes<Pick<ForeignKey, 'deferrable'>>): Promise<void>;
  /** Gives a foreign key another name. */
  renameForeignKey(table: NameInput, from: string, to: string): Promise<void>;
  /** Drops a foreign key. */
  dropForeignKey(table: NameInput, name: string, options?: DropOptions): Promise<void>;

  /** Creates an index of a table or of a materialized view. */
  createIndex(table: NameInput, index: IndexInput, options?: CreateIndexOptions): Promise<void>;
  /** Gives an index another name. */
  renameIndex(table: NameInput, from: string, to: string): Promise<void>;
  /** Drops an index that belongs to no constraint. */
  dropIndex(table: NameInput, name: string, options?: DropIndexOptions): Promise<void>;

  /** Creates a view. */
  createView(view: ViewInput, options?: CreateOptions): Promise<void>;
  /** Changes the query of a view: in place, or with `options.anew` by dropping it and creating it. */
  alterView(view: NameInput, changes: Changes<Pick<View, 'definition'>>, options?: AlterViewOptions): Promise<void>;
  /** Gives a view another name; its columns keep theirs. */
  renameView(from: NameInput, to: string): Promise<void>;
  /** Drops a view; PostgreSQL refuses while another one reads it. */
  dropView(view: NameInput, options?: DropOptions): Promise<void>;

  /** Creates a materialized view with its rows, then its indexes; `createIndex` and `dropIndex` take its name as that of a table. */
  createMaterializedView(view: MaterializedViewInput, options?: CreateOptions): Promise<void>;
  /** Gives a materialized view another name; its indexes keep theirs. */
  renameMaterializedView(from: NameInput, to: string): Promise<void>;
  /** Drops a materialized view with its rows and its indexes. */
  dropMaterializedView(view: NameInput, options?: DropOptions): Promise<void>;

  /** Puts rows into a table, up to 1,000 in a statement. Values go apart from the SQL, as the driver takes them. */
  bulkInsert(table: NameInput, rows: readonly InsertedRow[]): Promise<void>;
  /**
   * Sets columns of the rows that `where` matches, batch by batch in the order of the primary key, or of another unique key; each batch is
   * committed by itself, so this runs outside of the transaction of the revision, as an {@link Op.autocommitBlock} does. On the way back
   * there is nothing to do.
   *
   * @throws {LimbeckError} `operation/bad-backfill`, `operation/no-key`, `operation/key-is-set`.
   */
  backfill(table: NameInput, options: BackfillOptions): Promise<void>;
  /** Makes a table of what a query gives: its columns and its rows, without keys, defaults or indexes. */
  createTableAs(table: NameInput, query: string): Promise<void>;

  /**
   * What is in a schema now, the default one if none is named. Reads the whole schema, so keep what it gives.
   *
   * @throws {LimbeckError} `offline/cannot-inspect` where there is no database.
   */
  inspect(schema?: string): Promise<Inspection>;

  /** What the revision is told from outside: `-x key=value` of the command, or the option `arguments`; nothing under TypeORM's own runner. */
  readonly arguments: RevisionArguments;

  /** Sends SQL of the author's own. `$1`, `$2` … stand for `parameters`. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<void>;

  /**
   * Commits what the revision did so far, runs `steps` one by one outside of a transaction, and begins a new one for the rest.
   */
  autocommitBlock(steps: () => Promise<void>): Promise<void>;
}

/**
 * The `op` of a revision file, over the query runner that `up()` or `down()` got.
 *
 * Under Limbeck the steps go where the run wants them; under TypeORM's own runner they go to the database.
 *
 * @throws {LimbeckError} `config/unsupported-driver`.
 */
export function operations(queryRunner: QueryRunner): Op {
  const target = targetOf(queryRunner);
  const call = async ({ method, args }: Call): Promise<void> => {
    const namespace = target.namespace();
    // What is known at once is not waited for, so that the stack of a step that is recorded leads to its author.
    for (const operation of operationsOf({ method, args }, typeof namespace === 'string' ? namespace : await namespace)) await perform(target, operation);
  };
  const onOperations = Object.fromEntries([...methodNames, 'backfill' as const].map((method) => [method, (...args: readonly unknown[]) => call({ method, args })]));
  return { ...onOperations, ...besides(target), arguments: target.arguments } as unknown as Op;
}

/** The methods that are no operations. */
const besides = (target: Target): Pick<Op, 'bulkInsert' | 'createTableAs' | 'inspect' | 'execute' | 'autocommitBlock'> => ({
  async bulkInsert(table, rows) {
    for (const { sql, parameters } of target.dialect.insertRows(completeName(table, await target.namespace()), rows)) await executeSql(target, sql, parameters);
  },
  createTableAs: async (table, query) => executeSql(target, target.dialect.createTableAs(completeName(table, await target.namespace()), query), []),
  inspect: async (schema) => target.inspect(schema ?? (await target.namespace())),
  execute: (sql, parameters = []) => executeSql(target, sql, parameters),
  autocommitBlock: (steps) => target.sink.outside(steps),
});

/** What `op` needs to know of a run. */
interface Target {
  readonly dialect: Dialect;
  readonly sink: Sink;
  readonly arguments: RevisionArguments;
  /** The default namespace. */
  namespace(): string | Promise<string>;
  inspect(schema: string): Promise<Inspection>;
}

function targetOf(queryRunner: QueryRunner): Target {
  const context = contextOf(queryRunner);
  if (context !== undefined) {
    return { ...context, namespace: () => context.namespace, inspect: (schema) => inspectFor(context, queryRunner, schema) };
  }
  const dataSource = dataSourceOf(queryRunner);
  const dialect = dialectFor(dataSource.options.type);
  let namespace: Promise<string> | undefined;
  return {
    dialect,
    arguments: {},
    inspect: (schema) => inspect(queryableOf(queryRunner), dialect, schema),
    sink: {
      mode: 'online',
      send: (statement, parameters) => sendByItself({ queryRunner, dialect }, statement, parameters),
      outside: (work) => outsideTransaction(queryRunner, work),
      fill: async (backfill) => void (await fillOver(queryRunner, dialect, backfill)),
    },
    namespace: () => (namespace ??= defaultNamespace(dataSource, queryRunner)),
  };
}

/** Nobody keeps books of what runs alone, so what a failed one left half done goes at once. */
async function sendByItself(target: Pick<Target, 'dialect'> & { readonly queryRunner: QueryRunner }, { sql, transactional }: Statement, parameters: readonly unknown[] = []): Promise<void> {
  const { queryRunner, dialect } = target;
  try {
    await queryRunner.query(sql, parameters.slice());
  } catch (error) {
    if (!transactional && !queryRunner.isTransactionActive && !isConnectionLost(error)) await dialect.settleInterrupted(queryableOf(queryRunner), sql);
    throw error;
  }
}

async function inspectFor({ dialect, sink }: MigrationContext, queryRunner: QueryRunner, schema: string): Promise<Inspection> {
  if (sink.mode !== 'online') throw new LimbeckError('offline/cannot-inspect', { schema });
  return inspect(queryableOf(queryRunner), dialect, schema);
}

async function perform({ dialect, sink }: Target, operation: Operation): Promise<void> {
  if (operation.verb === 'backfill') return sink.outside(() => (sink.mode === 'online' ? sink.fill(operation) : Promise.resolve(sink.collect(operation))));
  switch (sink.mode) {
    case 'record':
      sink.collect(operation);
      return;
    case 'online':
      for (const statement of dialect.render(operation)) await sink.send(statement);
  }
}

async function executeSql(target: Target, sql: string, parameters: readonly unknown[]): Promise<void> {
  const { dialect, sink } = target;
  if (parameters.length > 0 && sink.mode === 'online') return sink.send({ sql, transactional: true }, parameters);
  return perform(target, { verb: 'execute', up: dialect.inlineValues(sql, parameters), down: null });
}

/**
 * The namespace of names that say none, as TypeORM sees it.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.connect: `driver.schema` is the option `schema`, else `current_schema()`
 * once connected. What is connected otherwise is asked.
 */
async function defaultNamespace({ driver, options }: DataSource, queryRunner: QueryRunner): Promise<string> {
  const known = driver.schema ?? ('schema' in options ? options.schema : undefined);
  if (known !== undefined && known !== '') return known;
  const rows = (await queryRunner.query('SELECT current_schema() AS "schema"')) as readonly { readonly schema: string | null }[];
  return rows[0]?.schema ?? 'public';
}
