import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { SourceFile } from 'ts-morph';
import { moduleFormat } from '../loader/module-format.js';
import { shownPath } from '../loader/shown-path.js';
import { findDataSourceFile } from '../typeorm/load-data-source.js';
import { addOptions, statedOptions } from './add-options.js';
import { addScripts, type Scripts } from './add-scripts.js';
import { chooseDataSource, type ChosenDataSource, type DataSourceWish } from './choose-data-source.js';
import { dataSourceText } from './data-source-text.js';
import { changedFile, type FileChange, newFile } from './file-change.js';
import { findSources, packageFolderOf } from './find-project.js';
import { parse } from './parse.js';
import { schemaSwitches } from './read-data-sources.js';

/** What `planSetup` is asked for. */
export interface SetupWish extends DataSourceWish {
  /** The folder of the revisions, absolute. */
  readonly directory?: string;
}

/** What there is to do so that Limbeck works in a project. */
export interface Setup {
  /** The file with the DataSource, absolute; which one, where it has several; and whether it is still to be made. */
  readonly dataSource: { readonly file: string; readonly name: string | null; readonly isNew: boolean };
  /** The folder of the revisions, absolute, and whether it is still to be made. */
  readonly directory: { readonly path: string; readonly isNew: boolean };
  /** Files to make and to change. */
  readonly changes: readonly FileChange[];
  /** What people have to see to themselves, in sentences. */
  readonly remarks: readonly string[];
  /** Migrations that were written for TypeORM, absolute. */
  readonly migrations: readonly string[];
}

/**
 * Finds what a project has, and plans what is missing and no more: the folder, a file with a DataSource, the export `limbeck`
 * where the folder is not the usual one, and npm scripts. Changes nothing.
 *
 * @throws {LimbeckError} `setup/…`, and those of `chooseDataSource`.
 */
export async function planSetup(wish: SetupWish): Promise<Setup> {
  const found = await findSources(packageFolderOf(wish.folder, wish.folder));
  const chosen = await chooseDataSource(found, wish);
  const home = packageFolderOf(dirname(chosen.file), wish.folder);
  const migrations = found.migrations.filter((file) => packageFolderOf(dirname(file), wish.folder) === home);
  const directory = wish.directory ?? statedDirectory(chosen) ?? onlyFolderOf(migrations) ?? join(dirname(chosen.file), 'migrations');
  const source = dataSourceChanges(chosen, directory);
  const scripts = scriptChanges(home, scriptsFor(chosen, home));
  return {
    dataSource: { file: chosen.file, name: nameOf(chosen), isNew: chosen.type !== 'there' },
    directory: { path: directory, isNew: !existsSync(directory) },
    changes: [...source.changes, ...scripts.changes],
    remarks: [...source.remarks, ...scripts.remarks],
    migrations,
  };
}

/** The name that a DataSource has to be called by; `null` where it is the only one of its file. */
const nameOf = (chosen: ChosenDataSource): string | null => (chosen.type === 'there' && chosen.isOneOfSeveral ? (chosen.declared?.name ?? null) : null);

type Planned = Pick<Setup, 'changes' | 'remarks'>;

function statedDirectory(chosen: ChosenDataSource): string | null {
  if (chosen.type !== 'there') return null;
  const stated = statedOptions(parse(chosen.file, chosen.text))?.directory ?? null;
  return stated === null ? null : resolve(dirname(chosen.file), stated);
}

/** Where all migrations are, so that the new ones come to lie beside them. */
function onlyFolderOf(files: readonly string[]): string | null {
  const [folder, ...others] = new Set(files.map((file) => dirname(file)));
  return folder === undefined || others.length > 0 ? null : folder;
}

/** As a path is written in code, on every system. */
const pathFrom = (folder: string, path: string): string => relative(folder, path).replaceAll('\\', '/');

