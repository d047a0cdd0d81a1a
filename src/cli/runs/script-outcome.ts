import { writeFile } from 'node:fs/promises';
import { messageOf } from '../../kernel/error-text.js';
import { LimbeckError } from '../../kernel/errors.js';
import type { Script } from '../../migrator/scripts.js';
import { jsonRevision } from '../json.js';
import { done, type Outcome } from '../outcome.js';

/** Where a script goes. */
export interface Destination {
  /** A file; stdout where it is left out. */
  readonly output?: string;
}

/** Which way a script leads, and where it goes. */
export interface ScriptRequest extends Destination {
  readonly range: string;
}

/**
 * A script on stdout, or in a file, which may be there already, as with a shell's `>`.
 *
 * @throws {LimbeckError} `command/output-not-writable`.
 */
export async function scriptOutcome({ revisions, sql }: Script, output: string | undefined): Promise<Outcome> {
  const json = { revisions: revisions.map(jsonRevision), sql };
  if (output === undefined) return done([sql.trimEnd()], json);
  await writeFile(output, sql).catch((cause: unknown) => {
    throw new LimbeckError('command/output-not-writable', { file: output, reason: messageOf(cause) }, { cause });
  });
  return done([output], { ...json, file: output });
}
