import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import { done } from '../outcome.js';

/** Undoes revisions; each is told of when it is committed. */
export const downgrade: Run<{ readonly target: string }> = async ({ target }, { migrator }) => {
  const ran = await migrator.downgrade(target);
  return done(ran.length === 0 ? ['Nothing to downgrade.'] : [], { ran: ran.map(jsonRevision) });
};
