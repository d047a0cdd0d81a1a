import type { Script } from '../../migrator/scripts.js';
import { jsonRevision } from '../json-revision.js';
import type { Outcome } from '../outcome.js';
import { type Destination, textOutcome } from './text-outcome.js';

/** Which way a script leads, and where it goes. */
export interface ScriptRequest extends Destination {
  readonly range: string;
}

/**
 * A script on stdout, or in a file.
 *
 * @throws {LimbeckError} `command/output-not-writable`.
 */
export const scriptOutcome = ({ revisions, sql }: Script, output: string | undefined): Promise<Outcome> =>
  textOutcome(sql, output, { revisions: revisions.map(jsonRevision), sql });
