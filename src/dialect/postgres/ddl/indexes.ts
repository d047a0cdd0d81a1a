import type { Index, IndexKey, QualifiedName } from '../../../model/schema.js';
import type { Create, Drop } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { cannotAlter } from '../can-alter.js';
import { quoteIdentifier, quoteIdentifiers, quoteName } from '../quote.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** Indexes; those of primary keys, uniques and exclusions belong to the constraint. */
export const indexes: ObjectDdl<'index'> = {
  create: (operation) => [operation.concurrently ? createConcurrently(operation) : createIndex(operation.table, operation.value)],
  drop: (operation) => [operation.concurrently ? dropConcurrently(operation) : statement(`DROP INDEX ${pathOf(operation)}`)],
  alter: cannotAlter,
  rename: ({ table, name }) => [
    statement(`ALTER INDEX ${quoteName({ schema: table.schema, name: name.from })} RENAME TO ${quoteIdentifier(name.to)}`),
  ],
};

export const createIndex = (table: QualifiedName, index: Index): Statement => statement(`${createWords(index)} ${definitionOf(table, index)}`);

/** Source: PostgreSQL 18, CREATE INDEX, "Building Indexes Concurrently"; DROP INDEX, "CONCURRENTLY". */
const createConcurrently = ({ table, value, ifNotExists }: Create<'index'>): Statement =>
  alone(`${createWords(value)} CONCURRENTLY ${ifNotExists ? 'IF NOT EXISTS ' : ''}${definitionOf(table, value)}`);

const dropConcurrently = (operation: Drop<'index'>): Statement => alone(`DROP INDEX CONCURRENTLY ${operation.ifExists ? 'IF EXISTS ' : ''}${pathOf(operation)}`);

/** A statement that begins and ends transactions itself. */
const alone = (sql: string): Statement => ({ sql, transactional: false });

const pathOf = ({ table, name }: Drop<'index'>): string => quoteName({ schema: table.schema, name });

const createWords = ({ unique }: Index): string => (unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX');

/** An index is made in the namespace of its table, so its name stands alone. */
function definitionOf(table: QualifiedName, index: Index): string {
  const clauses = [
    `${quoteIdentifier(index.name)} ON ${quoteName(table)} USING ${quoteIdentifier(index.method)} (${index.keys.map(keyOf).join(', ')})`,
    ...(index.include.length === 0 ? [] : [`INCLUDE (${quoteIdentifiers(index.include)})`]),
    ...(index.nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(index.where === null ? [] : [`WHERE ${index.where}`]),
  ];
  return clauses.join(' ');
}

const keyOf = (key: IndexKey): string => (typeof key === 'string' ? quoteIdentifier(key) : key.sql);
