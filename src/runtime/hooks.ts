import type { QueryRunner } from 'typeorm';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from './events.js';

/** A revision that is about to run, or has run and is about to be committed. */
export interface RevisionRun {
  readonly revision: Revision;
  readonly direction: Direction;
  /** The connection of the run, inside the transaction of the revision where it has one. */
  readonly queryRunner: QueryRunner;
}

/** A statement that a revision sent and the server accepted. */
export interface StatementRun {
  readonly revision: Revision;
  readonly direction: Direction;
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly durationMs: number;
}

/** Functions of the user that take part in a run. What one throws stops the run, as a failure of the revision does. */
export interface Hooks {
  /** Called before the first statement of a revision. */
  readonly beforeRevision: (run: RevisionRun) => void | Promise<void>;
  /** Called after its last statement, before it is committed. */
  readonly afterRevision: (run: RevisionRun) => void | Promise<void>;
  /** Called for each statement that a revision sent, when the server has accepted it. */
  readonly onStatement: (statement: StatementRun) => void;
}

/** Hooks that do nothing. */
export const noHooks: Hooks = { beforeRevision: () => undefined, afterRevision: () => undefined, onStatement: () => undefined };

/**
 * Does what calls a hook, and tells its failure as what it is.
 *
 * @throws {LimbeckError} `run/hook-failed`, which whoever knows where the database stands completes.
 */
export async function callHook(hook: keyof Hooks, { id }: Revision, call: () => void | Promise<void>): Promise<void> {
  try {
    await call();
  } catch (cause) {
    throw new LimbeckError('run/hook-failed', { hook, revision: id, reason: messageOf(cause), standing: '' }, { cause });
  }
}
