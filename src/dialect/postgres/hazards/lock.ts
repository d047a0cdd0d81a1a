import { sentence } from '../../../kernel/text.js';
import type { QualifiedName } from '../../../model/schema.js';
import { blockedBy, type Hazard, type HazardCode, type Work } from '../../hazard.js';
import type { LockClaim, WorkReason } from '../sql/command.js';
import type { Ledger, Reading } from './ledger.js';
import { nameOf } from './names.js';
import { forEach, type Rule } from './rule.js';
import { sizeOf } from './size.js';

/** What others wait for. */
export const lockRules: readonly Rule[] = [
  ({ command }, ledger) => command.claims.flatMap((claim) => blocked(claim, ledger)),
  forEach('block', ({ what, table, hint }, ledger) => (table !== null && ledger.isNew(table) ? [] : [notConcurrent(what, hint)])),
  forEach('change rows', ({ verb, table, isWhole }, ledger) => (isWhole && !ledger.isNew(table) ? [everyRow(verb, table, ledger)] : [])),
  holdsOn,
];

const codes: { readonly [W in Exclude<Work, 'update'>]: HazardCode } = { rewrite: 'lock/rewrite', scan: 'lock/scan', 'index build': 'lock/index-build' };

const doings: { readonly [W in Exclude<Work, 'update'>]: (table: string) => string } = {
  rewrite: (table) => `${table} is written anew, row by row`,
  scan: (table) => `every row of ${table} is looked at`,
  'index build': (table) => `an index over every row of ${table} is built`,
};

/** The safe way for each reason to work through a table. */
const hints: { readonly [R in WorkReason]: string } = {
  attach: 'First give the table a CHECK of the same bounds, NOT VALID, and VALIDATE it in an earlier revision; then no row is looked at.',
  check: 'Add it NOT VALID, and VALIDATE it in a later revision, which blocks nobody.',
  cluster: 'Use pg_repack, or do it while nobody needs the table.',
  collation: 'Add a column with the new collation, write to both, copy the rows in batches, and drop the old one later.',
  default: 'Add the column without the default, set the default then, and fill the rows in batches. A constant default costs nothing.',
  domain: 'Put a CHECK on the columns instead: NOT VALID, and VALIDATE it in a later revision.',
  exclusion: 'PostgreSQL has no way to do it without the lock: do it while nobody needs the table.',
  foreignKey: 'Add it NOT VALID, and VALIDATE it in a later revision, which blocks nobody.',
  generated: 'Add a plain column, fill it in batches and keep it by a trigger; on PostgreSQL 18, a virtual column costs nothing.',
  index: 'Create it CONCURRENTLY, in a revision without a transaction.',
  notNull: 'Add CHECK (… IS NOT NULL) NOT VALID, VALIDATE it in a later revision, then SET NOT NULL, which looks at no row, and drop the check.',
  primaryKey: 'Create a unique index CONCURRENTLY first, over columns that are NOT NULL, and add the key USING INDEX.',
  refresh: 'REFRESH it CONCURRENTLY, which needs a unique index on it.',
  reindex: 'REINDEX CONCURRENTLY, in a revision without a transaction.',
  sequence: 'Add a nullable column, give it a sequence as its default, fill the rows in batches, and make it NOT NULL by a validated check.',
  storage: 'Do it while nobody needs the table, or copy the rows to a new table in batches.',
  type: 'Add a column of the new type, write to both, copy the rows in batches, switch over, and drop the old one later.',
  unknownType: 'With a connection, `limbeck lint` looks at the type that the column has before the next revision. Where the table is written anew: add a column of the new type, write to both, copy the rows in batches, switch over, and drop the old one later.',
  unique: 'Create a unique index CONCURRENTLY first, and add the constraint USING INDEX.',
  vacuum: 'Use pg_repack, or leave it to a plain VACUUM, which blocks nobody.',
};

/** Work on a table that came with the revision, or under a lock that blocks no reader and no writer, is nobody's concern. */
function blocked({ mode, tables, work }: LockClaim, ledger: Ledger): readonly Hazard[] {
  if (work === null || work.kind === 'update' || blockedBy(mode) === 'schema changes') return [];
  const [worked] = tables;
  if (worked !== undefined && (ledger.isNew(worked) || isSpared(work, worked, ledger))) return [];
  const waited = ledger.waitedFor(tables);
  const name = worked === undefined ? 'the tables that have it' : nameOf(worked);
  const others = waited.filter((table) => table !== worked).map(nameOf);
  const who = blockedBy(mode) === 'writes' ? 'writes to' : 'reads or writes';
  const what = [others.length === 0 ? 'it' : name, ...others].join(' and ');
  const size = sizeOf(worked, work.kind, ledger);
  const doing = work.reason === 'unknownType' ? `${name} may be written anew, row by row, as the type before is not known here` : doings[work.kind](name);
  return [{ code: codes[work.kind], message: sentence(`${doing}${size}; nobody ${who} ${what} meanwhile`), hint: hints[work.reason], lock: { mode, tables: waited }, work: work.kind }];
}

/** Whether PostgreSQL need not look at the rows, as a check says already what it would look for. Source: PostgreSQL 18, ALTER TABLE, "SET NOT NULL". */
const isSpared = ({ reason, column }: NonNullable<LockClaim['work']>, table: QualifiedName, ledger: Ledger): boolean => reason === 'notNull' && column !== null && ledger.isProven(table, column);

const notConcurrent = (what: string, hint: string): Hazard => ({
  code: 'lock/not-concurrent',
  message: sentence(`${what} is blocked for reads and writes, though there is a way without that`),
  hint,
  lock: { mode: 'access exclusive', tables: [] },
});

const everyRow = (verb: 'update' | 'delete', table: QualifiedName, ledger: Ledger): Hazard => ({
  code: 'lock/rows',
  message: `Every row of ${nameOf(table)} is ${verb === 'update' ? 'changed' : 'deleted'} at once${sizeOf(table, 'update', ledger)}; whoever changes one of them waits until the transaction ends.`,
  hint: 'Do it in batches, each in a transaction of its own.',
  lock: { mode: 'row exclusive', tables: [table] },
  work: 'update',
});

/** A lock lasts to the end of its transaction, and so through the long work of the commands after it. */
function holdsOn({ command }: Reading, ledger: Ledger): readonly Hazard[] {
  const isLong = command.claims.some(({ work, tables }) => work !== null && !tables.some((table) => ledger.isNew(table) || isSpared(work, table, ledger))) || command.facts.some((fact) => fact.does === 'change rows' && !ledger.isNew(fact.table));
  if (!isLong) return [];
  const taken = new Set(command.claims.filter(({ mode }) => blockedBy(mode) !== 'schema changes').flatMap(({ tables }) => tables.map(nameOf)));
  const held = new Map(ledger.held.flatMap(({ tables, mode }) => tables.filter((table) => !taken.has(nameOf(table))).map((table) => [nameOf(table), { table, mode }] as const)));
  return [...held.values()].map(({ table, mode }) => ({
    code: 'lock/kept',
    message: sentence(`${nameOf(table)} stays blocked for ${blockedBy(mode)} from an earlier step until this one, which takes long, is done`),
    hint: 'Put it into a revision of its own.',
    lock: { mode, tables: [table] },
  }));
}
