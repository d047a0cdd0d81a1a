import type { Run } from '../command.js';
import { done } from '../outcome.js';

/** Makes the table of applied revisions where it is missing. */
export const ensureVersion: Run<object> = async (_, { migrator }) => {
  const table = await migrator.ensureVersion();
  return done([`The table ${table.schema}.${table.name} is there.`], { table });
};
