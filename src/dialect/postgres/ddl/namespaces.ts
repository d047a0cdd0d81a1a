import { quoteIdentifier } from '../quote.js';
import { cannotAlter } from '../can-alter.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** What PostgreSQL calls schemas. A drop never cascades: PostgreSQL refuses while something is in the namespace. */
export const namespaces: ObjectDdl<'namespace'> = {
  create: ({ value }) => [statement(`CREATE SCHEMA ${quoteIdentifier(value.name)}`)],
  drop: ({ name }) => [statement(`DROP SCHEMA ${quoteIdentifier(name)}`)],
  alter: cannotAlter,
  rename: ({ name }) => [statement(`ALTER SCHEMA ${quoteIdentifier(name.from)} RENAME TO ${quoteIdentifier(name.to)}`)],
};
