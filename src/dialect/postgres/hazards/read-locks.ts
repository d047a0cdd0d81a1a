import type { Operation } from '../../../operation/operation.js';
import type { ReadLocks } from '../../dialect.js';
import { loadParser } from '../sql/parser.js';
import { readStep } from './read-step.js';

/** Loads what reads the locks of an operation; of an index, the text alone does not say whose it is. */
export async function loadLockReader(namespace: string): Promise<ReadLocks> {
  const parser = await loadParser();
  return (operation) =>
    readStep(operation, { parser, context: { namespace } }).readings.flatMap(({ command }) =>
      command.claims.map(({ mode, tables }) => ({ mode, tables: tables.length > 0 ? tables : ownTableOf(operation) })),
    );
}

const ownTableOf = (operation: Operation): ReturnType<ReadLocks>[number]['tables'] => ('table' in operation ? [operation.table] : []);
