import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

import type { DataSource } from 'typeorm';

import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import { explainLoadFailure } from '../loader/explain-load-error.js';
import { loadModule } from '../loader/load-module.js';
import { moduleFormat } from '../loader/module-format.js';
import { registerEsmHooks } from '../loader/register-hooks.js';
import { shownPath } from '../loader/shown-path.js';
import { unsupportedDriver } from './unsupported-driver.js';

/** What a configuration file gives. */
export interface LoadedConfig {
  readonly dataSource: DataSource;
  /** The export named `limbeck`, or the part of it for this DataSource, as it is: options for the Migrator, still to be checked. */
  readonly options: unknown;
  /** Absolute. */
  readonly file: string;
}

/** What is looked for when no file is named, in this order; `src/data-source.ts` is what `typeorm init` makes. */
const defaultFiles: readonly string[] = ['ormconfig', 'data-source', 'src/data-source'].flatMap((name) =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `${name}.${extension}`),
);

/**
 * Loads the file that exports the DataSource; without a name, the first that is there of `ormconfig.ts`, `data-source.ts` and
 * `src/data-source.ts`, in TypeScript or JavaScript.
 *
 * As in TypeORM's own command the name of the export does not matter, and a promise is waited for; functions are not called.
 * The same DataSource exported twice counts once.
 *
 * Source: typeorm 1.1.1 and 0.3.31, `CommandUtils.loadDataSource`.
 *
 * @param file relative to the current folder
 * @param name of the export, where there are several
 * @throws {LimbeckError} `config/file-not-found`, `config/no-data-source`, `config/several-data-sources`, `config/unknown-data-source`, `config/unknown-option`,
 *   `config/unsupported-driver`, and the codes of `explainLoadError`
 */
export async function loadConfig(file?: string, name?: string): Promise<LoadedConfig> {
  const path = findFile(file === undefined ? defaultFiles : [file]);
  preloadTypeOrm(path);
  const exported = await settleExports(path);
  const names = namesOf(exported);
  if (names.size === 0) throw new LimbeckError('config/no-data-source', { file: shownPath(path), exports: [...exported.keys()] });
  const dataSource = name === undefined ? only(names, path) : named(names, name, path);
  if (moduleFormat(path) === 'module' && namesFiles(dataSource)) registerEsmHooks();
  return { dataSource, options: optionsOf(exported.get('limbeck'), dataSource, names), file: path };
}

/** Whether TypeORM is to import files when it initialises, which may be in TypeScript. */
const namesFiles = ({ options }: DataSource): boolean => Object.values(options.entities ?? {}).some((entity) => typeof entity === 'string');

/** The names of each DataSource; the same one may be exported twice. */
function namesOf(exported: ReadonlyMap<string, unknown>): ReadonlyMap<DataSource, readonly string[]> {
  const names = new Map<DataSource, string[]>();
  for (const [name, value] of exported) if (isDataSource(value)) names.set(value, [...(names.get(value) ?? []), name]);
  return names;
}

type Names = ReturnType<typeof namesOf>;

const firstNames = (names: Names): readonly string[] => [...names.values()].flatMap(([first]) => first ?? []);

function only(names: Names, file: string): DataSource {
  const [dataSource, ...others] = names.keys();
  if (dataSource === undefined || others.length > 0) throw new LimbeckError('config/several-data-sources', { file: shownPath(file), exports: firstNames(names) });
  return dataSource;
}

function named(names: Names, name: string, file: string): DataSource {
  const found = [...names].find(([, all]) => all.includes(name));
  if (found !== undefined) return found[0];
  const known = [...names.values()].flat();
  throw new LimbeckError('config/unknown-data-source', { name, file: shownPath(file), exports: known, nearest: nearest(name, known) });
}

/** The options of a DataSource: where a file exports several, `limbeck` holds those of each under its name. */
function optionsOf(options: unknown, dataSource: DataSource, names: Names): unknown {
  if (names.size === 1 || typeof options !== 'object' || options === null) return options;
  const known = [...names.values()].flat();
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new LimbeckError('config/unknown-option', { option: unknown, nearest: nearest(unknown, known), known });
  return (names.get(dataSource) ?? []).map((name) => (options as Readonly<Record<string, unknown>>)[name]).find((own) => own !== undefined);
}

/** The file that is loaded where none is named, relative to the folder in which that is; `null` if there is none. */
export const findDataSourceFile = (folder: string): string | null => defaultFiles.find((file) => isFile(resolve(folder, file))) ?? null;

function findFile(candidates: readonly string[]): string {
  const found = candidates.map((candidate) => resolve(candidate)).find(isFile);
  if (found === undefined) throw new LimbeckError('config/file-not-found', { lookedFor: candidates });
  return found;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/**
 * Loads the TypeORM that the file will import, before `loadModule` switches source maps on: Node 20 would read those of all of
 * TypeORM, which takes as long again as TypeORM itself. Where there is none, loading the file tells it better.
 */
function preloadTypeOrm(file: string): void {
  try {
    createRequire(file)('typeorm');
  } catch (error) {
    if ((error as { readonly code?: unknown } | null)?.code !== 'MODULE_NOT_FOUND') throw explainLoadFailure(error, file);
  }
}

/** The exports by name, promises settled. */
async function settleExports(file: string): Promise<ReadonlyMap<string, unknown>> {
  try {
    const settled = new Map<string, unknown>();
    for (const [name, value] of Object.entries(await loadModule(file))) settled.set(name, await value);
    return settled;
  } catch (error) {
    throw unsupportedDriver(error) ?? explainLoadFailure(error, file);
  }
}

/** By the mark that TypeORM gives its objects: the project may have another copy of TypeORM than Limbeck sees. */
const isDataSource = (value: unknown): value is DataSource =>
  typeof value === 'object' && value !== null && (value as { readonly '@instanceof'?: unknown })['@instanceof'] === Symbol.for('DataSource');
