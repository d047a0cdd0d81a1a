import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const main = resolve(__dirname, '../../dist/cli/main.js');

/** Whether util-linux's `script`, which lends a terminal to a command, is there. */
const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** A test of what a command does at a terminal. */
export const itAtTerminal = hasTerminal ? it : it.skip;

/** What is said to a command: an answer, when it has printed this. */
export interface Said {
  readonly after: string;
  readonly answer: string;
}

/** What a command is run in. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly said: readonly Said[];
  /** How wide it is; as wide as the one of `script` itself by default. */
  readonly columns?: number;
}

/** Runs `limbeck` at a terminal; gives all that it showed. */
export async function atTerminal(words: readonly string[], { cwd, env, said, columns }: Terminal): Promise<string> {
  const quoted = [process.execPath, main, ...words].map((word) => `'${word}'`).join(' ');
  const command = columns === undefined ? quoted : `stty cols ${columns}; ${quoted}`;
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('script', ['--quiet', '--return', '--command', command, join(cwd, 'typescript')], { cwd, env: { PATH, HOME, TERM: 'xterm', ...env }, timeout: 40_000, killSignal: 'SIGKILL' });
  const left = [...said];
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const [next] = left;
    if (next === undefined || !shown.includes(next.after)) return;
    left.shift();
    child.stdin.write(`${next.answer}\n`);
  });
  await once(child, 'close');
  return shown;
}
