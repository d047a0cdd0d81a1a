import type { ProcessRevision } from '../../src/migrator/options.js';
import type { Operation } from '../../src/operation/operation.js';
import { isObjectOperation } from '../../src/operation/target.js';

/** Puts indexes into a revision of their own. */
export const splitIndexes: ProcessRevision = ({ message, operations }) => {
  const isOfIndex = (operation: Operation): boolean => isObjectOperation(operation) && operation.kind === 'index';
  return [
    { message, operations: operations.filter((operation) => !isOfIndex(operation)) },
    { message: `${message}, indexes`, operations: operations.filter(isOfIndex) },
  ];
};

/** Fills the new column. */
export const fillColumn: ProcessRevision = async ({ message, operations }) => {
  await Promise.resolve();
  return { message, operations: [...operations, { verb: 'execute', up: "UPDATE item SET m = 'made'", down: 'UPDATE item SET m = NULL' }] };
};
