import type { DataSource } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { RunSession } from '../dialect/run-session.js';
import type { Blocker } from '../kernel/catalogue/run.js';
import { overSecondConnection } from '../typeorm/second-connection.js';

/** After how long a statement is looked at that has not ended, in milliseconds; earlier where the server waits for locks less than twice as long. */
const lookAfterMs = 5000;

export interface LockWatchParts {
  readonly dataSource: DataSource;
  readonly dialect: Pick<Dialect, 'blockersOf'>;
  readonly session: RunSession;
  /** Is told what a statement waits for, once. */
  readonly onBlocked: (sql: string, blockers: readonly Blocker[]) => void;
}

/** Finds out, while a statement waits, who holds the lock: when the server has refused it, nobody knows any more. */
export class LockWatch {
  #seen: readonly Blocker[] = [];

  constructor(private readonly parts: LockWatchParts) {}

  /** Those that the last statement waited for; none when it did not wait for long, or when the pool has one connection only. */
  get seen(): readonly Blocker[] {
    return this.#seen;
  }

  /** Runs `work`; `sql` gives the statement that it has just sent. */
  async over<T>(sql: () => string, work: () => Promise<T>): Promise<T> {
    const { lockTimeoutMs } = this.parts.session;
    this.#seen = [];
    let look: Promise<void> | undefined;
    const timer = setTimeout(() => void (look = this.#look(sql())), lockTimeoutMs > 0 ? Math.min(lockTimeoutMs / 2, lookAfterMs) : lookAfterMs);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      await look;
    }
  }

  /** A look that fails leaves the statement alone: then it is not known who holds the lock. */
  async #look(sql: string): Promise<void> {
    const { dataSource, dialect, session, onBlocked } = this.parts;
    const blockers = await overSecondConnection(dataSource, (db) => dialect.blockersOf(db, session.pid)).catch(() => null);
    this.#seen = blockers ?? [];
    if (this.#seen.length > 0) onBlocked(sql, this.#seen);
  }
}
