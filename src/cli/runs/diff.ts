import type { DiffRequest } from '../../migrator/migrator.js';
import type { Run } from '../command.js';
import { differenceOf } from './print-difference.js';

/** Shows how the entities and the database differ. */
export const diff: Run<DiffRequest> = async (request, session) => ({ exitCode: 0, ...differenceOf(await session.migrator.diff(request), session) });
