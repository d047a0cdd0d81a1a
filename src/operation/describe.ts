import { kindNames } from '../model/identity.js';
import type { Column, ForeignKey, Index, IndexKey, Key, ObjectKind, Objects, QualifiedName } from '../model/schema.js';
import type { Alter, Backfill, Change, Create, Operation } from './operation.js';
import { targetOf, type ObjectOperation } from './target.js';

/**
 * An operation in one line for people: `alter column product.price: type numeric(10,2) → numeric(12,2)`.
 *
 * @param namespace The default namespace, which is left out of names.
 */
export function describe(operation: Operation, namespace: string): string {
  if (operation.verb === 'execute') return `execute ${shorten(operation.up)}`;
  if (operation.verb === 'backfill') return oneLine(`backfill ${showName(operation.table, namespace)}: ${showBackfill(operation)}`);
  return oneLine(`${verbOf(operation)} ${kindNames[operation.kind]}${conditionOf(operation)} ${nameOf(operation, namespace)}${bodyOf(operation, namespace)}`);
}

const verbOf = ({ verb, kind }: ObjectOperation): string => (verb === 'create' && kind === 'column' ? 'add' : verb);

const conditionOf = (operation: ObjectOperation): string =>
  [
    ...('concurrently' in operation ? [' concurrently'] : []),
    ...('ifNotExists' in operation ? [' if not exists'] : 'ifExists' in operation ? [' if exists'] : []),
  ].join('');

function nameOf(operation: ObjectOperation, namespace: string): string {
  const { schema, table, name } = targetOf(operation).from;
  return [schema === namespace ? null : schema, table, name].filter((part) => part !== null).join('.');
}

function bodyOf(operation: ObjectOperation, namespace: string): string {
  switch (operation.verb) {
    case 'create':
      return `${after(': ', show(operation, namespace))}${mannerOf(operation)}`;
    case 'drop':
    case 'validate':
      return '';
    case 'rename':
      return ` → ${operation.name.to}`;
    case 'alter':
      return after(': ', [showChanges(operation.changes), ...renamedValues(operation)].filter((part) => part !== '').join('; '));
  }
}

function showBackfill({ set, where }: Backfill): string {
  const assignments = Object.entries(set).map(([column, expression]) => `${column} = ${expression}`);
  return `set ${assignments.join(', ')}${where === null ? '' : ` where ${where}`}`;
}

const mannerOf = (operation: Create): string =>
  'notValid' in operation ? ', not valid' : 'usingIndex' in operation ? `, using index ${operation.usingIndex}` : '';

/** Values that are renamed, which the lists of values before and after do not tell from dropped and added ones. */
const renamedValues = (operation: Alter): string[] =>
  operation.kind === 'enum' ? (operation.renamed ?? []).map(({ from, to }) => `renamed ${from} → ${to}`) : [];

const after = (separator: string, text: string): string => (text === '' ? '' : `${separator}${text}`);

const showChanges = (changes: object): string =>
  Object.entries(changes as Readonly<Record<string, Change<unknown>>>)
    .map(([facet, { from, to }]) => `${facet} ${showFacet(from)} → ${showFacet(to)}`)
    .join('; ');

function showFacet(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return `(${value.map(showFacet).join(', ')})`;
  if (typeof value === 'object') return Object.values(value).map(showFacet).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An object or, where `facet` names one, that property of it. */
export interface Described {
  readonly kind: ObjectKind;
  readonly facet: string | null;
  readonly value: unknown;
}

/** What is worth saying of an object or a property, in one line for people. */
export const describeValue = ({ kind, facet, value }: Described, namespace: string): string =>
  oneLine(facet === null ? show({ kind, value: value as Objects[ObjectKind] }, namespace) : showFacet(value));

const show = <K extends ObjectKind>({ kind, value }: { readonly kind: K; readonly value: Objects[K] }, namespace: string): string =>
  shapes[kind](value, namespace);

/** What is worth saying of a new object, after its name. */
const shapes: { readonly [K in ObjectKind]: (value: Objects[K], namespace: string) => string } = {
  extension: () => '',
  namespace: () => '',
  enum: ({ values }) => values.join(', '),
  table: ({ columns }) => columns.map(({ name }) => name).join(', '),
  column: showColumn,
  primaryKey: showKey,
  unique: showKey,
  check: ({ expression }) => expression,
  exclusion: ({ definition }) => definition,
  foreignKey: showForeignKey,
  index: showIndex,
  view: ({ definition }) => definition,
  materializedView: ({ definition }) => definition,
};

function showColumn({ type, nullable, default: value, generation, generated, virtual }: Column): string {
  return [
    type,
    ...(nullable ? [] : ['not null']),
    ...(value === null ? [] : [`default ${value}`]),
    ...(generated === null ? [] : [`generated as ${generated}${virtual ? ', virtual' : ''}`]),
    ...(generation === null ? [] : [generations[generation]]),
  ].join(', ');
}

const generations: { readonly [G in NonNullable<Column['generation']>]: string } = {
  serial: 'serial',
  identityAlways: 'identity always',
  identityByDefault: 'identity by default',
};

function showKey({ columns, deferrable }: Key): string {
  return `${tuple(columns)}${showDeferrable(deferrable)}`;
}

function showForeignKey({ columns, references, onDelete, onUpdate, deferrable }: ForeignKey, namespace: string): string {
  const actions = [...(onDelete === 'no action' ? [] : [`on delete ${onDelete}`]), ...(onUpdate === 'no action' ? [] : [`on update ${onUpdate}`])];
  return `${tuple(columns)} → ${showName(references, namespace)} ${tuple(references.columns)}${after(', ', actions.join(', '))}${showDeferrable(deferrable)}`;
}

function showIndex({ unique, method, keys, include, where }: Index): string {
  const kind = [...(unique ? ['unique'] : []), ...(method === 'btree' ? [] : [method])].join(' ');
  const on = `${kind === '' ? '' : `${kind} `}${tuple(keys.map(showIndexKey))}`;
  return `${on}${include.length === 0 ? '' : ` include ${tuple(include)}`}${where === null ? '' : ` where ${where}`}`;
}

const showIndexKey = (key: IndexKey): string => (typeof key === 'string' ? key : key.sql);
const showDeferrable = (deferrable: Key['deferrable']): string => (deferrable === 'no' ? '' : deferrable === 'deferred' ? ', deferred' : ', deferrable');
const showName = ({ schema, name }: QualifiedName, namespace: string): string => (schema === namespace ? name : `${schema}.${name}`);
const tuple = (parts: readonly string[]): string => `(${parts.join(', ')})`;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The most characters of an author's SQL that are shown. */
const shownSql = 80;

function shorten(sql: string): string {
  const line = oneLine(sql);
  return line.length <= shownSql ? line : `${line.slice(0, shownSql - 1)}…`;
}
