import { fileOf } from '../../revision/read-class.js';
import type { Run } from '../command.js';
import { openInEditor } from '../editor.js';
import { jsonRevision } from '../json-revision.js';
import { done } from '../outcome.js';

/** Opens the file of a revision, and waits until its author is done. */
export const edit: Run<{ readonly target: string }> = async ({ target }, { migrator }) => {
  const revision = await migrator.find(target);
  await openInEditor(fileOf(revision));
  return done([], { ...jsonRevision(revision) });
};
