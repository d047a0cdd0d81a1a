import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { RenameCandidate } from '../diff/rename-candidates.js';
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
import { compare, type Comparison, type ComparisonRequest } from './compare.js';
import { type CompleteOptions, completeOptions, type MigratorOptions, type ProposedRevision, type RevisionStyle } from './options.js';
import { showRevision, type ShownRevision } from './show-revision.js';
import { nameRevision, type WrittenRevision, writeRevisions } from './write-revision.js';

/** What a new revision is to be. */
export interface RevisionRequest {
  /** What it is about, in one line. */
  readonly message: string;
  /** Whether it does what brings the database to the entities, or nothing yet; nothing by default. */
  readonly autogenerate?: boolean;
  /** How the file is written; as the option `style` says when it is left out. */
  readonly style?: RevisionStyle;
  /** What was renamed, besides what the entities and the options say: `user.mail=user.email`. */
  readonly renames?: readonly string[];
  /** Is asked which of these are renames, and gives their `rename`; what it leaves out is dropped and created. */
  readonly chooseRenames?: ChooseRenames;
}

/** What is compared besides what the options say. */
export interface DiffRequest {
  /** What was renamed, besides what the entities and the options say: `user.mail=user.email`. */
  readonly renames?: readonly string[];
}

export type ChooseRenames = (candidates: readonly RenameCandidate[]) => Promise<readonly string[]>;

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

  /** The data source that was given. */
  get dataSource(): DataSource {
    return this.#dataSource;
  }

  /**
   * What to do to the database so that it is as the entities say, in order; empty when they are in sync. Changes nothing.
   *
   * @throws {LimbeckError} `entities/…`, `introspect/…`, `canonicalise/…`, `rename/…`.
   */
  async diff({ renames = [] }: DiffRequest = {}): Promise<readonly Operation[]> {
    return this.#withRunner((queryRunner) => this.#compare(queryRunner, { renames }));
  }

  /**
   * As {@link diff}, but only for a database at head, so that what is left is what no revision does yet.
   *
   * @throws {LimbeckError} `revision/not-at-head`, and those of {@link diff}.
   */
  async check({ renames = [] }: DiffRequest = {}): Promise<readonly Operation[]> {
    return this.#check(this.#loadGraph(), { renames });
  }

  /**
   * Writes a new revision on top of the head; `null` when there is nothing to write.
   *
   * @throws {LimbeckError} `revision/multiple-heads`, `revision/empty-message`, `revision/not-writable`, and those of {@link check}.
   */
  async revision({ message, autogenerate = false, style, ...renaming }: RevisionRequest): Promise<WrittenRevision | null> {
    const graph = this.#loadGraph();
    const options = { ...this.#options, style: style ?? this.#options.style };
    const parent = graph.head();
    // A message or template that gives no name is refused before the database is asked.
    nameRevision(message, { parent, options });
    const operations = autogenerate ? await this.#check(graph, renaming) : [];
    if (autogenerate && operations.length === 0) return null;
    const processed = (await options.processRevision({ message, operations })) ?? [];
    const proposed: readonly ProposedRevision[] = 'message' in processed ? [processed] : processed;
    if (proposed.length === 0) options.onEvent({ type: 'revision.discarded', message });
    return writeRevisions(proposed, { parent, dialect: this.#dialect, namespace: defaultNamespaceOf(this.#dataSource), options });
  }

  /**
   * What a revision does, there and back, without a database.
   *
   * @param target `head`, or an id or the beginning of one.
   * @throws {LimbeckError} `revision/unknown`, `offline/…`.
   */
  async show(target = 'head'): Promise<ShownRevision> {
    const [revision] = upgradeTargets(this.#loadGraph(), { target, applied: new Set() });
    if (revision === undefined) throw new LimbeckError('revision/unknown', { target, nearest: null });
    return showRevision(revision, { dataSource: this.#dataSource, dialect: this.#dialect });
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

  async #check(graph: RevisionGraph, renaming: Renaming): Promise<readonly Operation[]> {
    return this.#withRunner(async (queryRunner) => {
      requireAtHead(graph, await this.#readApplied(queryRunner, graph));
      return this.#compare(queryRunner, renaming);
    });
  }

  async #compare(queryRunner: QueryRunner, { renames = [], chooseRenames }: Renaming): Promise<readonly Operation[]> {
    const request = { queryRunner, dialect: this.#dialect, options: this.#options };
    const { operations, candidates } = await compareAsking({ ...request, renames }, chooseRenames);
    // Who was asked has answered.
    if (chooseRenames === undefined) candidates.forEach((candidate) => this.#options.onEvent({ type: 'rename.candidate', ...candidate }));
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

type Renaming = Pick<RevisionRequest, 'renames' | 'chooseRenames'>;

/** Compares, and compares anew with what was chosen: only a renamed table shows which of its columns may have been renamed. */
async function compareAsking(request: ComparisonRequest, choose: ChooseRenames = () => Promise.resolve([])): Promise<Comparison> {
  const asked = new Set<string>();
  for (let renames = request.renames; ; ) {
    const comparison = await compare({ ...request, renames });
    const open = comparison.candidates.filter(({ rename }) => !asked.has(rename));
    open.forEach(({ rename }) => asked.add(rename));
    const chosen = open.length === 0 ? [] : await choose(open);
    if (chosen.length === 0) return comparison;
    renames = [...renames, ...chosen];
  }
}

const idsOf = (applied: AppliedRevisions): ReadonlySet<RevisionId> => new Set(applied.keys());

function requireAtHead(graph: RevisionGraph, applied: AppliedRevisions): void {
  const pending = graph.upgradePath(graph.heads, idsOf(applied));
  if (pending.length > 0) throw new LimbeckError('revision/not-at-head', { pending: pending.map(({ id }) => id) });
}
