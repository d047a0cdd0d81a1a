import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { moduleFormat } from '../loader/module-format.js';
import { type NestOptions, readNestOptions } from './nest-options.js';
import { parse } from './parse.js';
import { type DeclaredDataSource, readDataSources } from './read-data-sources.js';

/** What the sources of a project say about TypeORM. */
export interface FoundSources {
  /** Files that make a DataSource for PostgreSQL, or for what they do not write out, with those. */
  readonly dataSources: readonly { readonly file: string; readonly declared: readonly DeclaredDataSource[] }[];
  /** NestJS modules that say how to connect. */
  readonly modules: readonly { readonly file: string; readonly options: NestOptions }[];
  /** Files of migrations that were written for TypeORM, and not for another database. */
  readonly migrations: readonly string[];
  /** The other databases that data sources and modules are for. */
  readonly otherDrivers: readonly string[];
}

/** Sources that people write; what was built, installed or is hidden is not theirs. */
const sources = { patterns: ['**/*.{ts,mts,cts,js,mjs,cjs}'], ignore: ['**/node_modules/**', '**/{dist,build,out,coverage}/**', '**/*.{d,test,spec,e2e-spec}.*'] };

/** The sources below a folder, absolute and sorted. */
export const sourceFiles = async (folder: string): Promise<readonly string[]> =>
  (await glob(sources.patterns, { cwd: folder, ignore: sources.ignore, absolute: true })).map((file) => resolve(file)).toSorted();

/** Reads the sources below a folder. Only files that speak of TypeORM are parsed. */
export async function findSources(folder: string): Promise<FoundSources> {
  const read = (await sourceFiles(folder)).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const dataSources = read.filter(({ text }) => /\bnew\s[\w.]*DataSource\s*\(/.test(text)).map(({ file, text }) => ({ file, declared: readDataSources(parse(file, text)) }));
  const modules = read.filter(({ text }) => text.includes('TypeOrmModule.forRoot')).flatMap(({ file, text }) => {
    const options = readNestOptions(parse(file, text), moduleFormat(file));
    return options === null ? [] : [{ file, options }];
  });
  const migrations = read.filter(({ text }) => isMigration(text)).map(({ file }) => file).filter((file) => !isForOtherDriver(relative(folder, file)));
  return {
    dataSources: dataSources.map(({ file, declared }) => ({ file, declared: declared.filter(isOurs) })).filter(({ declared }) => declared.length > 0),
    modules: modules.filter(({ options }) => isOurs(options)),
    migrations,
    otherDrivers: [...dataSources.flatMap(({ declared }) => declared), ...modules.map(({ options }) => options)].flatMap(({ driver }) => (isOurs({ driver }) ? [] : [driver ?? ''])),
  };
}

/** By the interface, or by the time stamp that TypeORM wants in the name of the class; a revision says what it stands on. */
const isMigration = (text: string): boolean => /\bimplements\s+MigrationInterface\b|\bclass\s+\w*\d{13}\b/.test(text) && !/\bdownRevision\b/.test(text);

/** As TypeORM calls them (1.1.1, `DatabaseType`), and short for that. */
const otherDrivers: ReadonlySet<string> = new Set(['mysql', 'mariadb', 'sqlite', 'better-sqlite3', 'sqljs', 'mssql', 'oracle', 'cockroachdb', 'mongodb', 'spanner', 'sap']);

/** An app for several databases keeps the migrations of each in a folder that is called after it. */
const isForOtherDriver = (path: string): boolean => dirname(path).split(/[\\/]/).some((name) => otherDrivers.has(name));

/** Whether Limbeck can work with it, as far as the file tells. */
export const isOurs = ({ driver }: Pick<DeclaredDataSource, 'driver'>): boolean => driver === null || driver === 'postgres';

/** The folder of the nearest `package.json`, from `folder` upwards; `otherwise` where there is none. */
export function packageFolderOf(folder: string, otherwise: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(folder) === folder ? otherwise : packageFolderOf(dirname(folder), otherwise);
}
