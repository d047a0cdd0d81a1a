/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- Jest runs no import() in CommonJS, and apps run this in their tests */
/* eslint-disable @typescript-eslint/require-await -- what is wrong rejects the promise, also where nothing is waited for */
import type { DataSource } from 'typeorm';
import type { QualifiedName } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { downgradePath, upgradePath } from '../revision/target.js';
import type { AdoptionReport, AdoptionRequest } from './adopt.js';
import type { Against } from './against.js';
import type { AppliedRevision } from './applied.js';
import type { RenamingRequest } from './differences.js';
import type { DriftReport } from './drift.js';
import type { ModelPicture, ModelPictureRequest } from './erd.js';
import type { Explanation } from './explain.js';
import type { HalfApplied } from './half-applied.js';
import type { LintReport, LintRequest } from './lint.js';
import { appliedNow, findOne, historyOf } from './look-up.js';
import type { MergedRevision, MergeRequest } from './merge-revisions.js';
import type { RevisionRequest } from './new-revision.js';
import { completeOptions, type MigratorOptions } from './options.js';
import type { Repair, RepairRequest } from './repair.js';
import type { DiffReportRequest, Report, ReportRequest } from './report.js';
import { runPath, type RunRequest } from './run-path.js';
import type { Script } from './scripts.js';
import type { Stamped, StampOptions } from './stamp.js';
import type { ShownRevision } from './show-revision.js';
import type { SquashedRevision, SquashRequest } from './squash.js';
import type { VerifyReport, VerifyRequest } from './verify-history.js';
import { upgrade, type UpgradeRequest } from './upgrade.js';
import { Workspace } from './workspace.js';
import type { WrittenRevision } from './write-revision.js';

/** What is compared besides what the options say. */
export interface DiffRequest extends Pick<RenamingRequest, 'renames'> {
  /** What the entities are compared with; the connected `database` by default. */
  readonly against?: Against;
}

