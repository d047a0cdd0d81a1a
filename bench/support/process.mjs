// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const reporter = fileURLToPath(new URL('report-process.cjs', import.meta.url));
const longestMs = 600_000;
const scriptRunner = fileURLToPath(new URL('once.mjs', import.meta.url));

/**
 * @typedef {{ ms: number, stdout: string, peakMiB: number, packages: readonly string[] }} ProcessRun `packages`: the npm packages that it loaded with `require`.
 * @typedef {{ env?: Record<string, string>, cwd?: string, says?: string }} ProcessOptions `says`: what its output must have in it.
 */

/**
 * Runs Node once, from its start to its end.
 *
 * @param {readonly string[]} words What follows `node`.
 * @param {ProcessOptions} [options]
 * @returns {Promise<ProcessRun>}
 */
export async function runNode(words, { env = {}, cwd, says = '' } = {}) {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--require', reporter, ...words], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const [, stdoutPipe, stderrPipe, reportPipe] = child.stdio;
  const [[status, signal], stdout, stderr, report] = await Promise.all([once(child, 'exit'), readAll(stdoutPipe), readAll(stderrPipe), readAll(reportPipe)]);
  const ms = performance.now() - startMs;
  if (status !== 0 || !`${stdout}${stderr}`.includes(says)) throw new Error(`ended with ${signal ?? status}: ${`${stderr}\n${stdout}`.trim().slice(0, 500)}`);
  return { ms, stdout, ...JSON.parse(report) };
}

/**
 * As {@link runNode}, of a script that starts what a module measures, runs it once, and ends.
 *
 * @param {URL} module
 * @param {object} options
 */
export function runOnce(module, options) {
  return runNode(['--no-deprecation', scriptRunner, module.href, JSON.stringify(options)]);
}

/** @param {unknown} pipe */
function readAll(pipe) {
  return text(/** @type {import('node:stream').Readable} */ (pipe));
}
