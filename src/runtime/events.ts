import type { Hazard } from '../dialect/hazard.js';
import type { Operation } from '../operation/operation.js';
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
  /** `position` of `total` in this run, counted from 1. */
  | {
      readonly type: 'revision.started';
      readonly revision: RevisionId;
      readonly message: string;
      readonly direction: Direction;
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

/** Where events go. */
export type Emit = (event: LimbeckEvent) => void;
