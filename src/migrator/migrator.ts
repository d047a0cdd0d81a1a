import type { DataSource } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import { downgradePath, upgradePath, upgradeTargets } from '../revision/target.js';
import { type AppliedRevision, readAppliedRevisions } from './applied.js';
import { checkAtHead, findDifferences, type RenamingRequest } from './differences.js';
import { type HalfApplied, readHalfApplied } from './half-applied.js';
import { newRevision, type RevisionRequest } from './new-revision.js';
import { completeOptions, type MigratorOptions } from './options.js';
import { repair, type Repair, type RepairRequest } from './repair.js';
import { runPath, type RunRequest } from './run-path.js';
import { showRevision, type ShownRevision } from './show-revision.js';
import { squash, type SquashedRevision, type SquashRequest } from './squash.js';
import { Workspace } from './workspace.js';
import type { WrittenRevision } from './write-revision.js';

/** What is compared besides what the options say. */
export type DiffRequest = Pick<RenamingRequest, 'renames'>;

/**
 * Migrations for the entities of a TypeORM data source: compares, writes revisions, runs them there and back.
 *
 * A data source that is not initialised is initialised when it is first needed, and destroyed by {@link Migrator.close};
 * one that is stays as it is. Every method that asks the database can throw `config/server-unreachable`,
 * `config/login-failed`, `config/database-missing`, `config/cannot-connect`, `entities/invalid` and `run/connection-lost`;
 * every method that reads the files, those of `revision/…`.
 */
export class Migrator implements AsyncDisposable {
  readonly #workspace: Workspace;

  /** @throws {LimbeckError} `config/unsupported-driver`, `config/bad-option`, `config/unknown-option`. */
  constructor(dataSource: DataSource, options: MigratorOptions = {}) {
    this.#workspace = new Workspace(dataSource, completeOptions(options));
  }

  /** The data source that was given. */
  get dataSource(): DataSource {
    return this.#workspace.dataSource;
  }

  /**
   * What to do to the database so that it is as the entities say, in order; empty when they are in sync. Changes nothing.
   *
   * @throws {LimbeckError} `entities/…`, `introspect/…`, `canonicalise/…`, `rename/…`.
   */
  async diff({ renames = [] }: DiffRequest = {}): Promise<readonly Operation[]> {
    return this.#workspace.withRunner((queryRunner) => findDifferences(this.#workspace, queryRunner, { renames }));
  }

  /**
   * As {@link diff}, but only for a database at head, so that what is left is what no revision does yet.
   *
   * @throws {LimbeckError} `revision/not-at-head`, and those of {@link diff}.
   */
  async check({ renames = [] }: DiffRequest = {}): Promise<readonly Operation[]> {
    return checkAtHead(this.#workspace, this.#workspace.loadGraph(), { renames });
  }

  /**
   * Writes a new revision on top of the head; `null` when there is nothing to write.
   *
   * @throws {LimbeckError} `revision/multiple-heads`, `revision/empty-message`, `revision/not-writable`, and those of {@link check}.
   */
  async revision(request: RevisionRequest): Promise<WrittenRevision | null> {
    return newRevision(this.#workspace, request);
  }

  /**
   * What a revision does, there and back, without a database.
   *
   * @param target `head`, or an id or the beginning of one.
   * @throws {LimbeckError} `revision/unknown`, `offline/…`.
   */
  async show(target = 'head'): Promise<ShownRevision> {
    const [revision] = upgradeTargets(this.#workspace.loadGraph(), { target, applied: new Set() });
    if (revision === undefined) throw new LimbeckError('revision/unknown', { target, nearest: null });
    return showRevision(revision, this.#workspace);
  }

  /**
   * Runs the revisions that lead to `target` and are not applied, oldest first; gives those that ran.
   *
   * @param target `head`, `base`, an id or the beginning of one, `+N`, …
   * @throws {LimbeckError} `lock/held`, `run/…`.
   */
  async upgrade(target = 'head', request: RunRequest = {}): Promise<readonly Revision[]> {
    const graph = this.#workspace.loadGraph();
    return runPath(this.#workspace, {
      ...request,
      graph,
      direction: 'up',
      choosePath: (applied) => upgradePath(graph, { target, applied }),
    });
  }

  /**
   * Undoes the applied revisions above `target`, newest first; gives those that were undone.
   *
   * @param target `base`, an id or the beginning of one, `-N`, …
   * @throws {LimbeckError} `lock/held`, `run/…`.
   */
  async downgrade(target: string, request: RunRequest = {}): Promise<readonly Revision[]> {
    const graph = this.#workspace.loadGraph();
    return runPath(this.#workspace, {
      ...request,
      graph,
      direction: 'down',
      choosePath: (applied) => downgradePath(graph, { target, applied }),
    });
  }

  /**
   * Makes one revision of a range, proven on scratch databases to give the same catalog; a database that ran the old ones is known to
   * have it. The old files are deleted.
   *
   * @throws {LimbeckError} `squash/…`, `scratch/not-allowed`, `offline/…`, `run/…`.
   */
  async squash(request: SquashRequest): Promise<SquashedRevision> {
    return squash(this.#workspace, request);
  }

  /** Where the database is: the applied revisions that no applied one stands on; none before the first. */
  async current(): Promise<readonly Revision[]> {
    const graph = this.#workspace.loadGraph();
    const applied = await this.#workspace.withRunner((queryRunner) => this.#workspace.readApplied(queryRunner, graph));
    return graph.appliedHeads(new Set(applied.keys()));
  }

  /** The applied revisions, in the order in which they ran: when, how long, and by whom. */
  async applied(): Promise<readonly AppliedRevision[]> {
    return readAppliedRevisions(this.#workspace);
  }

  /** The revisions that were interrupted when a part of them could not be rolled back any more; mostly none. */
  async halfApplied(): Promise<readonly HalfApplied[]> {
    return readHalfApplied(this.#workspace);
  }

  /**
   * Puts right what the books say of files that were changed and of revisions that were interrupted; gives what it did.
   *
   * @throws {LimbeckError} `lock/held`.
   */
  async repair(request: RepairRequest = {}): Promise<readonly Repair[]> {
    return repair(this.#workspace, request);
  }

  /** All revisions, newest first. Asks no database. */
  async history(): Promise<readonly Revision[]> {
    return Promise.resolve([...this.#workspace.loadGraph().revisions.values()].reverse());
  }

  /** The revisions that no other stands on. Asks no database. */
  async heads(): Promise<readonly Revision[]> {
    return Promise.resolve(this.#workspace.loadGraph().heads);
  }

  /** Destroys the data source if it was initialised here. */
  async close(): Promise<void> {
    await this.#workspace.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
