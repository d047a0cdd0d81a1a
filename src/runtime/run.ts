import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect, LockOptions } from '../dialect/dialect.js';
import type { SessionLimits } from '../dialect/run-session.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { JournalTable } from '../typeorm/journal-table.js';
import type { Applied, AppliedRow, VersionTable } from '../typeorm/version-table.js';
import type { RevisionArguments } from './context.js';
import type { Direction, Emit } from './events.js';
import type { Hooks } from './hooks.js';

/** `each` revision in a transaction of its own, `all` of a run in one, or `none`. */
export type TransactionMode = 'each' | 'all' | 'none';

/** The revisions that are applied, by id. */
export type AppliedRevisions = ReadonlyMap<RevisionId, Applied<Revision>>;

/** What is to be run, and over what. */
export interface Run {
  /** Holds the lock, keeps the books and runs the revisions: a pool of one connection is enough. */
  readonly queryRunner: QueryRunner;
  readonly dialect: Dialect;
  readonly table: VersionTable;
  readonly journal: JournalTable;
  readonly direction: Direction;
  readonly transaction: TransactionMode;
  readonly lock: LockOptions;
  readonly limits: SessionLimits;
  /** How often a part of the run begins anew when a lock was not got. */
  readonly lockRetries: number;
  readonly hooks: Hooks;
  readonly emit: Emit;
  /** What revisions are told from outside. */
  readonly arguments: RevisionArguments;
  /** Which revisions the rows of the table stand for. */
  matchRows(rows: readonly AppliedRow[]): AppliedRevisions;
  /** Looks at the revisions that are about to run; what it throws stops the run before it begins. */
  review(revisions: readonly Revision[]): Promise<void>;
  /** The revisions to run, in order, when these are applied. */
  choosePath(applied: AppliedRevisions): readonly Revision[];
}

/** One revision of a run. */
export interface Step {
  readonly revision: Revision;
  readonly migration: MigrationInterface;
  /** Its rows, when it is to be undone: its own, and those of the revisions that it was squashed out of. */
  readonly rows: readonly AppliedRow[];
  /** Counted from 1. */
  readonly position: number;
  readonly total: number;
}

/** Steps that are committed together; outside a transaction always a single one. */
export interface Part {
  readonly steps: readonly [Step, ...Step[]];
  readonly isTransaction: boolean;
}

/** The parts of a run, in order. A revision decides for itself where it says `transaction`. */
export function partsOf(steps: readonly Step[], mode: TransactionMode): readonly Part[] {
  const parts: { readonly steps: [Step, ...Step[]]; readonly isTransaction: boolean }[] = [];
  for (const step of steps) {
    const isTransaction = step.migration.transaction ?? mode !== 'none';
    const last = parts.at(-1);
    if (mode === 'all' && isTransaction && last?.isTransaction === true) last.steps.push(step);
    else parts.push({ steps: [step], isTransaction });
  }
  return parts;
}
