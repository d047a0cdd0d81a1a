import { testingErrors } from './error-catalogue-testing.js';
import { count, indent, list, sentence } from './text.js';

interface Wording {
  readonly message: string;
  readonly hint: string;
}

/** A statement that the server refused, and what it said about it. */
interface StatementFailure {
  readonly revision: string;
  readonly direction: 'up' | 'down';
  /** The line of the revision file that sent it, where that is known. */
  readonly source: string | null;
  readonly sql: string;
  /** The statement with a caret under the place, shortened where it is long. */
  readonly excerpt: string;
  readonly sqlState: string;
  readonly serverMessage: string;
  readonly detail: string | null;
  readonly serverHint: string | null;
  /** Where in functions of the server it happened. */
  readonly context: string | null;
  /** Counted from 1. */
  readonly place: { readonly line: number; readonly column: number } | null;
  /** What the failure leaves behind. */
  readonly standing: string;
}

/** A file and its line, as editors and terminals understand it. */
const placeOf = (place: { readonly file: string; readonly line: number | null }): string => (place.line === null ? place.file : `${place.file}:${place.line}`);

/**
 * Every error that Limbeck can raise: what is wrong, with the names in it, and what to do.
 *
 * Areas in alphabetical order, and the codes of an area too. `docs/errors.md` has a section for each code.
 */
