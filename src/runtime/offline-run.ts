import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect, Statement } from '../dialect/dialect.js';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { stackHere } from '../loader/stack-frames.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import { offlineQueryRunner } from '../typeorm/offline-query-runner.js';
import { type RevisionArguments, withContext } from './context.js';
import type { Direction } from './events.js';
import { outsideTransaction } from './outside-transaction.js';
import { sourceOf } from './source-of.js';

/** One direction of a migration. */
export interface OfflineStep {
  readonly revision: Pick<Revision, 'id' | 'file'>;
  readonly migration: MigrationInterface;
  readonly direction: Direction;
}

/** What would be sent at once; values of parameters are in its text. */
export interface OfflineSent {
  /** The call of `op`; `null`: SQL that came by the query runner itself. */
  readonly operation: Operation | null;
  readonly statements: readonly Statement[];
  /** Whether it was called in an `op.autocommitBlock`. */
  readonly isOutside: boolean;
  /** Made where it was called, so that its stack leads there. */
  readonly calledAt: Error;
}

/** What a run without a database works with. */
export interface OfflineOptions {
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  /** What revisions are told from outside. */
  readonly arguments: RevisionArguments;
  /** Takes what would be sent, in order. */
  readonly take: (sent: OfflineSent) => void;
}

/** Runs migrations without a database: what they would send is written down. */
export class OfflineRun {
  readonly queryRunner: QueryRunner;
  #step: OfflineStep | null = null;
  #isOutside = false;

  constructor(private readonly options: OfflineOptions) {
    const { dataSource, dialect } = options;
    this.queryRunner = offlineQueryRunner(dataSource, {
      write: (sql, parameters) => this.#take({ operation: null, statements: [{ sql: dialect.inlineValues(sql, parameters), transactional: true }] }),
      refuse: (sql) => this.#needsDatabase(new Error(), `it reads the answer to ${sql}`),
    });
  }

  /** @throws {LimbeckError} `offline/…`, `operation/irreversible`. */
  async perform(step: OfflineStep): Promise<void> {
    const { dataSource, dialect, arguments: told } = this.options;
    const { revision, migration, direction } = step;
    const collect = (operation: Operation): void => this.#take({ operation, statements: dialect.render(operation) });
    const sink = { mode: 'record' as const, collect, outside: (work: () => Promise<void>) => this.#outside(work) };
    const context = { dialect, namespace: configuredNamespaceOf(dataSource), revision: revision.id, direction, arguments: told, sink };
    this.#step = step;
    try {
      await withContext(this.queryRunner, context, () => migration[direction](this.queryRunner));
    } catch (error) {
      throw error instanceof LimbeckError ? error : this.#needsDatabase(error, messageOf(error));
    }
  }

  #take(sent: Pick<OfflineSent, 'operation' | 'statements'>): void {
    this.options.take({ ...sent, isOutside: this.#isOutside, calledAt: stackHere() });
  }

  async #outside(work: () => Promise<void>): Promise<void> {
    this.#isOutside = true;
    try {
      await outsideTransaction(this.queryRunner, work);
    } finally {
      this.#isOutside = false;
    }
  }

  /** Made where an answer is looked into, so that the stack leads there. */
  #needsDatabase(error: unknown, reason: string): Error {
    if (this.#step === null) return new Error(reason);
    const { revision, direction } = this.#step;
    const details = { revision: revision.id, direction, source: sourceOf(error, revision), reason };
    return new LimbeckError('offline/needs-database', details, { cause: error });
  }
}
