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
import { readArguments } from './support/arguments.mjs';
import { describeMachine } from './support/machine.mjs';
import { messageOf } from './support/message.mjs';
import { installPeers } from './support/packages.mjs';
import { Results } from './support/results.mjs';
import { startServer } from './support/server.mjs';

/** As many runs as the time allows, of what is slow one; of all, where it shall be quick. */
const patience = { full: { warmUps: 1, rounds: 7, budgetMs: 40_000 }, quick: { warmUps: 1, rounds: 1, budgetMs: 0 } };

const asked = readArguments(
  process.argv.slice(2),
  parts.map(({ name }) => name),
);
if (asked !== null) await bench(asked);

/** @param {import('./support/arguments.mjs').BenchArguments} asked */
async function bench(asked) {
  const isWhole = asked.isReport || (!asked.isQuick && asked.sizes === null && asked.hasPeers);
  const out = asked.out ?? fileURLToPath(new URL(isWhole ? '../docs' : 'out', import.meta.url));
  const results = new Results(join(out, 'performance'));
  if (asked.hasPeers) installPeers();
  const write = () => writePage(out, { results: results.parts, draws: asked.hasPeers });
  for (const part of asked.isReport ? [] : parts) {
    if (asked.only?.includes(part.name) === false) continue;
    await measurePart(part, results, asked);
    await write();
  }
  if (asked.isReport) await write();
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
  const folder = mkdtempSync(join(tmpdir(), `limbeck-bench-${part.name}-`));
  const server = await startServer(part.server);
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
    const largest = part.largest ?? Infinity;
    await part.measure({ server, sizes: sizes?.filter((size) => size <= largest) ?? part.sizes[mode], patience: patience[mode], hasPeers, folder, record, say });
  } catch (error) {
    say(`fails: ${error instanceof Error ? error.stack : String(error)}`);
    store({ error: messageOf(error) });
    process.exitCode = 1;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
