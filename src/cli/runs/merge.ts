import { shownPath } from '../../loader/shown-path.js';
import type { MergeRequest } from '../../migrator/merge-revisions.js';
import type { Run } from '../command.js';
import { done } from '../outcome.js';

/** Writes a revision that joins branches. */
export const merge: Run<MergeRequest & { readonly targets: readonly string[] }> = async ({ targets, ...request }, { migrator }) => {
  const { path, revision } = await migrator.merge(targets, request);
  return done([shownPath(path)], { revision, file: path });
};
