// @ts-check
/**
 * Measures Limbeck beside its peers and beside the floor, in one run on one machine, and writes docs/performance.md:
 * `npm run bench`, and `npm run bench -- --help` for a part of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parts } from './parts/parts.mjs';
import { writePage } from './report/page.mjs';
import { readArguments, usage } from './support/arguments.mjs';
import { describeMachine } from './support/machine.mjs';
import { installPeers } from './support/packages.mjs';
import { Results } from './support/results.mjs';
import { startServer } from './support/server.mjs';

/** Few runs of what is quick are enough, and one of what takes longer than all its turns together. */
const patience = { full: { rounds: 7, budgetMs: 20_000 }, quick: { rounds: 1, budgetMs: 2_000 } };

const asked = readArguments(process.argv.slice(2));
if (asked === null) console.log(usage);
else await bench(asked);

/** @param {import('./support/arguments.mjs').BenchArguments} asked */
async function bench(asked) {
  const isWhole = !asked.isQuick && asked.sizes === null && asked.hasPeers;
  const out = asked.out ?? fileURLToPath(new URL(isWhole ? '../docs' : 'out', import.meta.url));
  const results = new Results(join(out, 'performance'));
  const hasPeers = asked.hasPeers && installPeers();
  if (!asked.isReport) {
    for (const part of parts) if (asked.only?.includes(part.name) ?? true) await measurePart(part, results, { ...asked, hasPeers });
  }
  await writePage(out, { results: results.parts, hasPeers });
}

/**
 * A part that fails leaves what it had measured, and its error; the others go on.
 *
 * @param {import('./support/part.mjs').Part} part
 * @param {Results} results
 * @param {import('./support/arguments.mjs').BenchArguments} asked
 */
async function measurePart(part, results, { sizes, isQuick, hasPeers }) {
  const say = (/** @type {string} */ text) => console.error(`${part.name}: ${text}`);
  const server = await startServer(part.server);
  const folder = mkdtempSync(join(tmpdir(), `limbeck-bench-${part.name}-`));
  const machine = describeMachine(server.version);
  const startMs = performance.now();
  /** @type {import('./support/part.mjs').Row[]} */
  const rows = [];
  const store = (/** @type {{ error?: string }} */ end = {}) => results.set(part.name, { machine, seconds: Math.round((performance.now() - startMs) / 1000), rows, ...end });
  const record = (/** @type {import('./support/part.mjs').Row} */ row) => {
    rows.push(row);
    store();
    say(JSON.stringify(row));
  };
  try {
    const mode = isQuick ? 'quick' : 'full';
    await part.measure({ server, sizes: sizes ?? part.sizes[mode], patience: patience[mode], hasPeers, folder, record, say });
  } catch (error) {
    say(`fails: ${error instanceof Error ? error.stack : String(error)}`);
    store({ error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
