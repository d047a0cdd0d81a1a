import { LimbeckError } from '../kernel/errors.js';
import type { QualifiedName } from '../model/schema.js';
import { isConnectionLost, readServerError } from './server-error.js';

/**
 * Does `work` on a table of ours, and names it where the server refuses.
 *
 * @throws {LimbeckError} `run/bookkeeping-failed`.
 */
export async function keepBooks<T>({ schema, name }: QualifiedName, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = isConnectionLost(error) ? null : readServerError(error);
    if (refusal === null) throw error;
    throw new LimbeckError('run/bookkeeping-failed', { table: `${schema}.${name}`, sqlState: refusal.sqlState, serverMessage: refusal.message }, { cause: error });
  }
}
