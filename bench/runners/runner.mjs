// @ts-check
/**
 * Those whose running of revisions is measured. Each module has `write(folder, count)`, which writes the files of a history, where it reads any;
 * and `start(options)`, of which `run()` connects, finds out what is to do, does it, and gives the number of revisions that ran.
 */
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ url: string, folder: string, count: number }} RunnerOptions `folder`: that of the files.
 * @typedef {object} NothingToDo A whole process that finds nothing to do.
 * @property {readonly string[]} words
 * @property {Record<string, string>} env
 * @property {string} says
 * @typedef {object} Runner
 * @property {string} name
 * @property {URL} module
 * @property {boolean} isPeerPackage Whether it comes with bench/package.json.
 * @property {boolean} readsDataSource Whether its command is given a data source of TypeORM.
 * @property {boolean} repeatsAnother Whether it does as another does where nothing is left to do.
 * @property {((options: RunnerOptions, dataSource: string) => NothingToDo) | null} command What its users type; `null` where a script calls its API.
 */

const at = (/** @type {string} */ file) => new URL(`./${file}`, import.meta.url);
const pathOf = (/** @type {string} */ file) => fileURLToPath(at(file));

/** Gives the command line the database, in CommonJS as compilers make it of most apps. */
export const dataSourceFile = pathOf('data-source.cjs');

/** The same in an ES module. */
export const dataSourceModule = pathOf('data-source.mjs');

/** What Limbeck's command runs, and TypeORM's. */
export const cli = { limbeck: pathOf('../../dist/cli/main.js'), typeorm: pathOf('../../node_modules/typeorm/cli.js') };

/** @type {readonly Runner[]} */
export const runners = [
  { name: 'floor', module: at('floor.mjs'), isPeerPackage: false, readsDataSource: false, repeatsAnother: false, command: null },
  { name: 'lower floor', module: at('lower-floor.mjs'), isPeerPackage: false, readsDataSource: false, repeatsAnother: true, command: null },
  {
    name: 'Limbeck',
    module: at('limbeck.mjs'),
    isPeerPackage: false,
    readsDataSource: true,
    repeatsAnother: false,
    command: ({ url, folder }, dataSource) => ({ words: [cli.limbeck, 'upgrade', '-d', dataSource], env: { BENCH_URL: url, BENCH_FOLDER: folder }, says: 'Nothing to upgrade.' }),
  },
  {
    name: 'TypeORM',
    module: at('typeorm.mjs'),
    isPeerPackage: false,
    readsDataSource: true,
    repeatsAnother: false,
    command: ({ url, folder }, dataSource) => ({ words: [cli.typeorm, 'migration:run', '-d', dataSource], env: { BENCH_URL: url, BENCH_MIGRATIONS: folder }, says: 'No migrations are pending' }),
  },
  {
    name: 'node-pg-migrate',
    module: at('node-pg-migrate.mjs'),
    isPeerPackage: true,
    readsDataSource: false,
    repeatsAnother: false,
    command: ({ url, folder }) => ({ words: [pathOf('../node_modules/node-pg-migrate/bin/node-pg-migrate.js'), 'up', '-m', folder], env: { DATABASE_URL: url }, says: 'No migrations to run!' }),
  },
  { name: 'umzug', module: at('umzug.mjs'), isPeerPackage: true, readsDataSource: false, repeatsAnother: false, command: null },
];
