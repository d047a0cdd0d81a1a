import type { QualifiedName, View } from '../../../model/schema.js';
import type { Alter, Create, Rename } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { cannotAlter } from '../can-alter.js';
import { quoteIdentifier, quoteName } from '../quote.js';
import { createIndex } from './indexes.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** Views. A drop never cascades: PostgreSQL refuses while something else stands on the view. */
export const views: ObjectDdl<'view'> = {
  create: ({ value }) => [createView(value)],
  drop: (operation) => [dropView(operation)],
  alter: alterView,
  rename: renameTo('VIEW'),
};

/** Materialized views, which PostgreSQL cannot replace. Their rows are made at once. */
export const materializedViews: ObjectDdl<'materializedView'> = {
  create: createMaterializedView,
  drop: ({ schema, name }) => [statement(`DROP MATERIALIZED VIEW ${quoteName({ schema, name })}`)],
  alter: cannotAlter,
  rename: renameTo('MATERIALIZED VIEW'),
};

const createView = (view: View): Statement => statement(`CREATE VIEW ${viewClause(view)}`);

const viewClause = ({ schema, name, definition }: View, options?: string): string =>
  `${quoteName({ schema, name })}${options === undefined ? '' : ` WITH (${options})`} AS ${definition}`;

const dropView = ({ schema, name }: QualifiedName): Statement => statement(`DROP VIEW ${quoteName({ schema, name })}`);

/**
 * In place where the columns stay and new ones come after them, which keeps privileges and what stands on the view.
 *
 * Source: PostgreSQL 18, CREATE VIEW, "OR REPLACE".
 */
function alterView({ schema, name, changes, anew, options }: Alter<'view'>): readonly Statement[] {
  if (changes.definition === undefined) return [];
  const view = { schema, name, definition: changes.definition.to };
  if (anew.to) return [dropView(view), statement(`CREATE VIEW ${viewClause(view, options)}`)];
  return [statement(`CREATE OR REPLACE VIEW ${viewClause(view, options)}`)];
}

function createMaterializedView({ value }: Create<'materializedView'>): readonly Statement[] {
  const view = { schema: value.schema, name: value.name };
  return [
    statement(`CREATE MATERIALIZED VIEW ${quoteName(view)} AS ${value.definition}`),
    ...value.indexes.map((index) => createIndex(view, index)),
  ];
}

function renameTo(words: string): (operation: Rename<'view' | 'materializedView'>) => readonly Statement[] {
  return ({ schema, name }) => [
    statement(`ALTER ${words} ${quoteName({ schema, name: name.from })} RENAME TO ${quoteIdentifier(name.to)}`),
  ];
}
