import { setTimeout } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { lockModes, type LockMode } from '../../../src/dialect/hazard.js';
import { readStep } from '../../../src/dialect/postgres/hazards/read-step.js';
import type { LockClaim } from '../../../src/dialect/postgres/sql/command.js';
import { loadParser, type SqlParser } from '../../../src/dialect/postgres/sql/parser.js';
import { createDatabase, type TestDatabase } from '../../support/database';
import { withoutTrace } from '../../support/ddl';
import { anyContext } from '../../support/hazards';
import { itSince } from '../../support/server-version.js';
import { concurrent, setUp, transactional } from './statements';

let db: TestDatabase;
let parser: SqlParser;

beforeAll(async () => {
  parser = await loadParser();
  db = await createDatabase();
  await db.query(setUp);
});

afterAll(() => db.drop());

const claimsOf = (sql: string): readonly LockClaim[] =>
  readStep({ verb: 'execute', up: sql, down: null }, { parser, context: anyContext }).readings.flatMap(({ command }) => command.claims);

const rank = (mode: LockMode): number => lockModes.indexOf(mode);

const strongest = (modes: readonly LockMode[]): LockMode | null => [...modes].sort((left, right) => rank(right) - rank(left))[0] ?? null;

/** By table: the strongest lock that is claimed. */
function claimedModes(claims: readonly LockClaim[]): ReadonlyMap<string, LockMode> {
  const modes = new Map<string, LockMode>();
  for (const { mode, tables } of claims) for (const { name } of tables) modes.set(name, strongest([mode, modes.get(name) ?? mode]) ?? mode);
  return modes;
}

/** Holds what is locked against what is claimed of tables that were there; of an index, the text names no table. */
function expectLocks(locked: ReadonlyMap<string, LockMode>, claims: readonly LockClaim[], before: ReadonlySet<string>): void {
  const isNamed = claims.every(({ tables }) => tables.length > 0);
  if (!isNamed) return expect([...locked.values()]).toEqual(claims.map(({ mode }) => mode));
  const claimed = [...claimedModes(claims)].filter(([name]) => before.has(name));
  expect(Object.fromEntries(locked)).toEqual(Object.fromEntries(claimed));
}

/** `AccessExclusiveLock` is `access exclusive`. */
const modeOf = (name: string): LockMode => name.replace(/Lock$/, '').replace(/\B[A-Z]/g, ' $&').toLowerCase() as LockMode;

interface Held extends QueryResultRow {
  readonly name: string;
  readonly mode: string;
}

/** By table that was there before: the strongest lock that the session holds, or waits for. */
async function lockedBy(database: TestDatabase, pid: number, before: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, LockMode>> {
  const rows = await database.query<Held>(
    `SELECT relation::text AS name, mode FROM pg_locks
      WHERE pid = $1 AND locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [pid],
  );
  const modes = new Map<string, LockMode>();
  for (const { name: oid, mode } of rows) {
    const name = before.get(oid);
    if (name !== undefined) modes.set(name, strongest([modeOf(mode), modes.get(name) ?? 'access share']) ?? 'access share');
  }
  return modes;
}

/** The tables and views that are there, by oid. */
async function relations(database: TestDatabase): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query<{ oid: string; name: string }>("SELECT oid::text, relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')");
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}

interface Trace extends QueryResultRow {
  readonly oid: string;
  readonly file: string;
  readonly indexes: string;
  readonly scans: number;
}

/** What shows whether rows were written anew, put into an index, or read. */
async function traces(): Promise<ReadonlyMap<string, Trace>> {
  const rows = await db.query<Trace>(`
    SELECT c.oid::text, coalesce(pg_relation_filenode(c.oid)::text, '') AS file,
           (SELECT coalesce(string_agg(pg_relation_filenode(indexrelid)::text, ',' ORDER BY indexrelid), '') FROM pg_index WHERE indrelid = c.oid) AS indexes,
           coalesce(pg_stat_get_xact_numscans(c.oid), 0)::integer AS scans
      FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm')`);
  return new Map(rows.map((row) => [row.oid, row]));
}

const workedOn = (claims: readonly LockClaim[], kind: 'rewrite' | 'scan' | 'index build'): readonly string[] =>
  [...new Set(claims.filter(({ work }) => work?.kind === kind).flatMap(({ tables }) => tables[0]?.name ?? []))].sort();

/** Statements after which another file holds what they threw away, or that read rows because they are queries. */
const ownPass = /^(?:TRUNCATE|CREATE TABLE copied|UPDATE|DELETE|WITH|ANALYZE|REFRESH MATERIALIZED VIEW)/;

describe('what a statement is said to lock and to do', () => {
  for (const { sql, since = 13 } of transactional) {
    itSince(since, sql, async () => {
      const before = await relations(db);
      const claims = claimsOf(sql);
      await withoutTrace(db, async () => {
        const [{ pid } = { pid: 0 }] = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const old = await traces();
        await db.query(sql);
        const now = await traces();
        const locked = await lockedBy(db, pid, before);
        const isStrong = ([, mode]: readonly [string, LockMode]): boolean => rank(mode) > rank('row share');
        expectLocks(new Map([...locked].filter(isStrong)), claims, new Set(before.values()));
        if (ownPass.test(sql)) return;
        const changed = (differs: (from: Trace, to: Trace) => boolean): readonly string[] =>
          [...old].flatMap(([oid, from]) => (now.has(oid) && differs(from, now.get(oid) ?? from) ? (before.get(oid) ?? '') : [])).sort();
        const rewritten = changed((from, to) => from.file !== to.file);
        expect(rewritten).toEqual(workedOn(claims, 'rewrite'));
        const grew = changed((from, to) => to.indexes.split(',').some((file) => !from.indexes.split(',').includes(file)));
        expect(grew.filter((name) => !rewritten.includes(name))).toEqual(workedOn(claims, 'index build').filter((name) => !rewritten.includes(name)));
        const isElsewhere = (name: string): boolean => !rewritten.includes(name) && !grew.includes(name);
        const read = changed((from, to) => from.scans < to.scans).filter(isElsewhere);
        const said = workedOn(claims, 'scan').filter(isElsewhere);
        expect(read).toEqual(said.length === 0 ? [] : expect.arrayContaining([...said]));
      });
    });
  }
});

/** A connection of its own, which is there until the end of the test. */
async function connect(database: TestDatabase): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client;
}

/** What `look` finds as soon as it finds anything. */
async function soon<K, V>(look: () => Promise<ReadonlyMap<K, V>>): Promise<ReadonlyMap<K, V>> {
  for (;;) {
    const found = await look();
    if (found.size > 0) return found;
    await setTimeout(10);
  }
}

describe('what a statement outside a transaction is said to lock', () => {
  for (const { sql, since = 13 } of concurrent) {
    itSince(since, sql, async () => {
      await using own = await createDatabase();
      await own.query(setUp);
      const before = await relations(own);
      const [other, runner] = [await connect(own), await connect(own)];
      await other.query('BEGIN; LOCK TABLE item, event IN SHARE UPDATE EXCLUSIVE MODE');
      const { rows } = await runner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const done = runner.query(sql);
      const isStrong = ([, mode]: readonly [string, LockMode]): boolean => rank(mode) > rank('row exclusive');
      const locked = await soon(async () => new Map([...(await lockedBy(own, rows[0]?.pid ?? 0, before))].filter(isStrong)));
      await other.query('ROLLBACK');
      await done;
      await Promise.all([other.end(), runner.end()]);
      expectLocks(locked, claimsOf(sql), new Set(before.values()));
    });
  }
});
