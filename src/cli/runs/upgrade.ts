import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import { done } from '../outcome.js';

/** Runs revisions; each is told of when it is committed. */
export const upgrade: Run<{ readonly target: string }> = async ({ target }, { migrator }) => {
  const ran = await migrator.upgrade(target);
  return done(ran.length === 0 ? ['Nothing to upgrade.'] : [], { ran: ran.map(jsonRevision) });
};
