import { LimbeckError } from '../../../kernel/errors.js';
import { cannotAlter } from '../can-alter.js';
import { quoteIdentifier } from '../quote.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** Extensions: in the first namespace of the search path, and left as they are where they are there already, in whatever version. */
export const extensions: ObjectDdl<'extension'> = {
  create: ({ value }) => [statement(`CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(value.name)}`)],
  drop: ({ name }) => [statement(`DROP EXTENSION ${quoteIdentifier(name)}`)],
  alter: cannotAlter,
  rename: () => {
    throw new LimbeckError('operation/no-method', { verb: 'rename', kind: 'extension' });
  },
};
