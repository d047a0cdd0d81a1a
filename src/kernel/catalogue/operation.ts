import { list } from '../text.js';

/** The area `operation` of the catalogue: single operations. */
export const operationErrors = {
  'operation/backfill-endless': (d: { table: string; passes: number }) => ({
    message: `The backfill of ${d.table} has gone through the table ${d.passes} times, and found new rows to set each time: something goes on making rows that \`where\` matches.`,
    hint: 'Make the app, a default or a trigger set these columns in new rows first, and run the same command again.',
  }),
  'operation/bad-backfill': (d: { table: string; problem: string }) => ({
    message: `The backfill of ${d.table} cannot be run: ${d.problem}.`,
    hint: 'Write it as `await op.backfill("product", { set: { weight: "0" }, where: "weight IS NULL" })`.',
  }),
  'operation/cannot-alter': (d: { what: string; facets: readonly string[] }) => ({
    message: `PostgreSQL cannot change ${list(d.facets)} of ${d.what} in place.`,
    hint: 'Drop the object and create it anew, or write the SQL yourself.',
  }),
  'operation/irreversible': (d: { what: string }) => ({
    message: `There is no way back from: ${d.what}`,
    hint: 'Write this part of down() by hand.',
  }),
  'operation/key-is-set': (d: { table: string; columns: readonly string[] }) => ({
    message: `A backfill cannot set ${list(d.columns)} of ${d.table}: it goes through the rows in the order of that key, and would lose its place.`,
    hint: 'Set it with one `op.execute("UPDATE …")`, or give the table another unique key over columns that are NOT NULL.',
  }),
  'operation/no-columns': (d: { table: string }) => ({
    message: `The rows for ${d.table} name no column.`,
    hint: 'Say at least one value: `await op.bulkInsert("product", [{ name: "Chair" }])`.',
  }),
  'operation/no-key': (d: { table: string }) => ({
    message: `A backfill of ${d.table} has no order to go in: the table has no primary key, and no unique index over columns that are NOT NULL.`,
    hint: 'Give it one first, or set all rows at once with `op.execute("UPDATE …")`.',
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
