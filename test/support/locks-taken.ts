import { type LockMode, lockModes } from '../../src/dialect/hazard.js';
import type { TestDatabase } from './database.js';

/** A table or view. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly isTable: boolean;
  /** The oids of what a view reads. */
  readonly reads: readonly string[];
}

type Relations = ReadonlyMap<string, Relation>;

/** What a statement that changes a schema found itself holding at its end. */
export interface Moment {
  /** The text that the client sent. */
  readonly text: string;
  /** The strongest on each relation, by oid. */
  readonly locks: ReadonlyMap<string, LockMode>;
  /** All that there are then, by oid. */
  readonly relations: Relations;
}

/** A transaction that changed the schema, moment by moment. */
export interface WatchedTransaction {
  readonly moments: readonly Moment[];
  /** What was there before it, by oid. */
  readonly before: Relations;
}

interface Row {
  readonly transaction: string;
  readonly text: string;
  readonly locks: readonly { readonly oid: string; readonly mode: string }[];
  readonly relations: Readonly<Record<string, Relation>> | null;
  readonly [column: string]: unknown;
}

const relations = `(SELECT json_object_agg(c.oid::text, json_build_object('schema', n.nspname, 'name', c.relname, 'isTable', c.relkind IN ('r', 'p'), 'reads', ARRAY(
    SELECT DISTINCT d.refobjid::text FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
      WHERE r.ev_class = c.oid AND d.refobjid <> c.oid AND c.relkind = 'v'))) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema', 'locks_taken') AND c.relname NOT LIKE 'migrations%')`;

/**
 * Writes down what each statement holds at its end, also in the midst of a text of several.
 *
 * Source: PostgreSQL 18, 38.1 "Overview of Event Trigger Behavior", `ddl_command_end`; 53.13 "pg_locks".
 */
const start = `
  CREATE SCHEMA locks_taken;
  CREATE TABLE locks_taken.moment (id serial PRIMARY KEY, transaction text, text text, locks json, relations json);
  INSERT INTO locks_taken.moment (transaction, relations) VALUES ('before', ${relations});
  CREATE FUNCTION locks_taken.note() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN
    INSERT INTO locks_taken.moment (transaction, text, locks, relations) VALUES (txid_current()::text, current_query(), (
      SELECT json_agg(json_build_object('oid', relation::text, 'mode', mode)) FROM pg_locks
        WHERE pid = pg_backend_pid() AND locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ), ${relations});
  END$$;
  CREATE EVENT TRIGGER locks_taken ON ddl_command_end EXECUTE FUNCTION locks_taken.note()`;

const stop = 'DROP EVENT TRIGGER locks_taken; DROP SCHEMA locks_taken CASCADE';

/** The transactions that changed the schema while `work` ran, in order; what watched them leaves no trace. */
export async function watchLocks(database: TestDatabase, work: () => Promise<unknown>): Promise<readonly WatchedTransaction[]> {
  await database.query(start);
  await work();
  const [before, ...rows] = await database.query<Row>('SELECT transaction, text, locks, relations FROM locks_taken.moment ORDER BY id');
  await database.query(stop);
  let known: Relations = new Map(Object.entries(before?.relations ?? {}));
  return [...new Set(rows.map(({ transaction }) => transaction))].map((transaction) => {
    const moments = rows.filter((row) => row.transaction === transaction).map(momentOf);
    const watched = { moments, before: known };
    known = moments.at(-1)?.relations ?? known;
    return watched;
  });
}

const momentOf = ({ text, locks, relations: all }: Row): Moment => {
  const strongest = new Map<string, LockMode>();
  for (const { oid, mode } of locks) strongest.set(oid, stronger(modeOf(mode), strongest.get(oid)));
  return { text, locks: strongest, relations: new Map(Object.entries(all ?? {})) };
};

/** `AccessExclusiveLock` is `access exclusive`. */
export const modeOf = (name: string): LockMode => name.replace(/Lock$/, '').replace(/\B[A-Z]/g, ' $&').toLowerCase() as LockMode;

/** The stronger of two locks. */
export const stronger = (mode: LockMode, other: LockMode = mode): LockMode => (lockModes.indexOf(mode) > lockModes.indexOf(other) ? mode : other);
