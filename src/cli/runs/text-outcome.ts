import { writeFile } from 'node:fs/promises';
import { messageOf } from '../../kernel/error-text.js';
import { LimbeckError } from '../../kernel/errors.js';
import { done, made, type Outcome } from '../outcome.js';

/** Where a text goes. */
export interface Destination {
  /** A file; stdout where it is left out. */
  readonly output?: string;
}

/**
 * A text on stdout, or in a file, which may be there already, as with a shell's `>`; then stdout says its name.
 *
 * @throws {LimbeckError} `command/output-not-writable`.
 */
export async function textOutcome(text: string, output: string | undefined, json: Outcome['json']): Promise<Outcome> {
  if (output === undefined) return made(text, json);
  await writeFile(output, text).catch((cause: unknown) => {
    throw new LimbeckError('command/output-not-writable', { file: output, reason: messageOf(cause) }, { cause });
  });
  return done([output], { ...json, file: output });
}
