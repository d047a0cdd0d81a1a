import type { ServerFacts } from '../dialect/server-facts.js';
import { count } from '../kernel/text.js';
import { nameKey } from '../model/identity.js';
import type { QualifiedName, Schema } from '../model/schema.js';
import { type Finding, good, problem, warning } from './finding.js';

/** The oldest PostgreSQL that Limbeck works with. */
const oldestServer = 13;

/** Checks the version of the server. */
export function checkVersion({ version, majorVersion, database, role }: ServerFacts): Finding {
  const text = `PostgreSQL ${version}, database ${database}, role ${role}`;
  return majorVersion >= oldestServer ? good('server', text) : problem('server', { text, advice: `Limbeck works with PostgreSQL ${oldestServer} and later.` });
}

/** Checks what the role may do: make tables, change those of the entities, make scratch databases. */
export function checkPrivileges(facts: ServerFacts, { tables, namespaces }: Pick<Schema, 'tables' | 'namespaces'>): readonly Finding[] {
  return [checkNamespaces(facts, namespaces.map(({ name }) => name)), checkOwners(facts, tables), checkScratch(facts)];
}

function checkNamespaces({ namespaces, mayCreateNamespace, role }: ServerFacts, wanted: readonly string[]): Finding {
  const subject = 'may create';
  const refused = [...namespaces].filter(([, { mayCreate }]) => !mayCreate).map(([name]) => name);
  const missing = wanted.filter((name) => !namespaces.has(name));
  if (refused.length > 0) return problem(subject, { text: `the role ${role} may make nothing in the schema ${refused.join(', ')}`, advice: refused.map((name) => `GRANT CREATE ON SCHEMA ${name} TO ${role};`).join(' ') });
  if (missing.length > 0 && !mayCreateNamespace) return problem(subject, { text: `there is no schema ${missing.join(', ')}, and the role ${role} may make none`, advice: 'Let somebody make it who may, or grant CREATE on the database.' });
  return good(subject, `tables in ${[...namespaces.keys(), ...missing].join(', ')}`);
}

function checkOwners({ foreignTables, role }: ServerFacts, tables: readonly QualifiedName[]): Finding {
  const subject = 'owns tables';
  const wanted = new Set(tables.map(nameKey));
  const foreign = foreignTables.filter(({ table }) => wanted.has(nameKey(table)));
  const [first] = foreign;
  if (first === undefined) return good(subject, 'those of the entities that are there');
  return problem(subject, {
    text: `${count(foreign.length, 'table')} of the entities ${foreign.length === 1 ? 'belongs' : 'belong'} to another role: ${foreign.map(({ table, owner }) => `${table.name} to ${owner}`).join(', ')}`,
    advice: `Only an owner alters a table: run migrations as that role, or make yours a member (GRANT ${first.owner} TO ${role};).`,
  });
}

function checkScratch({ mayCreateDatabase, role }: ServerFacts): Finding {
  const subject = 'scratch databases';
  if (mayCreateDatabase) return good(subject, 'the role may make them');
  return warning(subject, { text: `the role ${role} may not make them`, advice: `\`limbeck verify\`, \`squash\`, \`merge\` and the option verify: "scratch" need one for a moment: ALTER ROLE ${role} CREATEDB; on a server that is not production's.` });
}

/** Checks where names without a schema are looked for. */
export function checkSearchPath({ searchPath, currentNamespace }: ServerFacts, namespace: string): Finding {
  const subject = 'search path';
  if (currentNamespace === null) return problem(subject, { text: `${searchPath}: no schema of it is there`, advice: 'Set one: ALTER ROLE … SET search_path, or `extra: { options: "-c search_path=…" }` in the DataSource.' });
  if (currentNamespace === namespace) return good(subject, searchPath);
  return warning(subject, { text: `the DataSource says schema ${namespace}, and names without a schema mean ${currentNamespace}`, advice: 'What a revision says in SQL of its own must name the schema, or set the search path of the role.' });
}

/** What is known of columns that may hold times. */
interface TimedColumns {
  readonly tables: readonly { readonly name: string; readonly columns: readonly { readonly name: string; readonly type: string }[] }[];
}

/** Checks that the app and the server mean the same by a time without a zone. */
export function checkTimeZone({ timeZone, offsetMinutes }: ServerFacts, { tables }: TimedColumns, ownOffsetMinutes: number = -new Date().getTimezoneOffset()): Finding {
  const subject = 'time zone';
  if (offsetMinutes === ownOffsetMinutes) return good(subject, `${timeZone} on the server, and no other here`);
  const columns = tables.flatMap((table) => table.columns.filter(({ type }) => /^timestamp(\(\d\))?( without time zone)?$/.test(type)).map(({ name }) => `${table.name}.${name}`));
  const text = `${timeZone} on the server, ${Intl.DateTimeFormat().resolvedOptions().timeZone} here`;
  if (columns.length === 0) return good(subject, `${text}; no column of the entities depends on it`);
  return warning(subject, { text: `${text}; ${columns.length === 1 ? 'a column has' : `${columns.length} columns have`} times without a zone, as ${columns[0] ?? ''}`, advice: 'A default now() and a Date that the app writes differ there by hours: use timestamptz, or set TZ and the zone of the role to UTC.' });
}

/** Checks that the extensions which the entities need are there, or can be made. */
export function checkExtensions({ installedExtensions, availableExtensions }: ServerFacts, { extensions }: Pick<Schema, 'extensions'>): Finding {
  const subject = 'extensions';
  const missing = extensions.map(({ name }) => name).filter((name) => !installedExtensions.includes(name));
  const lacking = missing.filter((name) => !availableExtensions.includes(name));
  if (lacking.length > 0) return problem(subject, { text: `the server does not have ${lacking.join(', ')}`, advice: 'Install the package of the extension on the server, or do without the column types and functions that it brings.' });
  if (missing.length > 0) return good(subject, `the next revision makes ${missing.join(', ')}`);
  return good(subject, extensions.length === 0 ? 'none needed' : extensions.map(({ name }) => name).join(', '));
}

/** Checks that no other run is under way. */
export const checkLock = ({ lockHolder }: ServerFacts): Finding =>
  lockHolder === null
    ? good('lock', 'free')
    : warning('lock', { text: `held by ${lockHolder}`, advice: 'Migrations are under way, and a run waits for them. If nothing is, end that session: SELECT pg_terminate_backend(<process>);' });
