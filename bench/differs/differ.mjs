// @ts-check
/**
 * Those whose comparison is measured. Each module has `start(options)`, which connects and builds the metadata, so that `run()` is the
 * comparison and gives the number of differences that it found; and where it has tables of its own, `create(options)`, which makes them.
 */
import { fileURLToPath } from 'node:url';

/**
 * @typedef {import('../support/schema.mjs').SchemaRequest & { url: string }} DifferOptions
 * @typedef {object} Differ
 * @property {string} name
 * @property {URL} module
 * @property {string} tables Whose tables it compares; those of the same maker share a database.
 * @property {boolean} makesTables Whether it is that maker.
 * @property {boolean} isPeerPackage Whether it comes with bench/package.json.
 * @property {boolean} compares Whether it does; else it gives `null`.
 * @property {number} largest The most tables that it is measured with.
 * @property {readonly string[] | null} command What its users type, as words for Node; `null` where a script calls its API.
 */

const at = (/** @type {string} */ file) => new URL(`./${file}`, import.meta.url);
const pathOf = (/** @type {string} */ file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** Gives the command line the entities. */
export const dataSourceFile = fileURLToPath(at('data-source.mjs'));

const ours = { tables: 'typeorm', makesTables: false, isPeerPackage: false, compares: true, largest: Infinity };
const peer = { makesTables: true, isPeerPackage: true, compares: true, largest: Infinity, command: null };

/** @type {readonly Differ[]} */
export const differs = [
  { ...ours, name: 'floor', module: at('floor.mjs'), command: null },
  { ...ours, name: 'reading alone', module: at('reading.mjs'), compares: false, command: null },
  { ...ours, name: 'Limbeck', module: at('limbeck.mjs'), command: [pathOf('dist/cli/main.js'), 'diff', '-d', dataSourceFile] },
  { ...ours, name: 'TypeORM', module: at('typeorm.mjs'), makesTables: true, command: [pathOf('node_modules/typeorm/cli.js'), 'schema:log', '-d', dataSourceFile] },
  { ...peer, name: 'MikroORM', module: at('mikro-orm.mjs'), tables: 'mikro-orm' },
  { ...peer, name: 'drizzle-kit', module: at('drizzle-kit.mjs'), tables: 'drizzle-kit', largest: 100 },
];
