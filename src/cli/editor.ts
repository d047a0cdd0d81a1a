import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';

/**
 * Opens a file in the user's editor, and waits until that ends. What `$VISUAL` or `$EDITOR` holds is a program and its arguments
 * (`code --wait`), of which no shell makes anything; what has a space in it stands in quotes, as a whole or in part (`--title="a b"`).
 *
 * @throws {LimbeckError} `command/editor-failed`.
 */
export async function openInEditor(file: string): Promise<void> {
  const editor = editorOf(process.env);
  const [program = editor, ...words] = wordsOf(editor);
  const child = spawn(program, [...words, file], { stdio: 'inherit' });
  await once(child, 'exit').catch((error: unknown) => {
    throw new LimbeckError('command/editor-failed', { editor, reason: messageOf(error) }, { cause: error });
  });
  const { exitCode, signalCode } = child;
  if (exitCode !== 0) throw new LimbeckError('command/editor-failed', { editor, reason: `it ended with ${signalCode ?? String(exitCode)}` });
}

/** Source: POSIX.1-2024, 8.3 "Other Environment Variables", for the two variables. */
function editorOf({ VISUAL, EDITOR }: NodeJS.ProcessEnv): string {
  const said = [VISUAL, EDITOR].find((value) => value !== undefined && value.trim() !== '');
  return said ?? (process.platform === 'win32' ? 'notepad' : 'vi');
}

/** The words of a command; quotes hold a word together, and all else in it stands for itself. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''));
