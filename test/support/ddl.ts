import { render } from '../../src/dialect/postgres/ddl/ddl.js';
import type { Column, Key, QualifiedName, Table } from '../../src/model/schema.js';
import type { Alter, Changes, Operation } from '../../src/operation/operation.js';
import type { Undoable } from '../../src/operation/reverse.js';
import type { TestDatabase } from './database';

/** A nullable integer, but for `facets`. */
export const column = (name: string, facets: Partial<Column> = {}): Column => ({
  name,
  type: 'integer',
  nullable: true,
  default: null,
  generation: null,
  generated: null,
virtual: false,
  collation: null,
  comment: null,
  ...facets,
});

export const key = (name: string, columns: readonly string[], facets: Partial<Key> = {}): Key => ({ name, columns, deferrable: 'no', ...facets });

/** A table with nothing in it, but for `facets`. */
export const table = ({ schema, name }: QualifiedName, facets: Partial<Omit<Table, 'schema' | 'name'>> = {}): Table => ({
  schema,
  name,
  columns: [],
  primaryKey: null,
  uniques: [],
  checks: [],
  exclusions: [],
  foreignKeys: [],
  indexes: [],
  comment: null,
  ...facets,
});

export const createTable = (value: Table): Undoable => ({ verb: 'create', kind: 'table', schema: value.schema, value });

export const createColumn = (place: QualifiedName, value: Column): Undoable => ({ verb: 'create', kind: 'column', table: place, value });

type Extras = Partial<Pick<Alter<'column'>, 'using' | 'fill'>>;

/** An alteration of a column that converts and fills nothing, but for `extras`. */
export const alterColumn = (place: QualifiedName, name: string, { using, fill, ...changes }: Changes<Column> & Extras): Alter<'column'> => ({
  verb: 'alter',
  kind: 'column',
  table: place,
  name,
  changes,
  using: using ?? { from: null, to: null },
  fill: fill ?? { from: null, to: null },
});

/** Sends the statements of `operation`, one by one. */
export async function run(db: TestDatabase, operation: Operation): Promise<void> {
  for (const { sql } of render(operation)) await db.query(sql);
}

/** Runs `work` in a transaction and leaves no trace. */
export async function withoutTrace(db: TestDatabase, work: () => Promise<void>): Promise<void> {
  await db.query('BEGIN');
  try {
    await work();
  } finally {
    await db.query('ROLLBACK');
  }
}