/**
 * Migrations for the entities of a TypeORM data source: compares, writes revisions, runs them there and back. What a method alone needs
 * is loaded when it is first called: an app that upgrades when it starts loads no more than that.
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
  async diff({ renames = [], against }: DiffRequest = {}): Promise<readonly Operation[]> {
    const { findDifferences } = require('./differences.js') as typeof import('./differences.js');
    return this.#against(against, (workspace) => workspace.withRunner((queryRunner) => findDifferences(workspace, queryRunner, { renames })));
  }

  /**
   * As {@link diff}, and of each difference what both sides have, where the entities say so, and how to accept it.
   *
   * @throws {LimbeckError} those of {@link diff}.
   */
  async explain({ renames = [], against }: DiffRequest = {}): Promise<Explanation> {
    const { explain } = require('./explain.js') as typeof import('./explain.js');
    return this.#against(against, (workspace) => explain(workspace, { renames }));
  }

  /**
   * As {@link diff}, but only for a database at head, so that what is left is what no revision does yet.
   *
   * @throws {LimbeckError} `revision/not-at-head`, and those of {@link diff}.
   */
  async check({ renames = [], against }: DiffRequest = {}): Promise<readonly Operation[]> {
    const { compareAtHead } = require('./differences.js') as typeof import('./differences.js');
    return this.#against(against, async (workspace) => (await compareAtHead(workspace, workspace.loadGraph(), { renames })).operations);
  }

  /**
   * How the files, the table of what is applied, the database and the entities stand to each other: for an app that comes from
   * TypeORM's own migrations. Enters revisions as applied only where `stamp` says so.
   *
   * @throws {LimbeckError} `revision/cannot-stamp`, and those of {@link diff}.
   */
  async adopt(request: AdoptionRequest = {}): Promise<AdoptionReport> {
    const { adopt } = require('./adopt.js') as typeof import('./adopt.js');
    return adopt(this.#workspace, request);
  }

  /**
   * Writes a new revision, on top of the head where no other place was asked for; `null` when there is nothing to write.
   *
   * @throws {LimbeckError} `revision/multiple-heads`, `revision/not-a-head`, `revision/baseline-not-first`, `revision/empty-message`, `revision/not-writable`, and those of {@link check}.
   */
  async revision(request: RevisionRequest): Promise<WrittenRevision | null> {
    const { newRevision } = require('./new-revision.js') as typeof import('./new-revision.js');
    return this.#against(request.against, (workspace) => newRevision(workspace, request));
  }

  /**
   * Writes a revision without steps that stands on several, and so joins their branches.
   *
   * @param targets Two or more; `heads` names all heads by itself.
   * @throws {LimbeckError} `revision/nothing-to-merge`, `revision/overlapping`, `revision/not-a-head`, `revision/not-writable`.
   */
  async merge(targets: readonly string[], request: MergeRequest = {}): Promise<MergedRevision> {
    const { mergeRevisions } = require('./merge-revisions.js') as typeof import('./merge-revisions.js');
    return mergeRevisions(this.#workspace, targets, request);
  }

  /**
   * What a revision does, there and back. Asks no database, but for `current`.
   *
   * @param target `head`, an id or the beginning of one, `current`, …
   * @throws {LimbeckError} `revision/unknown`, `offline/…`.
   */
  async show(target = 'head'): Promise<ShownRevision> {
    const { showRevision } = require('./show-revision.js') as typeof import('./show-revision.js');
    return showRevision(await this.find(target), this.#workspace);
  }

  /**
   * The one revision that a target names. Asks no database, but for `current`.
   *
   * @throws {LimbeckError} `revision/unknown`, `revision/multiple-heads`, `revision/ambiguous-walk`, …
   */
  async find(target: string): Promise<Revision> {
    return findOne(this.#workspace, target);
  }

  /**
   * Runs the revisions that lead to `target` and are not applied, oldest first; gives those that ran.
   *
   * @param target `head`, `heads`, `base`, an id or the beginning of one, `+N`, `shop@head`, …
   * @throws {LimbeckError} `lock/held`, `run/…`, `config/bad-option`.
   */
  async upgrade(target = 'head', request: UpgradeRequest = {}): Promise<readonly Revision[]> {
    return upgrade(this.#workspace, target, request);
  }

  /**
   * Undoes the applied revisions above `target`, newest first; gives those that were undone.
   *
   * @param target `base`, an id or the beginning of one, `-N`, `shop@base`, …
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
   * The script that {@link upgrade} would send, books included. Asks no database.
   *
   * @param range `from:to`, `:to`, or a target alone, from before the first revision.
   * @throws {LimbeckError} `offline/…`.
   */
  async upgradeSql(range = 'head', request: Pick<UpgradeRequest, 'phase'> = {}): Promise<Script> {
    const { upgradeSql } = require('./scripts.js') as typeof import('./scripts.js');
    return upgradeSql(this.#workspace, range, request);
  }

  /**
   * The script that {@link downgrade} would send, books included. Asks no database.
   *
   * @param range `from:to`: where the database is, and where it goes.
   * @throws {LimbeckError} `offline/…`, `run/revision-failed` where there is no way back.
   */
  async downgradeSql(range: string): Promise<Script> {
    const { downgradeSql } = require('./scripts.js') as typeof import('./scripts.js');
    return downgradeSql(this.#workspace, range);
  }

  /**
   * Says that the database is at `targets`: they and all that they need count as applied, and nothing that stands on them. Runs nothing.
   *
   * @param targets `head`, `heads`, `base`, ids, …
   * @throws {LimbeckError} `lock/held`.
   */
  async stamp(targets: string | readonly string[], options: StampOptions = {}): Promise<Stamped> {
    const { stamp } = require('./stamp.js') as typeof import('./stamp.js');
    return stamp(this.#workspace, [targets].flat(), options);
  }

  /**
   * The script of {@link stamp}. Asks no database.
   *
   * @param targets As of {@link stamp}; one may be a range `from:to`, where the database is not before the first revision.
   */
  async stampSql(targets: string | readonly string[], options: StampOptions = {}): Promise<Script> {
    const { stampSql } = require('./stamp.js') as typeof import('./stamp.js');
    return stampSql(this.#workspace, [targets].flat(), options);
  }

  /**
   * Makes the table of applied revisions where it is missing, with all its columns; gives its name.
   *
   * @throws {LimbeckError} `lock/held`, `run/bookkeeping-failed`.
   */
  async ensureVersion(): Promise<QualifiedName> {
    const { changeBooks } = require('./books.js') as typeof import('./books.js');
    return changeBooks(this.#workspace, (table) => Promise.resolve(table.name));
  }

  /** The script of {@link ensureVersion}. Asks no database. */
  async ensureVersionSql(): Promise<Script> {
    const { writeTableScript } = require('../runtime/stamp-script.js') as typeof import('../runtime/stamp-script.js');
    return { revisions: [], sql: writeTableScript(this.dataSource) };
  }

  /**
   * Makes one revision of a range, proven on scratch databases to give the same catalog; a database that ran the old ones is known to
   * have it. The old files are deleted.
   *
   * @throws {LimbeckError} `squash/…`, `scratch/not-allowed`, `offline/…`, `run/…`.
   */
  async squash(request: SquashRequest): Promise<SquashedRevision> {
    const { squash } = require('./squash.js') as typeof import('./squash.js');
    return squash(this.#workspace, request);
  }

  /**
   * Runs the history on an empty scratch database, each revision up, down and up again: whether every way back is true, and whether all of it
   * builds what the entities say. The connected database is not asked.
   *
   * @throws {LimbeckError} `scratch/not-allowed`, and `run/…` where an `up()` fails.
   */
  async verify(request: VerifyRequest = {}): Promise<VerifyReport> {
    const { verifyHistory } = require('./verify-history.js') as typeof import('./verify-history.js');
    return verifyHistory(this.#workspace, request);
  }

  /**
   * What was done to the connected database beside its applied revisions, which run on a scratch database for that. What the entities say and no
   * revision does yet is no drift.
   *
   * @throws {LimbeckError} `scratch/not-allowed`, `introspect/…`, `revision/edited`, and `run/…` where an `up()` does not run on an empty database.
   */
  async drift(): Promise<DriftReport> {
    const { findDrift } = require('./drift.js') as typeof import('./drift.js');
    return findDrift(this.#workspace);
  }

  /**
   * What revisions can do to data or to a running system, and which of that is accepted. Runs nothing on the database.
   *
   * @throws {LimbeckError} `revision/unknown`, `revision/bad-range`, …
   */
  async lint(request: LintRequest = {}): Promise<LintReport> {
    const { lint } = require('./lint.js') as typeof import('./lint.js');
    return lint(this.#workspace, request);
  }

  /**
   * Writes what revisions do for those who review them: an HTML page or Markdown, with the graph of the revisions, hazards, SQL, and pictures of the tables.
   * Runs nothing on the database.
   *
   * @throws {LimbeckError} those of {@link lint}.
   */
  async report(request: ReportRequest = {}): Promise<Report> {
    const { report } = require('./report.js') as typeof import('./report.js');
    return report(this.#workspace, request);
  }

  /**
   * As {@link report}, of what the entities change and no revision does yet.
   *
   * @throws {LimbeckError} those of {@link diff}.
   */
  async reportDiff({ against, ...request }: DiffReportRequest = {}): Promise<Report> {
    const { reportDiff } = require('./report.js') as typeof import('./report.js');
    return this.#against(against, (workspace) => reportDiff(workspace, request));
  }

  /**
   * Draws the tables of the entities and their foreign keys. Asks no database.
   *
   * @throws {LimbeckError} `entities/…`.
   */
  async erd(request: ModelPictureRequest = {}): Promise<ModelPicture> {
    const { drawModel } = require('./erd.js') as typeof import('./erd.js');
    return drawModel(this.#workspace, request);
  }

  /** Where the database is: the applied revisions that no applied one stands on; none before the first. */
  async current(): Promise<readonly Revision[]> {
    const graph = this.#workspace.loadGraph();
    return graph.appliedHeads(await appliedNow(this.#workspace, graph));
  }

  /** The applied revisions, in the order in which they ran: when, how long, and by whom. */
  async applied(): Promise<readonly AppliedRevision[]> {
    const { readAppliedRevisions } = require('./applied.js') as typeof import('./applied.js');
    return readAppliedRevisions(this.#workspace);
  }

  /** The revisions that were interrupted when a part of them could not be rolled back any more; mostly none. */
  async halfApplied(): Promise<readonly HalfApplied[]> {
    const { readHalfApplied } = require('./half-applied.js') as typeof import('./half-applied.js');
    return readHalfApplied(this.#workspace);
  }

  /**
   * Puts right what the books say of files that were changed and of revisions that were interrupted; gives what it did.
   *
   * @throws {LimbeckError} `lock/held`.
   */
  async repair(request: RepairRequest = {}): Promise<readonly Repair[]> {
    const { repair } = require('./repair.js') as typeof import('./repair.js');
    return repair(this.#workspace, request);
  }

  /**
   * The revisions that an upgrade to `target` would run, oldest first; none when the database is there.
   *
   * @throws {LimbeckError} those of {@link upgrade} that are about the target.
   */
  async pending(target = 'heads'): Promise<readonly Revision[]> {
    const graph = this.#workspace.loadGraph();
    return upgradePath(graph, { target, applied: await appliedNow(this.#workspace, graph) });
  }

  /**
   * The revisions, newest first: all of them, or those of a range. Asks no database, but for `current`.
   *
   * @param range `start:end`, both included; either may be left out.
   * @throws {LimbeckError} `revision/bad-range`, `revision/not-an-ancestor`, …
   */
  async history(range = ':'): Promise<readonly Revision[]> {
    return historyOf(this.#workspace, range);
  }

  /** The revisions that no other stands on; another may depend on them. Asks no database. */
  async heads(): Promise<readonly Revision[]> {
    return Promise.resolve(this.#workspace.loadGraph().heads);
  }

  /** The revisions, and how they stand and depend on each other, read anew. Asks no database. */
  async graph(): Promise<RevisionGraph> {
    return Promise.resolve(this.#workspace.loadGraph());
  }

  async #against<T>(side: Against = 'database', work: (workspace: Workspace) => Promise<T>): Promise<T> {
    if (side === 'database') return work(this.#workspace);
    const { againstMigrations } = require('./against.js') as typeof import('./against.js');
    return againstMigrations(this.#workspace, work);
  }

  /** Destroys the data source if it was initialised here. */
  async close(): Promise<void> {
    await this.#workspace.close();
  }

  /** {@link Migrator.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
