import { sentence } from '../text.js';

/** The area `offline` of the catalogue: working without a database. */
export const offlineErrors = {
  'offline/cannot-inspect': (d: { schema: string }) => ({
    message: `There is no database here whose schema ${d.schema} could be inspected.`,
    hint: 'Say what to do without asking: `ifNotExists` and `ifExists`, or SQL that asks by itself. Or run the revision on a database.',
  }),
  'offline/needs-database': (d: { revision: string; direction: 'up' | 'down'; reason: string }) => ({
    message: `${d.direction}() of revision ${d.revision} cannot be shown without a database: ${sentence(d.reason)}`,
    hint: 'It reads something that only the database knows. Look into the file instead.',
  }),
  'offline/parameters': (d: { sql: string }) => ({
    message: `SQL with parameters can be sent to a database but not written into a script: ${d.sql}`,
    hint: 'Write the values into the SQL.',
  }),
};
