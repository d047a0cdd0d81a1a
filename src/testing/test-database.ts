import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import type { DataSource } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { Migrator } from '../migrator/migrator.js';
import type { ProviderChoice, TestServer } from './providers.js';
import { type ContentOptions, findSource } from './source.js';
import { beginTransaction, type TestTransaction } from './transaction.js';
import { copyDatabase } from './template.js';
import { type MadeDatabase, Workshop } from './workshop.js';

/** What a test database is to be; everything may be left out. */
export interface TestDatabaseOptions extends ContentOptions {
  /** Where the server comes from, `"auto"` by default. */
  readonly provider?: ProviderChoice;
  /** How many databases are made while tests run, so that the next test need not wait, from its second database on; 2 by default. */
  readonly ahead?: number;
}

/** A PostgreSQL database for one test or one file of tests: migrated, isolated, gone afterwards. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** The connection URL, with the password in it. */
  readonly url: string;
  /** Where the server came from, and why. */
  readonly server: Pick<TestServer, 'provider' | 'reason'>;
  /** Connected, with the entities, subscribers and settings of the application's; the same object until the drop. */
  readonly dataSource: DataSource;
  /** A Migrator of this database. */
  readonly migrator: Migrator;
  /** Brings the database back to what it was in the beginning. Nothing may be under way; the data source is connected anew. */
  reset(): Promise<void>;
  /** Another database with what this one holds now. Nothing may be under way; the data source is connected anew. */
  clone(): Promise<TestDatabase>;
  /** Begins a transaction around everything that happens over the data source, for tests that only roll back. */
  transaction(): Promise<TestTransaction>;
  /** Ends every connection to the database and drops it; a second call does nothing more. */
  drop(): Promise<void>;
}

/**
 * Gives a fresh, migrated database that nobody else uses. The history runs once, into a template, which is kept on the server for as long
 * as the revisions and the seed stay as they are; each database is a copy of it.
 *
 * @throws {LimbeckError} `testing/no-provider`, `testing/server-refused`, and what loading and running the revisions throws.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { provider = 'auto', ahead = 2 } = options;
  const workshop = await Workshop.open(await findSource(options), { provider, ahead });
  try {
    return new Throwaway(workshop, await workshop.take());
  } catch (error) {
    workshop.leave();
    throw error;
  }
}

/** How long a data source may take to close before its sessions are ended from the other side: somebody kept a query runner. */
const closingMs = 2000;

class Throwaway implements TestDatabase {
  readonly name: string;
  readonly dataSource: DataSource;
  readonly #workshop: Workshop;
  #transaction: TestTransaction | null = null;
  #dropped: Promise<void> | null = null;

  constructor(workshop: Workshop, { name, dataSource }: MadeDatabase) {
    this.#workshop = workshop;
    this.name = name;
    this.dataSource = dataSource;
  }

  get url(): string {
    return this.#workshop.run.server.url(this.name);
  }

  get server(): TestDatabase['server'] {
    const { provider, reason } = this.#workshop.run.server;
    return { provider, reason };
  }

  get migrator(): Migrator {
    return new Migrator(this.dataSource, this.#workshop.source.options);
  }

  async reset(): Promise<void> {
    const { run, template } = this.#use();
    await this.#disconnect();
    await run.drop(this.name);
    await copyDatabase(run, { from: template, to: this.name });
    await this.dataSource.initialize();
  }

  async clone(): Promise<TestDatabase> {
    const workshop = this.#use();
    await this.#disconnect();
    try {
      const copy = new Throwaway(workshop, await workshop.make(this.name));
      workshop.enter();
      return copy;
    } catch (error) {
      // 55006, object_in_use. Source: PostgreSQL 18, appendix A.
      if (error instanceof DatabaseError && error.code === '55006') throw new LimbeckError('testing/database-in-use', { database: this.name }, { cause: error });
      throw error;
    } finally {
      await this.dataSource.initialize();
    }
  }

  async transaction(): Promise<TestTransaction> {
    this.#use();
    await this.#transaction?.rollback();
    this.#transaction = await beginTransaction(this.dataSource);
    return this.#transaction;
  }

  drop(): Promise<void> {
    return (this.#dropped ??= this.#drop());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.drop();
  }

  #use(): Workshop {
    if (this.#dropped !== null) throw new LimbeckError('testing/database-dropped', { database: this.name });
    return this.#workshop;
  }

  async #drop(): Promise<void> {
    await this.#disconnect();
    if (!this.#workshop.run.lost) await this.#workshop.run.drop(this.name);
    this.#workshop.leave();
  }

  async #disconnect(): Promise<void> {
    await this.#transaction?.rollback();
    this.#transaction = null;
    if (!this.dataSource.isInitialized) return;
    const closed = this.dataSource.destroy();
    const stop = new AbortController();
    const late = sleep(closingMs, 'late', { signal: stop.signal, ref: false }).catch(() => 'stopped');
    if ((await Promise.race([closed, late])) === 'late') await this.#endSessions();
    stop.abort();
    await closed;
  }

  async #endSessions(): Promise<void> {
    await this.#workshop.run.query('SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1', [this.name]);
  }
}
