import { sentence } from '../text.js';

/** The area `offline` of the catalogue: working without a database. */
export const offlineErrors = {
  'offline/cannot-inspect': (d: { schema: string }) => ({
    message: `There is no database here whose schema ${d.schema} could be inspected.`,
    hint: 'Say what to do without asking: `ifNotExists` and `ifExists`, or SQL that asks by itself. Or run the revision on a database.',
  }),
  'offline/needs-database': (d: { revision: string; direction: 'up' | 'down'; source: string | null; reason: string }) => ({
    message: `${d.direction}() of revision ${d.revision} cannot be written down without a database${d.source === null ? '' : ` (${d.source})`}: ${sentence(d.reason)}`,
    hint: 'Only a database can answer it: let the revision say what to do without asking (`op`, or SQL that asks by itself), or run it on a database.',
  }),
  'offline/parameters': (d: { sql: string; problem: string }) => ({
    message: `SQL with parameters cannot be written into a script: ${d.problem}: ${d.sql}`,
    hint: 'Write the value into the SQL.',
  }),
};
