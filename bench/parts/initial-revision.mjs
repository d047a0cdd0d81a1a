// @ts-check
/** The first revision of many tables, on an empty database: as a whole process, until the file is written and, by Limbeck, has proved itself. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dataSourceFile } from '../differs/differ.mjs';
import { linkPackages } from '../runners/measure.mjs';
import { cli } from '../runners/runner.mjs';
import { runNode } from '../support/process.mjs';
import { timeInTurns } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

/** @typedef {import('../support/part.mjs').PartContext} PartContext */

const generate = [cli.typeorm, 'migration:generate', 'files/Initial', '--outputJs', '-d', dataSourceFile];

/** The words of each process that it takes, for an empty folder that is the current one. @type {Readonly<Record<string, readonly (readonly string[])[]>>} */
const commands = {
  Limbeck: [[cli.limbeck, 'revision', '--autogenerate', '-m', 'initial', '-d', dataSourceFile]],
  TypeORM: [generate],
  'TypeORM, tried out': [generate, [cli.typeorm, 'migration:run', '-d', dataSourceFile], [cli.typeorm, 'migration:revert', '-d', dataSourceFile]],
};

const thereAndBack = new URL('../differs/there-and-back.mjs', import.meta.url);

/** @type {import('../support/part.mjs').Part} */
export const initialRevision = {
  name: 'initial-revision',
  sizes: { full: [100, 1000], quick: [10] },
  // Each table holds some eight locks until its transaction ends, of which a server has room for 6,400 unless told: `max_locks_per_transaction`.
  server: { settings: { autovacuum: 'off', max_wal_size: '1GB', max_locks_per_transaction: '512' } },
  async measure(context) {
    linkPackages(context.folder);
    for (const size of context.sizes) await measureSize(size, context);
  },
};

/**
 * @param {number} size
 * @param {PartContext} context
 */
async function measureSize(size, { server, folder, patience, record, say }) {
  say(`${size} tables`);
  /** @type {Map<string, { peakMiB: number, fileKiB?: number }>} */
  const facts = new Map();
  const entrants = Object.entries(commands).map(([name, processes]) => ({
    name,
    run: async () => {
      await server.drop('initial');
      const cwd = mkdtempSync(join(folder, 'project-'));
      const files = join(cwd, 'files');
      mkdirSync(files);
      const env = { BENCH_URL: await server.create('initial'), BENCH_SIZE: String(size), BENCH_CHANGED: 'false', BENCH_DIRECTORY: files, BENCH_MIGRATIONS: files };
      /** @type {import('../support/process.mjs').ProcessRun[]} */
      const runs = [];
      for (const words of processes) runs.push(await runNode(words, { cwd, env }));
      facts.set(name, { peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)), fileKiB: sizeOfOnlyFile(files) / 1024 });
      rmSync(cwd, { recursive: true });
      return runs.reduce((sum, { ms }) => sum + ms, 0);
    },
  }));
  const floor = {
    name: 'floor',
    run: async () => {
      await server.drop('initial');
      const worker = await startWorker(thereAndBack, { url: await server.create('initial'), size, isChanged: false });
      const { ms, peakMiB } = await worker.run().finally(() => worker.stop());
      facts.set('floor', { peakMiB });
      return ms;
    },
  };
  for (const [peer, timing] of await timeInTurns([floor, ...entrants], { ...patience, rounds: Math.ceil(patience.rounds / 2) })) record({ size, peer, ...facts.get(peer), ...timing });
}

/** @param {string} folder */
function sizeOfOnlyFile(folder) {
  const files = readdirSync(folder);
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`writes ${files.length} files instead of one`);
  return statSync(join(folder, file)).size;
}
