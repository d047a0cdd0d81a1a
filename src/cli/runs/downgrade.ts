import type { RunRequest } from '../../migrator/run-path.js';
import type { Run } from '../command.js';
import { ranOf } from './print-ran.js';

/** Undoes revisions; each is told of when it is committed. */
export const downgrade: Run<RunRequest & { readonly target: string }> = async ({ target, ...request }, { migrator }) =>
  ranOf(await migrator.downgrade(target, request), request, 'Nothing to downgrade.');
