import type { ReadLocks } from '../../src/dialect/dialect.js';
import { blockedBy, type LockMode, lockModes, type TableLock } from '../../src/dialect/hazard.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { ProposedRevision } from '../../src/migrator/options.js';
import type { Operation } from '../../src/operation/operation.js';
import { type Moment, stronger, type WatchedTransaction } from './locks-taken.js';

/** By text of a statement: what is claimed that it locks. */
export type Claims = ReadonlyMap<string, readonly TableLock[]>;

/** What is claimed of the statements of revisions, there and back. */
export function claimsOf(revisions: readonly ProposedRevision[], readLocks: ReadLocks): Claims {
  const claims = new Map<string, readonly TableLock[]>();
  for (const operation of revisions.flatMap(({ operations, down = [] }) => [...operations, ...down])) {
    for (const text of textsOf(operation)) claims.set(text, [...(claims.get(text) ?? []), ...readLocks(operation)]);
  }
  return claims;
}

const textsOf = (operation: Operation): readonly string[] => (operation.verb === 'execute' ? [operation.up] : postgres.render(operation).map(({ sql }) => sql));

/**
 * Each transaction has locked in the end what is claimed of its statements; and where it blocks others at several tables, it has locked all of them at its beginning.
 *
 * @returns How many transactions were held against their claims: not those of Limbeck's own books; nor what runs concurrently, in several, and has let go in the last.
 */
export function expectClaimed(transactions: readonly WatchedTransaction[], claims: Claims): number {
  const told = transactions.filter(({ moments }) => moments.some(({ text }) => claims.has(text) && !/ CONCURRENTLY /.test(text)));
  for (const transaction of told) {
    const { moments } = transaction;
    const last = moments.at(-1);
    if (last === undefined) continue;
    const about = moments.map(({ text }) => text);
    const [locked, expected] = [strong(last, transaction), claimed(transaction, claims)];
    expect({ about, locked }).toEqual({ about, locked: { ...alongWithViews(expected, locked, transaction), ...expected } });
    const [first, end] = [moments[0], last].map((moment) => blocking(moment ?? last, transaction));
    if (end !== undefined && end.length > 1) expect({ about, locked: first }).toEqual({ about, locked: end });
  }
  return told.length;
}

/** By name: the strongest lock of each. */
type Locks = Readonly<Record<string, LockMode>>;

const isStrong = (mode: LockMode): boolean => lockModes.indexOf(mode) > lockModes.indexOf('row exclusive');

const strong = ({ locks }: Moment, { before }: WatchedTransaction): Locks =>
  Object.fromEntries([...locks].flatMap(([oid, mode]) => (before.has(oid) && isStrong(mode) ? [[shown(oid, before), mode]] : [])));

/** The tables that others cannot read or write. */
const blocking = ({ locks }: Moment, { before }: WatchedTransaction): readonly string[] =>
  [...locks].flatMap(([oid, mode]) => (before.get(oid)?.isTable === true && blockedBy(mode) !== 'schema changes' ? [`${shown(oid, before)} ${mode}`] : [])).sort();

const shown = (oid: string, relations: WatchedTransaction['before']): string => `${relations.get(oid)?.schema}.${relations.get(oid)?.name}`;

/** What is locked because a view is that reads it: `LOCK TABLE` does so, and `DROP VIEW` does not. */
function alongWithViews(claimed: Locks, locked: Locks, { before }: WatchedTransaction): Locks {
  const found: Record<string, LockMode> = {};
  const add = (oid: string, mode: LockMode): void => {
    for (const read of before.get(oid)?.reads ?? []) {
      if (locked[shown(read, before)] === mode) found[shown(read, before)] = mode;
      add(read, mode);
    }
  };
  for (const oid of before.keys()) if (claimed[shown(oid, before)] !== undefined) add(oid, claimed[shown(oid, before)] ?? 'access exclusive');
  return found;
}

/** What is claimed of what was there before, under any name that it has meanwhile. */
function claimed({ moments, before }: WatchedTransaction, claims: Claims): Locks {
  const found: Record<string, LockMode> = {};
  for (const { mode, tables } of moments.flatMap(({ text }) => claims.get(text) ?? []).filter((lock) => isStrong(lock.mode))) {
    for (const { schema, name } of tables) {
      const relations = [before, ...moments.map((moment) => moment.relations)];
      const oids = [...before.keys()].filter((oid) => relations.some((at) => at.get(oid)?.schema === schema && at.get(oid)?.name === name));
      for (const oid of oids) found[shown(oid, before)] = stronger(mode, found[shown(oid, before)]);
    }
  }
  return found;
}
