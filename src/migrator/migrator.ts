import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import { plan, type Plan } from '../plan/plan.js';
import { RevisionGraph } from '../revision/graph.js';
import { loadRevisions } from '../revision/load.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { downgradeTargets, upgradeTargets } from '../revision/target.js';
import { dialectFor } from '../runtime/dialects.js';
import type { Direction } from '../runtime/events.js';
import { type AppliedRevisions, execute } from '../runtime/execute.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { connect, serverName } from '../typeorm/connection.js';
import { initialise } from '../typeorm/initialise.js';
import { isConnectionLost, readServerError } from '../typeorm/server-error.js';
import { type AppliedRow, matchRows, VersionTable } from '../typeorm/version-table.js';
import { compare } from './compare.js';
import { type CompleteOptions, completeOptions, type MigratorOptions } from './options.js';
import { nameRevision, writeRevision, type WrittenRevision } from './write-revision.js';

/** What a new revision is to be. */
export interface RevisionRequest {
  /** What it is about, in one line. */
  readonly message: string;
  /** Whether it does what brings the database to the entities, or nothing yet; nothing by default. */
  readonly autogenerate?: boolean;
}

/**
 * Migrations for the entities of a TypeORM data source: compares, writes revisions, runs them there and back.
 *
 * A data source that is not initialised is initialised when it is first needed, and destroyed by {@link Migrator.close};
 * one that is stays as it is. Every method that asks the database can throw `config/server-unreachable`,
 * `config/login-failed`, `config/database-missing`, `config/cannot-connect`, `entities/invalid` and `run/connection-lost`;
 * every method that reads the files, those of `revision/…`.
 */
export class Migrator implements AsyncDisposable {
  readonly #dataSource: DataSource;
  readonly #dialect: Dialect;
  readonly #options: CompleteOptions;
  #initialised: Promise<void> | null = null;

  /** @throws {LimbeckError} `config/unsupported-driver`, `config/bad-option`, `config/unknown-option`. */
  constructor(dataSource: DataSource, options: MigratorOptions = {}) {
    this.#dataSource = dataSource;
    this.#dialect = dialectFor(dataSource.options.type);
    this.#options = completeOptions(options);
  }

  /**
   * What to do to the database so that it is as the entities say, in order; empty when they are in sync. Changes nothing.
   *
   * @throws {LimbeckError} `entities/…`, `introspect/…`, `canonicalise/…`.
   */
  async diff(): Promise<readonly Operation[]> {
    return this.#withRunner((queryRunner) => this.#compare(queryRunner));
  }

  /**
   * As {@link diff}, but only for a database at head, so that what is left is what no revision does yet.
   *
   * @throws {LimbeckError} `revision/not-at-head`, and those of {@link diff}.
   */
  async check(): Promise<readonly Operation[]> {
    return this.#check(this.#loadGraph());
  }

