import type { Index, IndexKey, QualifiedName } from '../../../model/schema.js';
import type { Statement } from '../../dialect.js';
import { cannotAlter } from '../can-alter.js';
import { quoteIdentifier, quoteIdentifiers, quoteName } from '../quote.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** Indexes; those of primary keys, uniques and exclusions belong to the constraint. */
export const indexes: ObjectDdl<'index'> = {
  create: ({ table, value }) => [createIndex(table, value)],
  drop: ({ table, name }) => [statement(`DROP INDEX ${quoteName({ schema: table.schema, name })}`)],
  alter: cannotAlter,
  rename: ({ table, name }) => [
    statement(`ALTER INDEX ${quoteName({ schema: table.schema, name: name.from })} RENAME TO ${quoteIdentifier(name.to)}`),
  ],
};

/** An index is made in the namespace of its table, so its name stands alone. */
export function createIndex(table: QualifiedName, index: Index): Statement {
  const clauses = [
    index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
    `${quoteIdentifier(index.name)} ON ${quoteName(table)} USING ${quoteIdentifier(index.method)} (${index.keys.map(keyOf).join(', ')})`,
    ...(index.include.length === 0 ? [] : [`INCLUDE (${quoteIdentifiers(index.include)})`]),
    ...(index.nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(index.where === null ? [] : [`WHERE ${index.where}`]),
  ];
  return statement(clauses.join(' '));
}

const keyOf = (key: IndexKey): string => (typeof key === 'string' ? quoteIdentifier(key) : key.sql);
