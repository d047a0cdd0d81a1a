import { readContents } from './database-contents.js';
import type { Stage } from './stage.js';

/** In every connection that a test gets wrong; nothing that is printed may hold it. */
export const wrongPassword = 'pw-7f3c91d4';

/** How a command refuses. */
export interface Refusal {
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
  /** Added to the environment of the command. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command that must refuse: it says what is wrong and what to do, and nothing else, no password least of all;
 * the project and the database are as before.
 */
export async function expectRefusal(stage: Stage, words: readonly string[], { code, message, hint, env = {} }: Refusal): Promise<void> {
  const before = await contentsOf(stage);
  const { exitCode, stdout, stderr } = await stage.project.limbeck(words, { env });
  const [, error, advice, rest] = /^error: ([^]*?)\nhint: ([^]*?)\ncode: ([^]*)$/.exec(stderr) ?? [stderr];
  expect({ error, advice, rest }).toEqual({ error: matching(message), advice: matching(hint), rest: `${code}\n` });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain(wrongPassword);
  expect(stderr).not.toContain(stage.database.options.password);
  expect(await contentsOf(stage)).toEqual(before);
}

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

async function contentsOf({ project, database }: Stage): Promise<unknown> {
  const paths = (await project.list('.')).filter((path) => !path.startsWith('node_modules'));
  const files = await Promise.all(paths.map(async (path) => [path, await project.read(path)]));
  return { files, database: await readContents(database) };
}
