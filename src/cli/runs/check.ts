import type { DiffRequest } from '../../migrator/migrator.js';
import type { Run } from '../command.js';
import { differenceOf } from './print-difference.js';

/** Fails, with 1, where the entities and the database differ. */
export const check: Run<DiffRequest> = async (request, session) => {
  const operations = await session.migrator.check(request);
  return { exitCode: operations.length === 0 ? 0 : 1, ...differenceOf(operations, session) };
};
