import { list } from '../text.js';

/** The area `operation` of the catalogue: single operations. */
export const operationErrors = {
  'operation/cannot-alter': (d: { what: string; facets: readonly string[] }) => ({
    message: `PostgreSQL cannot change ${list(d.facets)} of ${d.what} in place.`,
    hint: 'Drop the object and create it anew, or write the SQL yourself.',
  }),
  'operation/irreversible': (d: { what: string }) => ({
    message: `There is no way back from: ${d.what}`,
    hint: 'Write this part of down() by hand.',
  }),
  'operation/no-columns': (d: { table: string }) => ({
    message: `The rows for ${d.table} name no column.`,
    hint: 'Say at least one value: `await op.bulkInsert("product", [{ name: "Chair" }])`.',
  }),
  'operation/no-method': (d: { verb: string; kind: string }) => ({
    message: `No database that Limbeck knows can ${d.verb} a ${d.kind} in place.`,
    hint: 'Drop it and create it anew.',
  }),
  'operation/unsendable-text': (d: { text: string }) => ({
    message: `A name or a value holds a NUL or half of a surrogate pair, which PostgreSQL cannot keep: ${JSON.stringify(d.text)}`,
    hint: 'Correct the text.',
  }),
};
