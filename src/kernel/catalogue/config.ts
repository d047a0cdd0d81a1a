import { list, sentence } from '../text.js';

/** A file and its line, as editors and terminals understand it. */
const placeOf = (place: { readonly file: string; readonly line: number | null }): string => (place.line === null ? place.file : `${place.file}:${place.line}`);

/** The area `config` of the catalogue: the data source, its file and the options. */
export const configErrors = {
  'config/bad-option': (d: { option: string; found: string; allowed: string }) => ({
    message: `The option \`${d.option}\` is ${d.found}; it must be ${d.allowed}.`,
    hint: 'Correct it where the Migrator is made, or in the `limbeck` export beside the DataSource.',
  }),
  'config/callback-failed': (d: { option: string; place: string | null; reason: string }) => ({
    message: `The function \`${d.option}\` of the options failed${d.place === null ? '' : ` at ${d.place}`}: ${sentence(d.reason)}`,
    hint: 'Correct the function.',
  }),
  'config/cannot-connect': (d: { server: string; reason: string }) => ({
    message: `Limbeck cannot connect to ${d.server}: ${sentence(d.reason)}`,
    hint: 'Check the connection options of the DataSource.',
  }),
  'config/compiler-missing': (d: { problem: string }) => ({
    message: `TypeScript cannot be read, because its compiler, @swc/core, does not load: ${sentence(d.problem)}`,
    hint: 'Install again with optional dependencies (`npm ci --include=optional`), or give Limbeck files compiled to JavaScript.',
  }),
  'config/database-missing': (d: { database: string; server: string }) => ({
    message: `There is no database "${d.database}" on the server at ${d.server}.`,
    hint: 'Create the database, or correct `database` in the DataSource.',
  }),
  'config/does-not-compile': (d: { file: string; line: number; column: number; problem: string }) => ({
    message: `${d.file} does not compile: ${d.problem} (line ${d.line}, column ${d.column}).`,
    hint: 'Correct the file.',
  }),
  'config/file-not-found': (d: { lookedFor: readonly string[] }) => ({
    message:
      d.lookedFor.length === 1
        ? `There is no file ${d.lookedFor.join()}.`
        : `There is no file that exports a DataSource; looked for ${d.lookedFor.filter((file) => file.endsWith('.ts')).join(', ')}, and the same in JavaScript.`,
    hint: `${d.lookedFor.length === 1 ? 'Name' : 'Let `limbeck init` find it in your app or write one, or name'} the file that exports your DataSource: \`--data-source <file>\`.`,
  }),
  'config/import-cycle': (d: { name: string; file: string; line: number | null }) => ({
    message: `${placeOf(d)} uses "${d.name}" before it is made: the files import each other.`,
    hint: 'Give relations as functions (`() => Order`), and move what both files need when they load into a third one.',
  }),
  'config/load-failed': (d: { file: string; line: number | null; problem: string }) => ({
    message: `${placeOf(d)} fails while it is loaded: ${d.problem}`,
    hint: 'Correct what the file does when it is loaded.',
  }),
  'config/login-failed': (d: { role: string; server: string; reason: string }) => ({
    message: `The server at ${d.server} does not let the role "${d.role}" in: ${sentence(d.reason)}`,
    hint: 'Check `username` and `password` of the DataSource, and the variables they are read from. A `.env` file counts only where the file of the DataSource loads it.',
  }),
  'config/missing-export': (d: { name: string; specifier: string; file: string; line: number | null }) => ({
    message: `${placeOf(d)} imports "${d.name}" from "${d.specifier}", which does not export it.`,
    hint: `If "${d.name}" is a type, write \`import type\` or \`export type\`; else correct the name.`,
  }),
  'config/module-not-found': (d: { specifier: string; importer: string | null }) => ({
    message: `${d.importer === null ? 'A module that is imported is' : `${d.importer} imports a module that is`} not found: ${d.specifier}`,
    hint: 'Correct the path, install the package, or check `paths` and `baseUrl` in the tsconfig.json nearest to the file.',
  }),
  'config/no-data-source': (d: { file: string; exports: readonly string[] }) => ({
    message: `${d.file} exports no DataSource${d.exports.length === 0 ? '; it exports nothing' : `, only ${list(d.exports)}`}.`,
    hint: 'Export it, by any name: `export const dataSource = new DataSource({ ... })`. A promise of one will do, a function will not.',
  }),
  'config/server-unreachable': (d: { server: string; reason: string }) => ({
    message: `No PostgreSQL server answers at ${d.server} (${d.reason}).`,
    hint: 'Start the server, or correct `host` and `port` of the DataSource.',
  }),
  'config/several-data-sources': (d: { file: string; exports: readonly string[] }) => ({
    message: `${d.file} exports ${d.exports.length} data sources: ${list(d.exports)}.`,
    hint: 'Choose one with `--name <export>`.',
  }),
  'config/tsconfig-invalid': (d: { file: string; problem: string }) => ({
    message: `The tsconfig.json that ${d.file} belongs to cannot be read: ${sentence(d.problem)}`,
    hint: 'Correct it; what `extends` names has to be installed.',
  }),
  'config/unknown-data-source': (d: { name: string; file: string; exports: readonly string[]; nearest: string | null }) => ({
    message: `${d.file} exports no DataSource by the name "${d.name}", only ${list(d.exports)}.`,
    hint: d.nearest === null ? 'Choose one of these with `--name <export>`.' : `Did you mean \`--name ${d.nearest}\`?`,
  }),
  'config/unknown-hazard': (d: { option: string; code: string; nearest: string | null }) => ({
    message: `The option \`${d.option}\` speaks of "${d.code}", and there is no such hazard.`,
    hint: d.nearest === null ? 'Take it out; docs/linting.md lists them all.' : `Did you mean \`${d.nearest}\`?`,
  }),
  'config/unknown-option': (d: { option: string; nearest: string | null; known: readonly string[] }) => ({
    message: `There is no option \`${d.option}\`.`,
    hint: d.nearest === null ? `The options are ${d.known.join(', ')}.` : `Did you mean \`${d.nearest}\`?`,
  }),
  'config/unsupported-driver': (d: { driver: string }) => ({
    message: `The DataSource is of the type "${d.driver}", which Limbeck does not support yet.`,
    hint: 'Limbeck works with PostgreSQL (`type: "postgres"`).',
  }),
};
