/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- Jest runs no import() in CommonJS, and apps run this in their tests */
import type { QueryRunner } from 'typeorm';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { execute } from '../runtime/execute.js';
import type { Hooks } from '../runtime/hooks.js';
import type { Run, TransactionMode } from '../runtime/run.js';
import { JournalTable } from '../typeorm/journal-table.js';
import { lockKeyOf } from '../typeorm/version-statements.js';
import { VersionTable } from '../typeorm/version-table.js';
import { reportEdited } from './edited.js';
import { type CompleteOptions, overrideOptions } from './options.js';
import type { Workspace } from './workspace.js';

/** How a run is done. */
export interface RunRequest {
  /** Runs everything in one transaction and rolls it back; `false` by default. */
  readonly dryRun?: boolean;
  /** For this run, in place of the option. */
  readonly lockTimeoutMs?: number;
  /** For this run, in place of the option. */
  readonly statementTimeoutMs?: number;
  /** Is told of each statement of this run, before the option `onStatement` is. */
  readonly onStatement?: Hooks['onStatement'];
}

/** How what is about to run is looked at. */
export interface ReviewRequest {
  /** Whether hazards that are not accepted stop it before anything runs; in place of the option. */
  readonly requireSafe?: boolean;
  /** Whether hazards that are not accepted are told of before it runs; `false` by default, unless they might stop it. */
  readonly tellHazards?: boolean;
}

/** Which way to go, and through which revisions. */
export interface PathRequest extends RunRequest, ReviewRequest {
  readonly graph: RevisionGraph;
  readonly direction: Direction;
  /** The revisions to run, in order, when these are applied. */
  readonly choosePath: (applied: ReadonlySet<RevisionId>) => readonly Revision[];
  /** In place of the option. */
  readonly transaction?: TransactionMode;
}

/** Runs a path through the graph, as the options say; gives the revisions that ran. */
export async function runPath(workspace: Workspace, request: PathRequest): Promise<readonly Revision[]> {
  const perform = request.dryRun === true ? (require('../runtime/dry-run.js') as typeof import('../runtime/dry-run.js')).dryRun : execute;
  const { lockTimeoutMs, statementTimeoutMs, transaction } = request;
  const options = overrideOptions(workspace.options, { lockTimeoutMs, statementTimeoutMs, transaction });
  return workspace.withRunner((queryRunner) => perform(runOf({ workspace, options, queryRunner }, request)));
}

interface Surroundings {
  readonly workspace: Workspace;
  readonly options: CompleteOptions;
  readonly queryRunner: QueryRunner;
}

const both = (first: Hooks['onStatement'] | undefined, second: Hooks['onStatement']): Hooks['onStatement'] =>
  first === undefined
    ? second
    : (statement) => {
        first(statement);
        second(statement);
      };

/** Most runs are not reviewed, or have nothing to do; they load nothing for it. */
function reviewOf({ workspace, options: { lockTimeoutMs, statementTimeoutMs }, queryRunner }: Surroundings, { graph, direction, requireSafe = false, tellHazards = false }: PathRequest): Run['review'] {
  if (!requireSafe && !tellHazards) return () => Promise.resolve();
  return (revisions) => {
    const { reviewRun } = require('./review-run.js') as typeof import('./review-run.js');
    return reviewRun(workspace, { queryRunner, graph, revisions, direction, limits: { lockTimeoutMs, statementTimeoutMs }, requireSafe });
  };
}

function runOf({ workspace, options, queryRunner }: Surroundings, request: PathRequest): Run {
  const { graph, direction, choosePath, onStatement } = request;
  const { dataSource, dialect } = workspace;
  const { transaction = dataSource.options.migrationsTransactionMode ?? 'each', lockWaitMs, lockTimeoutMs, statementTimeoutMs, lockRetries, onEvent } = options;
  const table = new VersionTable(queryRunner);
  let isReported = false;
  return {
    queryRunner,
    dialect,
    table,
    journal: new JournalTable(queryRunner),
    direction,
    transaction,
    lock: { key: lockKeyOf(table.name), waitMs: lockWaitMs },
    limits: { lockTimeoutMs, statementTimeoutMs },
    lockRetries,
    hooks: { ...options, onStatement: both(onStatement, options.onStatement) },
    emit: onEvent,
    arguments: options.arguments,
    review: reviewOf({ workspace, options, queryRunner }, request),
    matchRows: (rows) => {
      const applied = workspace.match(rows, graph, table);
      if (!isReported) reportEdited(applied, options);
      isReported = true;
      return applied;
    },
    choosePath: (applied) => choosePath(new Set(applied.keys())),
  };
}
