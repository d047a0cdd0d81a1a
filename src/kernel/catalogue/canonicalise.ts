import { indent, sentence } from '../text.js';

/** The area `canonicalise` of the catalogue: expressions that the database is asked to spell. */
export const canonicaliseErrors = {
  'canonicalise/extension-missing': (d: { extension: string; serverMessage: string }) => ({
    message: `The entities need the extension "${d.extension}", which the database has not and cannot make: ${sentence(d.serverMessage)}`,
    hint: 'Install the package of the extension on the server, or let a role that may make it run CREATE EXTENSION.',
  }),
  'canonicalise/invalid-expression': (d: { owner: string; expression: string; sqlState: string; serverMessage: string }) => ({
    message: `PostgreSQL does not accept the expression of ${d.owner}: ${d.expression}\n${indent(`${d.serverMessage} (SQLSTATE ${d.sqlState})`)}`,
    hint: 'Correct the expression in the entity; it is sent to the database exactly as it is written there.',
  }),
  'canonicalise/not-allowed': (d: { serverMessage: string }) => ({
    message: `The database does not let Limbeck ask how it spells an expression: ${d.serverMessage}`,
    hint: 'Comparing needs a role that may make temporary tables (GRANT TEMPORARY ON DATABASE …) on a server that is no standby.',
  }),
  'canonicalise/view-in-the-way': (d: { view: string; serverMessage: string }) => ({
    message: `The ${d.view} stays, but it cannot stand on what the entities want: ${sentence(d.serverMessage)}`,
    hint: 'Drop or change the view in a revision of its own first, or make it an entity.',
  }),
};