  /**
   * Writes a new revision on top of the head; `null` when there is nothing to write.
   *
   * @throws {LimbeckError} `revision/multiple-heads`, `revision/empty-message`, `revision/not-writable`, and those of {@link check}.
   */
  async revision({ message, autogenerate = false }: RevisionRequest): Promise<WrittenRevision | null> {
    const graph = this.#loadGraph();
    const names = nameRevision({ message, parent: graph.head(), naming: this.#options });
    const operations = autogenerate ? await this.#check(graph) : [];
    if (autogenerate && operations.length === 0) return null;
    return writeRevision(names, {
      directory: this.#options.directory,
      namespace: defaultNamespaceOf(this.#dataSource),
      plan: plan(this.#dialect, operations),
    });
  }

  /**
   * Runs the revisions that lead to `target` and are not applied, oldest first; gives those that ran.
   *
   * @param target `head`, `base`, an id or the beginning of one, `+N`, …
   * @throws {LimbeckError} `lock/held`, `run/…`.
   */
  async upgrade(target = 'head'): Promise<readonly Revision[]> {
    const graph = this.#loadGraph();
    return this.#run(graph, 'up', (applied) => graph.upgradePath(upgradeTargets(graph, { target, applied }), applied));
  }

  /**
   * Undoes the applied revisions above `target`, newest first; gives those that were undone.
   *
   * @param target `base`, an id or the beginning of one, `-N`, …
   * @throws {LimbeckError} `lock/held`, `run/…`.
   */
  async downgrade(target: string): Promise<readonly Revision[]> {
    const graph = this.#loadGraph();
    return this.#run(graph, 'down', (applied) => graph.downgradePath(downgradeTargets(graph, { target, applied }), applied));
  }

  /** Where the database is: the applied revisions that no applied one stands on; none before the first. */
  async current(): Promise<readonly Revision[]> {
    const graph = this.#loadGraph();
    const applied = await this.#withRunner((queryRunner) => this.#readApplied(queryRunner, graph));
    return graph.appliedHeads(idsOf(applied));
  }

  /** All revisions, newest first. Asks no database. */
  async history(): Promise<readonly Revision[]> {
    return Promise.resolve([...this.#loadGraph().revisions.values()].reverse());
  }

  /** The revisions that no other stands on. Asks no database. */
  async heads(): Promise<readonly Revision[]> {
    return Promise.resolve(this.#loadGraph().heads);
  }

  /** Destroys the data source if it was initialised here. */
  async close(): Promise<void> {
    const initialised = this.#initialised;
    this.#initialised = null;
    if (initialised === null) return;
    await initialised;
    if (this.#dataSource.isInitialized) await this.#dataSource.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #loadGraph(): RevisionGraph {
    return RevisionGraph.of(loadRevisions([this.#options.directory]));
  }

  #match(rows: readonly AppliedRow[], graph: RevisionGraph, table: VersionTable): AppliedRevisions {
    return matchRows(rows, graph.revisions.values(), { table: table.name, directory: this.#options.directory });
  }

  async #readApplied(queryRunner: QueryRunner, graph: RevisionGraph): Promise<AppliedRevisions> {
    const table = new VersionTable(queryRunner);
    return this.#match(await table.read(), graph, table);
  }

  async #check(graph: RevisionGraph): Promise<readonly Operation[]> {
    return this.#withRunner(async (queryRunner) => {
      requireAtHead(graph, await this.#readApplied(queryRunner, graph));
      return this.#compare(queryRunner);
    });
  }

  async #compare(queryRunner: QueryRunner): Promise<readonly Operation[]> {
    const operations = await compare({ queryRunner, dialect: this.#dialect, options: this.#options });
    this.#tellHazards(plan(this.#dialect, operations));
    return operations;
  }

  #tellHazards({ up }: Plan): void {
    for (const { operation, hazards } of up) {
      hazards.forEach((hazard) => this.#options.onEvent({ type: 'hazard', operation, hazard }));
    }
  }

  async #run(
    graph: RevisionGraph,
    direction: Direction,
    choosePath: (applied: ReadonlySet<RevisionId>) => readonly Revision[],
  ): Promise<readonly Revision[]> {
    const { transaction = this.#dataSource.options.migrationsTransactionMode ?? 'each', lockWaitMs, onEvent } = this.#options;
    return this.#withRunner((queryRunner) => {
      const table = new VersionTable(queryRunner);
      return execute({
        queryRunner,
        dialect: this.#dialect,
        table,
        direction,
        transaction,
        lock: { key: `${table.name.schema}.${table.name.name}`, waitMs: lockWaitMs },
        emit: onEvent,
        matchRows: (rows) => this.#match(rows, graph, table),
        choosePath: (applied) => choosePath(idsOf(applied)),
      });
    });
  }

  /** Runs `work` over one connection, which is given back afterwards. */
  async #withRunner<T>(work: (queryRunner: QueryRunner) => Promise<T>): Promise<T> {
    await this.#initialise();
    const queryRunner = await connect(this.#dataSource);
    try {
      return await work(queryRunner);
    } catch (error) {
      throw error instanceof LimbeckError ? error : this.#explain(error);
    } finally {
      await queryRunner.release();
    }
  }

  /** What the server or the connection says outside a revision. */
  #explain(error: unknown): unknown {
    if (isConnectionLost(error)) {
      const details = { server: serverName(this.#dataSource), standing: 'No revision was under way.', reason: messageOf(error) };
      return new LimbeckError('run/connection-lost', details, { cause: error });
    }
    const refusal = readServerError(error);
    if (refusal === null) return error;
    return new LimbeckError('run/refused', { sqlState: refusal.sqlState, serverMessage: refusal.message }, { cause: error });
  }

  async #initialise(): Promise<void> {
    if (this.#initialised === null && this.#dataSource.isInitialized) return;
    this.#initialised ??= initialise(this.#dataSource);
    await this.#initialised.catch((error: unknown) => {
      this.#initialised = null;
      throw error;
    });
  }
}

const idsOf = (applied: AppliedRevisions): ReadonlySet<RevisionId> => new Set(applied.keys());

function requireAtHead(graph: RevisionGraph, applied: AppliedRevisions): void {
  const pending = graph.upgradePath(graph.heads, idsOf(applied));
  if (pending.length > 0) throw new LimbeckError('revision/not-at-head', { pending: pending.map(({ id }) => id) });
}
