import { sentence } from '../text.js';

/** The area `scratch` of the catalogue: databases for the time of a proof. */
export const scratchErrors = {
  'scratch/not-allowed': (d: { server: string; sqlState: string; serverMessage: string }) => ({
    message: `The server of ${d.server} does not make a scratch database: ${sentence(d.serverMessage)} (SQLSTATE ${d.sqlState})`,
    hint: 'A proof needs a database of its own for a moment: let the role make some (`ALTER ROLE … CREATEDB`), or use a data source of a server where it may.',
  }),
};
