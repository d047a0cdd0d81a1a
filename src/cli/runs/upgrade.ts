import type { RunRequest } from '../../migrator/run-path.js';
import type { Run } from '../command.js';
import { ranOf } from './print-ran.js';

/** Runs revisions; each is told of when it is committed. */
export const upgrade: Run<RunRequest & { readonly target: string }> = async ({ target, ...request }, { migrator }) =>
  ranOf(await migrator.upgrade(target, request), request, 'Nothing to upgrade.');
