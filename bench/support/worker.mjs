// @ts-check
/**
 * What is measured runs in a process of its own: so memory is its own, nothing that another peer loaded or left behind helps or hurts it,
 * and what is measured at the same time can take turns.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * @template Outcome
 * @typedef {{ run(): Promise<Outcome>, stop(): Promise<void> }} Measured What a measured module starts: `run` is what takes the time.
 */
/** @typedef {import('./wire.mjs').Traffic & { ms: number, outcome: any, peakMiB: number }} Run One run, and what it took. */
/** @typedef {{ run(): Promise<Run>, stop(): Promise<void> }} Worker `stop` ends the process, in good order where it has not ended by itself. */

const longestMs = 600_000;

/**
 * A process in which the module's `start(options)` has ended, so that a run is all that `run()` measures.
 *
 * @param {URL} module
 * @param {object} options
 * @returns {Promise<Worker>}
 */
export async function startWorker(module, options) {
  const child = fork(fileURLToPath(new URL('worker-process.mjs', import.meta.url)), [module.href, JSON.stringify(options)], {
    execArgv: ['--no-deprecation'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (complaint += text));
  const ended = once(child, 'exit').then(([code, signal]) => ({ error: `the process ended with ${signal ?? code}: ${complaint.trim().slice(-500)}` }));
  const nextAnswer = async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), longestMs);
    const answered = once(child, 'message').then(([message]) => message);
    const answer = await Promise.race([answered, ended]).finally(() => clearTimeout(timer));
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  };
  const tell = (/** @type {string} */ command) => {
    const answer = nextAnswer();
    if (child.connected) child.send(command);
    return answer;
  };
  await nextAnswer().catch((error) => {
    child.kill();
    throw error;
  });
  return {
    run: () => tell('run'),
    stop: async () => {
      if (child.connected) {
        child.send('stop');
        // Whether it could close its connection in good order does not change what was measured.
        await Promise.race([once(child, 'message'), ended]);
        child.kill();
      }
      await ended;
    },
  };
}
