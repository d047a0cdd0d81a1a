import { type Catalog, compareAfterWayBack, describeDifference } from '../dialect/catalog.js';
import type { Unfinished } from '../dialect/unfinished.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';

/** Revisions that were just written, in the order in which they stand on each other. */
export interface Trial {
  /** All revisions, these among them. */
  readonly graph: RevisionGraph;
  readonly revisions: readonly Revision[];
  /** Whether nothing may be left to do after them; a hook that changed what they do decides about that itself. */
  readonly isComplete: boolean;
}

/** Requires that nothing is left to do after `revisions`. @throws {LimbeckError} `verify/differs`. */
export function requireNoDifference(revisions: readonly Revision[], operations: readonly Operation[], namespace: string): void {
  requireNone(revisions, 'up', operations.map((operation) => describe(operation, namespace)));
}

/** No entity can ask for what is left half done, so a comparison takes it for somebody's own. @throws {LimbeckError} `verify/differs`. */
export function requireFinished(revisions: readonly Revision[], left: readonly Unfinished[]): void {
  requireNone(revisions, 'up', left.map(({ text }) => text));
}

/** Requires that `revisions` lead back to where they began. @throws {LimbeckError} `verify/differs`. */
export function requireSame(revisions: readonly Revision[], { before, after }: { readonly before: Catalog; readonly after: Catalog }): void {
  requireNone(revisions, 'down', compareAfterWayBack(before, after).map((each) => describeDifference(each, ['before', 'after'])));
}

function requireNone(revisions: readonly Revision[], step: Direction, differences: readonly string[]): void {
  if (differences.length === 0) return;
  throw new LimbeckError('verify/differs', { file: revisions.map(({ file }) => shownPath(file)).join(', '), step, differences });
}

/** The error of a revision that does not run in a trial. */
export const failed = ({ file }: Revision, { step, reason, cause }: { readonly step: Direction; readonly reason: string; readonly cause: unknown }): LimbeckError<'verify/failed'> =>
  new LimbeckError('verify/failed', { file: shownPath(file), step, reason }, { cause });
