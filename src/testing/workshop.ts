import { setTimeout, clearTimeout } from 'node:timers';
import type { DataSource } from 'typeorm';
import { Ahead } from './ahead.js';
import { dataSourceAt, serverUrlOf } from './connection-options.js';
import { openServer, type ProviderChoice, type TestServer } from './providers.js';
import { seedKey } from './seed.js';
import { contentKey, fillDatabase, revisionStamps, type Source } from './source.js';
import { copyDatabase, ensureTemplate } from './template.js';
import { TestRun } from './test-run.js';

/** A database that was made, and a data source that is connected to it. */
export interface MadeDatabase {
  readonly name: string;
  readonly dataSource: DataSource;
}

/** How databases are made. */
export interface WorkshopOptions {
  readonly provider: ProviderChoice;
  readonly ahead: number;
}

/** How long after its last database was dropped a run ends, so that a process that does other things holds nothing. */
const idleMs = 2000;

/** The servers and runs of this process, one for each choice of provider. */
const servers = new Map<string, Promise<TestServer>>();
const runs = new Map<TestServer, Promise<TestRun>>();
const workshops = new Map<TestRun, Map<string, Promise<Workshop>>>();
const dataSourceNumbers = new WeakMap<DataSource, number>();
let lastNumber = 0;

/** Makes databases of one content on one server. */
export class Workshop {
  readonly #ahead: Ahead<MadeDatabase>;
  #users = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(
    readonly source: Source,
    readonly run: TestRun,
    private readonly made: { readonly template: string; readonly ahead: number },
  ) {
    this.#ahead = new Ahead({ count: made.ahead, make: () => this.make() });
  }

  /** The workshop of this content; its template is made if it is not there. Calls at the same time get the same one. */
  static async open(source: Source, { provider, ahead }: WorkshopOptions): Promise<Workshop> {
    const run = await runOn(await serverOf(provider, source));
    const { dataSource, options, upgradeTo, seed, templateKey } = source;
    const key = JSON.stringify([numberOf(dataSource), options, revisionStamps(source), upgradeTo, seedKey(seed), templateKey, ahead]);
    const known = entry(workshops, run, () => new Map<string, Promise<Workshop>>());
    return remember(known, key, async () => {
      const content = await contentKey(source);
      const fill = (name: string): Promise<void> => fillDatabase(source, run.server, name);
      return new Workshop(source, run, { template: await ensureTemplate(run, { key: content, fill }), ahead });
    });
  }

  /** The name of the database that all are copies of. */
  get template(): string {
    return this.made.template;
  }

  /** A database that nobody else has. */
  async take(): Promise<MadeDatabase> {
    this.#users += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    return this.#ahead.take();
  }

  /** Makes a database and connects to it. */
  async make(from = this.template): Promise<MadeDatabase> {
    const name = this.run.nextName();
    await copyDatabase(this.run, { from, to: name });
    return { name, dataSource: await this.connect(name) };
  }

  async connect(name: string): Promise<DataSource> {
    const dataSource = dataSourceAt(this.source.dataSource, this.run.server, name);
    await dataSource.initialize();
    return dataSource;
  }

  /** Counts one more user, of a database that was not taken here. */
  enter(): void {
    this.#users += 1;
  }

  /** Counts one user less; some time after the last, what was made ahead is dropped. */
  leave(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#timer = setTimeout(() => void endRun(this.run.server).catch(() => undefined), idleMs);
    this.#timer.unref();
  }

  get isIdle(): boolean {
    return this.#users <= 0;
  }

  /** Drops what was made ahead. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { dataSource } of await this.#ahead.close()) await dataSource.destroy();
  }
}

/**
 * Drops every test database of this process, and stops the servers that it started.
 * A process that does not call it may just end: the next run cleans up after it.
 */
export async function endTestRun(): Promise<void> {
  const open = await Promise.allSettled(servers.values());
  servers.clear();
  for (const result of open) {
    if (result.status === 'rejected') continue;
    await endRun(result.value, 'all');
    await result.value.stop();
  }
}

async function endRun(server: TestServer, which: 'idle' | 'all' = 'idle'): Promise<void> {
  const run = await runs.get(server)?.catch(() => undefined);
  if (run === undefined) return;
  const opened = await Promise.allSettled([...(workshops.get(run)?.values() ?? [])]);
  const all = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (which === 'idle' && !all.every((workshop) => workshop.isIdle)) return;
  runs.delete(server);
  workshops.delete(run);
  for (const workshop of all) await workshop.close();
  await run.end();
}

/** The server of a choice; `auto` may depend on the data source, which names one. */
function serverOf(provider: ProviderChoice, { dataSource }: Source): Promise<TestServer> {
  const nearby = serverUrlOf(dataSource);
  return remember(servers, JSON.stringify([provider, nearby]), () => openServer(provider, nearby));
}

async function runOn(server: TestServer): Promise<TestRun> {
  const known = await runs.get(server)?.catch(() => undefined);
  if (known?.lost === true) runs.delete(server);
  return remember(runs, server, () => TestRun.begin(server));
}

function numberOf(dataSource: DataSource): number {
  const known = dataSourceNumbers.get(dataSource);
  if (known !== undefined) return known;
  lastNumber += 1;
  dataSourceNumbers.set(dataSource, lastNumber);
  return lastNumber;
}

/** What is being made under a key, or has been; a failure is forgotten, so that the next one tries again. */
function remember<K, V>(map: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  return entry(map, key, () => {
    const made = make();
    made.catch(() => map.delete(key));
    return made;
  });
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
