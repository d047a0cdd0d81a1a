import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataSource } from 'typeorm';
import { Migrator } from '../migrator/migrator.js';
import { completeOptions, type MigratorOptions } from '../migrator/options.js';
import { foldersOf } from '../revision/version-locations.js';
import { loadConfig } from '../typeorm/load-data-source.js';
import { dataSourceAt } from './connection-options.js';
import type { TestServer } from './providers.js';
import { plant, type Seed, seedKey } from './seed.js';

/** What a test database holds. */
export interface ContentOptions {
  /** The application's DataSource, initialised or not, or the file that exports it; by default, the file that the command `limbeck` finds. */
  readonly dataSource?: DataSource | string;
  /** As of `new Migrator`; by default the `limbeck` export beside the DataSource, where that comes from a file. */
  readonly migrator?: MigratorOptions;
  /** The revision up to which the history runs, `"head"` by default; `"base"`: an empty database. */
  readonly upgradeTo?: string;
  readonly seed?: Seed;
  /** Further text that decides whether a template is made anew, for what revisions and seed do not show. */
  readonly templateKey?: string;
}

/** Contents that are known, wherever they were named. */
export interface Source {
  readonly dataSource: DataSource;
  readonly options: MigratorOptions;
  readonly upgradeTo: string;
  readonly seed: Seed | undefined;
  readonly templateKey: string;
}

/** Finds the data source. A test database has nothing that could be harmed, so no revision is refused for its hazards. */
export async function findSource({ dataSource, migrator, upgradeTo = 'head', seed, templateKey = '' }: ContentOptions): Promise<Source> {
  const rest = { upgradeTo, seed, templateKey };
  if (typeof dataSource === 'object') return { dataSource, options: { ...migrator, requireSafe: false }, ...rest };
  const config = await loadConfig(dataSource);
  const options = migrator ?? (config.options as MigratorOptions | undefined) ?? {};
  return { dataSource: config.dataSource, options: { ...completeOptions(options, dirname(config.file)), requireSafe: false }, ...rest };
}

/** All that decides about the contents of a template, so that another one is made when any of it changes. */
export async function contentKey({ dataSource, options, upgradeTo, seed, templateKey }: Source): Promise<readonly unknown[]> {
  const { schema, uuidExtension, installExtensions, migrationsTableName, extensions } = dataSource.options as unknown as Readonly<Record<string, unknown>>;
  const revisions = await new Migrator(dataSource, options).history();
  return [
    limbeckVersion(),
    [schema, uuidExtension, installExtensions, migrationsTableName, extensions],
    revisions.map(({ id, checksum }) => [id, checksum]),
    upgradeTo,
    hash(seedKey(seed) ?? ''),
    templateKey,
  ];
}

/**
 * What changes when the revisions do, without reading them: their names, sizes and times. Reading 200 of them takes some milliseconds,
 * which every test would pay.
 */
export function revisionStamps({ options }: Source): readonly unknown[] {
  try {
    return foldersOf(completeOptions(options)).flatMap(stampsIn);
  } catch {
    // Whoever reads them says what is wrong.
    return [];
  }
}

const stampsIn = (folder: string): readonly unknown[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder).map((name) => {
        const { mtimeMs, size } = statSync(join(folder, name));
        return [folder, name, mtimeMs, size];
      });

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function limbeckVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { readonly version: string };
  return version;
}

/** Runs the revisions and the seed in an empty database. */
export async function fillDatabase({ dataSource, options, upgradeTo, seed }: Source, server: TestServer, name: string): Promise<void> {
  const own = dataSourceAt(dataSource, server, name);
  await own.initialize();
  try {
    if (upgradeTo !== 'base') await new Migrator(own, options).upgrade(upgradeTo);
    await plant(seed, own);
  } finally {
    await own.destroy();
  }
}
