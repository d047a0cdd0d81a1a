import { LimbeckError } from '../../kernel/errors.js';
import type { Queryable, Snapshot } from '../dialect.js';

const savepoint = 'limbeck_snapshot';

/** Whoever waits for a lock on a table makes all others wait behind it, so not for long. */
const lockTimeoutMs = 5_000;

/**
 * Runs `work` in a transaction that sees one moment of the database and is rolled back in the end.
 *
 * The savepoint is there before anything is attempted: PostgreSQL parses a text of several statements whole before it runs the
 * first, so a savepoint in the text of an attempt would be missing when a later statement cannot be parsed.
 */
export const inSnapshot = <T>(db: Queryable, work: (snapshot: Snapshot) => Promise<T>): Promise<T> =>
  between(db, { begin: 'START TRANSACTION ISOLATION LEVEL REPEATABLE READ', end: 'ROLLBACK' }, work);

const outerSavepoint = 'limbeck_before';

/** Runs `work` within the transaction that is open, and undoes what it did. A savepoint of its own, as `assume` makes more of the others. */
export const inSavepoint = <T>(db: Queryable, work: (snapshot: Snapshot) => Promise<T>): Promise<T> =>
  between(db, { begin: `SAVEPOINT ${outerSavepoint}`, end: `ROLLBACK TO SAVEPOINT ${outerSavepoint}; RELEASE SAVEPOINT ${outerSavepoint}` }, work);

/**
 * A query of the catalog of thousands of tables seems dear enough to the planner to be compiled first, which takes longer than it saves
 * (PostgreSQL 18, 30.2 "When to JIT?").
 */
const withoutCompilation = 'SET LOCAL jit = off';

interface Bounds {
  readonly begin: string;
  readonly end: string;
}

async function between<T>(db: Queryable, { begin, end }: Bounds, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const begun = beginningWith(db, [begin, withoutCompilation, `SAVEPOINT ${savepoint}`]);
  const [done] = await Promise.allSettled([work(snapshotOf(begun))]);
  const [ended] = await Promise.allSettled([begun.end(end)]);
  // When both fail, the connection is gone, which the error of `work` says already.
  if (done.status === 'rejected') throw done.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return done.value;
}

/** Whether the server refused a statement; class 57 says that it ends the connection (PostgreSQL 18, Appendix A). */
export const isSaidByServer = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?!57)[0-9A-Z]{5}$/.test(error.code);

/** A connection that sends some statements before all others. */
interface Begun extends Queryable {
  /** Has those statements sent. */
  begin(): Promise<void>;
  /** Sends what undoes them, where they were sent. */
  end(sql: string): Promise<void>;
}

/** `db`, which sends `statements` in the same round trip as the first script, or before whatever else comes first. */
function beginningWith(db: Queryable, statements: readonly string[]): Begun {
  let isBegun = false;
  const begin = async (): Promise<void> => {
    if (isBegun) return;
    isBegun = true;
    await db.script(statements.join('; '));
  };
  return {
    begin,
    async query(sql, parameters) {
      await begin();
      return db.query(sql, parameters);
    },
    async script(sql) {
      if (isBegun) return db.script(sql);
      isBegun = true;
      const results = await db.script(`${statements.join('; ')};\n${sql}`);
      return results.slice(statements.length);
    },
    async end(sql) {
      if (isBegun) await db.script(sql);
    },
  };
}

function snapshotOf(db: Begun): Snapshot {
  const undo = `ROLLBACK TO SAVEPOINT ${savepoint}`;
  return {
    query: (sql, parameters) => db.query(sql, parameters),
    script: (sql) => db.script(sql),
    // A savepoint of the same name takes the place of the first one in ROLLBACK TO (PostgreSQL 18, SAVEPOINT).
    async assume(statements) {
      await db.begin();
      try {
        await db.script([`SET LOCAL lock_timeout = ${lockTimeoutMs}`, ...statements, 'SET LOCAL lock_timeout TO DEFAULT', `SAVEPOINT ${savepoint}`].join(';\n'));
      } catch (error) {
        if (!isSaidByServer(error)) throw error;
        throw new LimbeckError('rename/refused', { serverMessage: error.message, sqlState: error.code }, { cause: error });
      }
    },
    async attempt(statements) {
      await db.begin();
      try {
        const results = await db.script([...statements, undo].join(';\n'));
        return results.slice(0, statements.length);
      } catch (error) {
        await db.script(undo);
        throw error;
      }
    },
  };
}
