import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { findDataSourceFile } from '../typeorm/load-data-source.js';
import { type FoundSources, isOurs, packageFolderOf } from './find-project.js';
import { parse } from './parse.js';
import { type DeclaredDataSource, readDataSources } from './read-data-sources.js';

/** Where to look, and what was said of it. */
export interface DataSourceWish {
  /** The working directory. */
  readonly folder: string;
  /** The file that was named, absolute. */
  readonly file?: string;
  /** The export that was named. */
  readonly name?: string;
  /** Chooses one of several; gives its position, or `null` where nobody can be asked. */
  readonly choose: (question: string, choices: readonly string[]) => Promise<number | null>;
}

/** The DataSource that Limbeck is to work with. */
export type ChosenDataSource =
  | { readonly type: 'there'; readonly file: string; readonly text: string; readonly declared: DeclaredDataSource | null; readonly isOneOfSeveral: boolean }
  /** Of a NestJS module, from whose options it can be made. */
  | { readonly type: 'nest'; readonly file: string; readonly module: string; readonly text: string | null }
  | { readonly type: 'none'; readonly file: string };

/**
 * The file that was named; else the one that Limbeck finds by itself; else the only one there is, or the one that is chosen of
 * several; else a new one, beside the NestJS module that says how to connect or in the folder of the package.
 *
 * @throws {LimbeckError} `config/unsupported-driver`, `config/file-not-found`, `setup/several-data-sources`, `config/several-data-sources`, `config/unknown-data-source`.
 */
export async function chooseDataSource(found: FoundSources, wish: DataSourceWish): Promise<ChosenDataSource> {
  const home = packageFolderOf(wish.folder, wish.folder);
  const file = wish.file ?? usual(home) ?? (await oneOf(found.dataSources.map((each) => each.file), wish));
  if (file !== null) return exportOf(file, wish);
  const module = await oneOf(found.modules.map((each) => each.file), wish);
  if (module !== null) return { type: 'nest', file: join(dirname(module), 'data-source.ts'), module, text: found.modules.find((each) => each.file === module)?.options.text ?? null };
  const [other] = found.otherDrivers;
  if (other !== undefined) throw new LimbeckError('config/unsupported-driver', { driver: other });
  return { type: 'none', file: join(home, 'ormconfig.ts') };
}

function usual(home: string): string | null {
  const file = findDataSourceFile(home);
  return file === null ? null : resolve(home, file);
}

async function oneOf(files: readonly string[], { choose }: DataSourceWish): Promise<string | null> {
  if (files.length <= 1) return files[0] ?? null;
  const position = await choose('Which file connects to the database that Limbeck is to manage?', files.map(shownPath));
  if (position === null) throw new LimbeckError('setup/several-data-sources', { files: files.map(shownPath) });
  return files[position] ?? null;
}

/** The DataSource of a file; which one, where it has several. */
async function exportOf(file: string, { name, choose }: DataSourceWish): Promise<ChosenDataSource> {
  const text = read(file);
  const all = readDataSources(parse(file, text));
  const names = all.map((each) => each.name);
  if (name !== undefined && all.length > 0 && !names.includes(name)) throw new LimbeckError('config/unknown-data-source', { name, file: shownPath(file), exports: names, nearest: null });
  const named = name ?? (all.length <= 1 ? names[0] : names[(await choose(`Which DataSource of ${shownPath(file)}?`, names)) ?? -1]);
  if (named === undefined && all.length > 1) throw new LimbeckError('config/several-data-sources', { file: shownPath(file), exports: names });
  const declared = all.find((each) => each.name === named) ?? null;
  if (declared !== null && !isOurs(declared)) throw new LimbeckError('config/unsupported-driver', { driver: declared.driver ?? '' });
  return { type: 'there', file, text, declared, isOneOfSeveral: all.length > 1 };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LimbeckError('config/file-not-found', { lookedFor: [shownPath(file)] }, { cause });
  }
}
