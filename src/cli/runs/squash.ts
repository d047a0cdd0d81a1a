import { count } from '../../kernel/text.js';
import { shownPath } from '../../loader/shown-path.js';
import type { SquashRequest } from '../../migrator/squash.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import { done } from '../outcome.js';

/** Makes one revision of several. */
export const squash: Run<SquashRequest> = async (request, { migrator }) => {
  const { path, revision, squashed, isCondensed } = await migrator.squash(request);
  return done(
    [
      shownPath(path),
      `  ${revision} takes the place of ${count(squashed.length, 'revision')}: ${squashed.map(({ id }) => id).join(', ')}.`,
      '  Proven on scratch databases: it builds the same catalog, and leads back to where they began.',
      `  It ${isCondensed ? 'was made anew out of what they build' : 'does what they did, one after the other'}. Their files were deleted.`,
    ],
    { revision, file: path, isCondensed, squashed: squashed.map(jsonRevision) },
  );
};
