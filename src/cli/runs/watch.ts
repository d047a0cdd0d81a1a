import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LimbeckError } from '../../kernel/errors.js';
import { shownPath } from '../../loader/shown-path.js';
import { packageFolderOf } from '../../setup/find-project.js';
import type { BareRun, Surroundings } from '../command.js';
import { done } from '../outcome.js';
import { SourceWatch } from '../source-watch.js';

/**
 * Does the same command again whenever a source is saved, until it is interrupted. Each time is a process of its own: no module that was loaded before counts.
 *
 * @throws {LimbeckError} `command/wrong-usage` with `--json`, which prints one object.
 */
export const watch: BareRun<object> = async (_, { options, reporter }) => {
  if (options.json === true) throw new LimbeckError('command/wrong-usage', { problem: '--watch prints again and again, and --json one object', nearest: null, command: 'diff' });
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const sources = new SourceWatch(packageFolderOf(process.cwd(), process.cwd()));
  try {
    await repeat(sources, interrupted.signal, reporter);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
  } finally {
    sources.close();
  }
  return done([], {});
};

async function repeat(sources: SourceWatch, signal: AbortSignal, reporter: Surroundings['reporter']): Promise<void> {
  for (;;) {
    await sources.refresh();
    await runOnce(signal);
    const saved = await sources.next(signal);
    reporter.note(`${saved.map(shownPath).join(', ')} changed`);
  }
}

/** This command without `--watch`. What it refuses it says itself, and the next time may be better. */
async function runOnce(signal: AbortSignal): Promise<void> {
  const [program = '', ...words] = process.argv.slice(1);
  const child = spawn(process.execPath, [...process.execArgv, program, ...words.filter((word) => word !== '--watch')], { stdio: 'inherit', signal });
  await once(child, 'exit', { signal });
}