export const catalogue = {
  'canonicalise/extension-missing': (d: { extension: string; serverMessage: string }) => ({
    message: `The entities need the extension "${d.extension}", which the database has not and cannot make: ${sentence(d.serverMessage)}`,
    hint: 'Install the package of the extension on the server, or let a role that may make it run CREATE EXTENSION.',
  }),
  'canonicalise/invalid-expression': (d: { owner: string; expression: string; sqlState: string; serverMessage: string }) => ({
    message: `PostgreSQL does not accept the expression of ${d.owner}: ${d.expression}\n${indent(`${d.serverMessage} (SQLSTATE ${d.sqlState})`)}`,
    hint: 'Correct the expression in the entity; it is sent to the database exactly as it is written there.',
  }),
  'canonicalise/not-allowed': (d: { serverMessage: string }) => ({
    message: `The database does not let Limbeck ask how it spells an expression: ${d.serverMessage}`,
    hint: 'Comparing needs a role that may make temporary tables (GRANT TEMPORARY ON DATABASE …) on a server that is no standby.',
  }),
  'canonicalise/view-in-the-way': (d: { view: string; serverMessage: string }) => ({
    message: `The ${d.view} stays, but it cannot stand on what the entities want: ${sentence(d.serverMessage)}`,
    hint: 'Drop or change the view in a revision of its own first, or make it an entity.',
  }),

  'command/uncaught': (d: { reason: string }) => ({
    message: `Something failed beside the command's own work, and nothing caught it: ${sentence(d.reason)}`,
    hint: 'Wait for every promise in the configuration file, the entities and the revisions, or catch what it throws.',
  }),
  'command/wrong-usage': (d: { problem: string; nearest: string | null; command: string | null }) => ({
    message: sentence(d.problem),
    hint: d.nearest === null ? `See \`limbeck ${d.command === null ? '' : `${d.command} `}--help\`.` : `Did you mean ${d.nearest}?`,
  }),

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
    message: d.lookedFor.length === 1 ? `There is no file ${d.lookedFor.join()}.` : `There is no file that exports a DataSource; looked for ${d.lookedFor.join(', ')}.`,
    hint: 'Name the file that exports your DataSource: `--data-source <file>`.',
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
    hint: 'Check `username` and `password` of the DataSource, and the variables they are read from.',
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
    hint: 'Export one. Move the others to files of their own, and choose with `--data-source <file>`.',
  }),
  'config/tsconfig-invalid': (d: { file: string; problem: string }) => ({
    message: `The tsconfig.json that ${d.file} belongs to cannot be read: ${sentence(d.problem)}`,
    hint: 'Correct it; what `extends` names has to be installed.',
  }),
  'config/unknown-option': (d: { option: string; nearest: string | null; known: readonly string[] }) => ({
    message: `There is no option \`${d.option}\`.`,
    hint: d.nearest === null ? `The options are ${d.known.join(', ')}.` : `Did you mean \`${d.nearest}\`?`,
  }),
  'config/unsupported-driver': (d: { driver: string }) => ({
    message: `The DataSource is of the type "${d.driver}", which Limbeck does not support yet.`,
    hint: 'Limbeck works with PostgreSQL (`type: "postgres"`).',
  }),

  'diff/view-not-kept': (d: { view: string; attachments: readonly string[] }) => ({
    message: `The view ${d.view} has to be dropped and created again, which would lose what was put on it: ${d.attachments.join(', ')}.`,
    hint: 'Drop the view in a revision of its own, and create it in a later one with all that it needs.',
  }),

  'entities/enum-conflict': (d: { type: string; uses: readonly { property: string; values: readonly string[] }[] }) => ({
    message: `The enum type "${d.type}" has different values in different places:\n${d.uses.map(({ property, values }) => indent(`${property}: ${values.join(', ')}`)).join('\n')}`,
    hint: 'Give each column the same values in the same order, or one of them an `enumName` of its own.',
  }),
  'entities/invalid': (d: { reason: string }) => ({
    message: `TypeORM does not accept the entities: ${sentence(d.reason)}`,
    hint: 'Correct the entity; `dataSource.initialize()` fails in the same way without Limbeck.',
  }),
  'entities/name-conflict': (d: { object: string; places: readonly string[] }) => ({
    message: `Two different things have the name of ${d.object}: ${d.places.join(' and ')}.`,
    hint: 'Give one of them a name of its own, or make both say the same.',
  }),
  'entities/no-metadata': (d: { dataSource: string }) => ({
    message: `The data source ${d.dataSource} has no entities, so there is nothing to compare with.`,
    hint: 'Name your entities in the `entities` option of the DataSource; a glob that matches no file gives none.',
  }),

  'introspect/not-readable': (d: { tables: readonly string[]; role: string }) => ({
    message: `The role "${d.role}" may not read ${list(d.tables)}.`,
    hint: 'Connect as the owner of the tables, grant the role access, or leave the tables out with `includeObject`.',
  }),

  'lock/held': (d: { holder: string; waitedMs: number }) => ({
    message: `Another run holds the migration lock: ${d.holder}. Waited ${d.waitedMs} ms.`,
    hint: 'Wait for that run to end, or raise `lockWaitMs`.',
  }),

  'offline/needs-database': (d: { revision: string; direction: 'up' | 'down'; reason: string }) => ({
    message: `${d.direction}() of revision ${d.revision} cannot be shown without a database: ${sentence(d.reason)}`,
    hint: 'It reads something that only the database knows. Look into the file instead.',
  }),
  'offline/parameters': (d: { sql: string }) => ({
    message: `SQL with parameters can be sent to a database but not written into a script: ${d.sql}`,
    hint: 'Write the values into the SQL.',
  }),

  'operation/cannot-alter': (d: { what: string; facets: readonly string[] }) => ({
    message: `PostgreSQL cannot change ${list(d.facets)} of ${d.what} in place.`,
    hint: 'Drop the object and create it anew, or write the SQL yourself.',
  }),
  'operation/irreversible': (d: { what: string }) => ({
    message: `There is no way back from: ${d.what}`,
    hint: 'Write this part of down() by hand.',
  }),
  'operation/no-method': (d: { verb: string; kind: string }) => ({
    message: `No database that Limbeck knows can ${d.verb} a ${d.kind} in place.`,
    hint: 'Drop it and create it anew.',
  }),
  'operation/unsendable-text': (d: { text: string }) => ({
    message: `A name or a value holds a NUL or half of a surrogate pair, which PostgreSQL cannot keep: ${JSON.stringify(d.text)}`,
    hint: 'Correct the text.',
  }),

  'plan/cycle': (d: { members: readonly string[] }) => ({
    message: `These operations wait for each other, so there is no order for them:\n${indent(d.members.join('\n'))}`,
    hint: 'Make the change in two revisions: first a part of it, then the rest.',
  }),

  'rename/bad-syntax': (d: { rename: string }) => ({
    message: `"${d.rename}" is no rename.`,
    hint: 'Write the old name, = and the new one: orders=purchases, user.mail=user.email, type:kind=sort, enum:status.old=new, index:old=new. A name with a dot or = in it stands in double quotes.',
  }),
  'rename/conflict': (d: { first: string; second: string }) => ({
    message: `Two renames contradict each other: ${d.first}, and ${d.second}.`,
    hint: 'Leave one of them out.',
  }),
  'rename/refused': (d: { serverMessage: string; sqlState: string }) => ({
    message: `The database did not let Limbeck try the renames: ${d.serverMessage} (SQLSTATE ${d.sqlState})`,
    hint: 'Renames are tried in a transaction that is rolled back. That needs the role that owns the tables, and a moment in which nobody else uses them.',
  }),
  'rename/taken': (d: { rename: string; from: string; to: string }) => ({
    message: `"${d.rename}" cannot be done: the database has both ${d.from} and ${d.to}.`,
    hint: 'Rename or drop the second one first, in a revision of its own.',
  }),
  'rename/unknown': (d: { rename: string; side: 'database' | 'entities'; name: string; nearest: string | null }) => ({
    message: `"${d.rename}" names nothing: ${d.side === 'database' ? `there is no ${d.name} in the database` : `the entities have no ${d.name}`}.`,
    hint: d.nearest === null ? 'Write the old name as it is in the database, and the new one as the entities have it.' : `Did you mean ${d.nearest}?`,
  }),

  'revision/ambiguous': (d: { target: string; candidates: readonly string[] }) => ({
    message: `"${d.target}" is the beginning of several revisions: ${d.candidates.join(', ')}.`,
    hint: 'Write more of the id.',
  }),
  'revision/ambiguous-walk': (d: { target: string; choices: readonly string[] }) => ({
    message: `"${d.target}" can be counted in more than one way: by ${d.choices.join(', ')}.`,
    hint: 'Name the revision itself; `limbeck history` lists them.',
  }),
  'revision/bad-id': (d: { file: string; id: string }) => ({
    message: `${d.file}: "${d.id}" cannot be the id of a revision.`,
    hint: 'An id is made of letters A to Z, digits and `_`, and is none of head, heads, base and current.',
  }),
  'revision/cycle': (d: { members: readonly string[] }) => ({
    message: `Revisions stand on each other in a circle: ${[...d.members, ...d.members.slice(0, 1)].join(' → ')}.`,
    hint: 'Correct `downRevision` in one of these files.',
  }),
  'revision/duplicate': (d: { id: string; files: readonly string[] }) => ({
    message: `Two files have the revision "${d.id}": ${d.files.join(' and ')}.`,
    hint: 'Delete one of them, or give it an id of its own. A build folder that holds the same revisions compiled must not be read beside its sources.',
  }),
  'revision/duplicate-name': (d: { name: string; files: readonly string[] }) => ({
    message: `Two files have the migration name "${d.name}", by which TypeORM tells them apart: ${d.files.join(' and ')}.`,
    hint: 'Rename the class and its `name` in the newer file, with a later time stamp.',
  }),
  'revision/empty-message': (d: { message: string }) => ({
    message: `The message ${JSON.stringify(d.message)} has no letter or digit to name a file by.`,
    hint: 'Say in a few words what the revision does: `-m "add invoices"`.',
  }),
  'revision/file-exists': (d: { file: string }) => ({
    message: `There is a file ${d.file} already; Limbeck never overwrites one.`,
    hint: 'Move the file, or let `fileTemplate` hold %(rev)s, which is new each time.',
  }),
  'revision/missing-file': (d: { name: string; revision: string | null; table: string; directory: string }) => ({
    message: `Can't locate revision "${d.revision ?? d.name}": the table ${d.table} says that it is applied, but no file in ${d.directory} has it.`,
    hint: 'Fetch the file (another branch may have it), or correct `directory`. If the revision is gone for good, delete its row from the table.',
  }),
  'revision/missing-parent': (d: { revision: string; file: string; parent: string }) => ({
    message: `Can't locate revision "${d.parent}", on which ${d.revision} stands (${d.file}).`,
    hint: 'Fetch the file of that revision (another branch may have it), or correct `downRevision`.',
  }),
  'revision/multiple-heads': (d: { heads: readonly string[] }) => ({
    message: `There are ${d.heads.length} head revisions: ${d.heads.join(', ')}.`,
    hint: 'Let one stand on the other (`downRevision`, and a later time stamp in the name), or name the one you mean.',
  }),
  'revision/no-down-revision': (d: { file: string }) => ({
    message: `${d.file} does not say on which revision it stands.`,
    hint: 'Add `static readonly downRevision = "…"` to its class, or `= null` for the first revision.',
  }),
  'revision/no-revision': (d: { file: string }) => ({
    message: `${d.file} does not say which revision it is.`,
    hint: 'Add `static readonly revision = "…"` (12 hexadecimal digits) and `static readonly downRevision = …` to its class. Files that are no revisions belong in another folder.',
  }),
  'revision/no-time-stamp': (d: { file: string; name: string }) => ({
    message: `${d.file}: the name "${d.name}" does not end in a 13-digit time stamp, as TypeORM wants it.`,
    hint: 'Write the milliseconds since 1970 behind the name of the class: `AddInvoices1720000000000`.',
  }),
  'revision/not-a-literal': (d: { file: string; member: string }) => ({
    message: `${d.file}: the value of \`${d.member}\` cannot be read from the text of the file.`,
    hint: 'Write the value itself, as a text in quotes (or null, or a list of such texts, for `downRevision`).',
  }),
  'revision/not-applied': (d: { target: string; revision: string }) => ({
    message: `Cannot downgrade to "${d.target}": revision ${d.revision} is not applied.`,
    hint: 'See `limbeck current`; `limbeck upgrade` leads to what is not applied.',
  }),
  'revision/not-at-head': (d: { pending: readonly string[] }) => ({
    message: `The database is not at head; not applied yet: ${d.pending.join(', ')}.`,
    hint: 'Run `limbeck upgrade` first: the new revision would repeat what those do.',
  }),
  'revision/not-one-class': (d: { file: string; classes: readonly string[] }) => ({
    message: d.classes.length === 0 ? `${d.file} exports no class.` : `${d.file} exports ${d.classes.length} classes: ${d.classes.join(', ')}.`,
    hint: 'A revision file exports exactly one class. Files that are no revisions belong in another folder.',
  }),
  'revision/not-readable': (d: { path: string; reason: string }) => ({
    message: `Cannot read ${d.path}: ${d.reason}.`,
    hint: 'Correct the permissions, or `directory`.',
  }),
  'revision/not-writable': (d: { path: string; reason: string }) => ({
    message: `Cannot write ${d.path}: ${d.reason}.`,
    hint: 'Correct the permissions, or `directory`. Nothing was written.',
  }),
  'revision/out-of-order': (d: { revision: string; file: string; name: string; parent: string; parentName: string }) => ({
    message: `Revision ${d.revision} stands on ${d.parent}, but the time stamp of ${d.name} is not later than that of ${d.parentName}, and TypeORM runs the earlier one first (${d.file}).`,
    hint: 'Give the class, and its `name`, a later time stamp; if it is applied already, correct `downRevision` instead.',
  }),
  'revision/over-walk': (d: { target: string; steps: number; possible: number }) => ({
    message: `"${d.target}" asks for ${count(d.steps, 'step')}, but there ${d.possible === 1 ? 'is' : 'are'} only ${d.possible}.`,
    hint: 'Ask for fewer, or name `head` or `base`.',
  }),
  'revision/unknown': (d: { target: string; nearest: string | null }) => ({
    message: `No revision matches "${d.target}".`,
    hint: d.nearest === null ? 'List them with `limbeck history`.' : `Did you mean "${d.nearest}"?`,
  }),
  'revision/wrong-direction': (d: { target: string; direction: 'upgrade' | 'downgrade' }) => ({
    message: `"${d.target}" does not lead that way: ${d.direction === 'upgrade' ? 'an upgrade goes up from what is applied, as +1 does' : 'a downgrade goes down from what is applied, as -1 does'}.`,
    hint: `Use \`limbeck ${d.direction === 'upgrade' ? 'downgrade' : 'upgrade'} ${d.target}\`, or name a revision.`,
  }),

  'run/bookkeeping-failed': (d: { table: string; sqlState: string; serverMessage: string }) => ({
    message: `Limbeck cannot keep its books in the table ${d.table}: ${d.serverMessage} (SQLSTATE ${d.sqlState}).`,
    hint: 'Connect as the owner of the table, or as a role that may create it.',
  }),
  'run/connection-lost': (d: { server: string; standing: string; reason: string }) => ({
    message: `The connection to ${d.server} was lost (${d.reason}). ${d.standing}`,
    hint: 'Once the server answers again, `limbeck current` shows where the database is, and the same command goes on from there.',
  }),
  'run/enum-value-in-use': (d: { revision: string; direction: 'up' | 'down'; source: string | null; uses: string; standing: string }) => ({
    message: [
      `${d.direction}() of revision ${d.revision} stopped${d.source === null ? '' : ` at ${d.source}`} before it changed the type:`,
      indent(d.uses),
      d.standing,
    ].join('\n'),
    hint: 'Give these rows another value, in the database or with `op.execute` before this step, and run the same command again.',
  }),
  'run/refused': (d: { sqlState: string; serverMessage: string }) => ({
    message: `The database refused what Limbeck asked it: ${d.serverMessage} (SQLSTATE ${d.sqlState}).`,
    hint: 'Remove the cause and run the command again; nothing was changed by what was refused. A time-out of the server or the role (57014, 55P03) can be raised for this session.',
  }),
  'run/revision-failed': (d: { revision: string; direction: 'up' | 'down'; reason: string; source: string | null; standing: string; advice: string | null }) => ({
    message: `${d.direction}() of revision ${d.revision} failed${d.source === null ? '' : ` at ${d.source}`}: ${d.reason}\n${d.standing}`,
    hint: d.advice ?? 'Correct the revision file and run the same command again.',
  }),
  'run/statement-failed': (d: StatementFailure) => ({
    message: [
      `${d.direction}() of revision ${d.revision} failed${d.source === null ? '' : ` at ${d.source}`}: ${d.serverMessage} (SQLSTATE ${d.sqlState})`,
      ...(d.detail === null ? [] : [`Detail: ${d.detail}`]),
      ...(d.context === null ? [] : [`Context: ${d.context}`]),
      d.place === null ? 'The statement:' : `The statement, at line ${d.place.line}, column ${d.place.column}:`,
      indent(d.excerpt),
      d.standing,
    ].join('\n'),
    hint: d.serverHint ?? 'Correct the statement, the entity it came from, or the data, and run the same command again.',
  }),
  'run/transaction-conflict': (d: { revisions: readonly string[] }) => ({
    message: `With \`transaction: "all"\` the whole run is one transaction, but ${list(d.revisions)} must run outside of one (\`transaction = false\`).`,
    hint: 'Use `transaction: "each"`.',
  }),

  ...testingErrors,
} as const satisfies Record<`${string}/${string}`, (details: never) => Wording>;

/** The codes, sorted, for the manual and its test. */
export const errorCodes: readonly string[] = Object.keys(catalogue).sort();