function dataSourceChanges(chosen: ChosenDataSource, directory: string): Planned {
  const option = pathFrom(dirname(chosen.file), directory);
  switch (chosen.type) {
    case 'none':
      return { changes: [newFile(chosen.file, dataSourceText({ directory: option, entities: "'entities/*.{ts,js}'" }))], remarks: [`Say in ${shownPath(chosen.file)} how to connect, and name your entities.`] };
    case 'nest': {
      const planned = chosen.text === null ? nestWithout(chosen, option) : { changes: [newFile(chosen.file, withOptions(chosen.file, chosen.text, option))], remarks: [] };
      return { ...planned, remarks: [...planned.remarks, ...switchesIn(chosen.module, parse(chosen.module, readFileSync(chosen.module, 'utf8')))] };
    }
    case 'there':
      return existing(chosen, option);
  }
}

function nestWithout({ file, module }: Extract<ChosenDataSource, { type: 'nest' }>, directory: string): Planned {
  const entities = `\`\${${moduleFormat(file) === 'module' ? 'import.meta.dirname' : '__dirname'}}/**/*.entity{.ts,.js}\``;
  return {
    changes: [newFile(file, dataSourceText({ directory, entities }))],
    remarks: [`Say in ${shownPath(file)} how to connect: the options in ${shownPath(module)} are known only to the app when it runs.`],
  };
}

const usualOption = 'migrations';

function withOptions(file: string, text: string, directory: string): string {
  if (directory === usualOption) return text;
  const edits = addOptions(parse(file, text), { format: moduleFormat(file), directory, name: null });
  return changedFile(file, text, edits)[0]?.after ?? text;
}

function existing(chosen: Extract<ChosenDataSource, { type: 'there' }>, directory: string): Planned {
  const { file, text, declared } = chosen;
  const source = parse(file, text);
  const stated = statedOptions(source);
  const isSaid = stated === null ? directory === usualOption : stated.directory === directory;
  const isWholeModule = declared?.name === 'default' && /\bmodule\.exports\s*=/.test(text);
  const canAdd = stated === null && !isWholeModule;
  const exported = declared?.exportAt == null ? [] : [{ start: declared.exportAt, end: declared.exportAt, text: 'export ' }];
  const options = isSaid || !canAdd ? [] : addOptions(source, { format: moduleFormat(file), directory, name: nameOf(chosen) });
  const unsaid = isSaid || canAdd ? [] : [`Say in the export \`limbeck\` of ${shownPath(file)}: directory: '${directory}'.`];
  return { changes: changedFile(file, text, [...exported, ...options]), remarks: [...unsaid, ...switchesIn(file, source)] };
}

/** What to switch off in a file, and where. */
const switchesIn = (file: string, source: SourceFile): readonly string[] =>
  schemaSwitches(source).map(({ option, line }) => `Set ${option} to false in ${shownPath(file)}:${line}: from now on, migrations change the schema.`);

/** The commands as npm runs them, in the folder of the package. */
function scriptsFor(chosen: ChosenDataSource, home: string): Scripts {
  const file = pathFrom(home, chosen.file);
  const usual = findDataSourceFile(home) ?? (/^(ormconfig|data-source|src\/data-source)\.[cm]?[jt]s$/.test(file) ? file : null);
  const name = nameOf(chosen);
  const limbeck = `limbeck${file === usual ? '' : ` -d ${/\s/.test(file) ? `"${file}"` : file}`}${name === null ? '' : ` -n ${name}`}`;
  return {
    'migrate:gen': `${limbeck} revision --autogenerate`,
    'migrate:up': `${limbeck} upgrade`,
    'migrate:down': `${limbeck} downgrade`,
    'migrate:check': `${limbeck} check`,
  };
}

function scriptChanges(home: string, scripts: Scripts): Planned {
  const file = join(home, 'package.json');
  if (!existsSync(file)) return { changes: [], remarks: [] };
  const text = readFileSync(file, 'utf8');
  const { edits, taken } = addScripts(file, text, scripts);
  return { changes: changedFile(file, text, edits), remarks: taken.map((name) => `${shownPath(file)} has another script ${name}; it stays. Limbeck's would be: ${scripts[name]}`) };
}
