import type { LintFinding } from '../lint/finding.js';
import type { Operation } from '../operation/operation.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { Picture } from './picture.js';

/** All that a report says, before it is spelled in a format. */
export interface ReportContent {
  /** What it is about, in a few words. */
  readonly title: string;
  /** What else is to be known of it, a sentence each. */
  readonly notes: readonly string[];
  /** The default namespace, which is left out of names. */
  readonly namespace: string;
  readonly chapters: readonly Chapter[];
  /** The revisions and those that they stand on; none where it is about none. */
  readonly graph: readonly GraphRevision[];
}

/** What one revision does, or would do if it were written. */
export interface Chapter {
  /** `null`: there is none yet. */
  readonly revision: Revision | null;
  readonly title: string;
  readonly up: ReportedDirection;
  /** `null`: nobody has written it yet. */
  readonly down: ReportedDirection | null;
  readonly hazards: readonly ReportedHazard[];
  readonly picture: Picture;
}

/** One direction of a revision. */
export interface ReportedDirection {
  readonly operations: readonly Operation[];
  /** What is sent to the database, in order. */
  readonly statements: readonly string[];
  /** Why there is no such direction, or why only a part of it is known; `null`: there is, and all of it is. */
  readonly stopped: string | null;
}

/** Something that a step can do to data or to a running system. */
export type ReportedHazard = Pick<LintFinding, 'operation' | 'code' | 'level' | 'message' | 'hint' | 'acceptance'>;

/** A revision in the graph. */
export interface GraphRevision {
  readonly revision: Revision;
  /** The revisions that it depends on, but does not stand on; branch labels are resolved. */
  readonly dependencies: readonly RevisionId[];
  /** Whether the report is about it. */
  readonly isChosen: boolean;
  /** `null`: no database was asked. */
  readonly isApplied: boolean | null;
  readonly isHead: boolean;
}
