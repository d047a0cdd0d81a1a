import { equal } from '../kernel/equal.js';
import { memberRef, nameKey, type ObjectRef } from '../model/identity.js';
import type { Canonical, Column, ForeignKey, Index, IndexKey, QualifiedName, Schema, Table, Unmanaged } from '../model/schema.js';
import type { Change } from '../operation/operation.js';

/** What entities have words for; it depends on the version of TypeORM. */
export interface Vocabulary {
  /** Whether an entity can ask for an index of this method. */
  hasMethod(method: string): boolean;
  /** Whether an entity can give this column a default. */
  hasDefault(column: ObjectRef): boolean;
}

/**
 * Both schemas, `to` with what no entity can ask for, as it is in `from`: it was made by somebody who wanted it, so it is no difference.
 *
 * `unmanaged` of `from` lists it all; `unmanaged` of `to` what stays, which is all but what a column or a table takes with it.
 */
export function keepUnmanaged({ from, to }: Change<Canonical<Schema>>, words: Vocabulary): Change<Canonical<Schema>> {
  const unmanaged = unmanagedIn({ from, to }, words);
  if (unmanaged.length === 0) return { from: { ...from, unmanaged }, to: { ...to, unmanaged } };
  const kept = unmanaged.filter(staysIn({ from, to }));
  return {
    from: { ...from, unmanaged },
    to: {
      ...to,
      tables: keepEach({ from: from.tables, to: to.tables }, kept, (table, each) => keepInTable(table, each, words)),
      materializedViews: keepEach({ from: from.materializedViews, to: to.materializedViews }, kept, (view, each) => keepIndex(view, each, words)),
      unmanaged: kept,
    },
  };
}

type Keep<T> = (table: Change<T>, unmanaged: Unmanaged) => T;

/** Each of `to` with what is kept on it; what is on a name that `from` lacks was on nothing. */
function keepEach<T extends QualifiedName>({ from, to }: Change<readonly T[]>, unmanaged: readonly Unmanaged[], keep: Keep<T>): readonly T[] {
  const before = new Map(from.map((table) => [nameKey(table), table]));
  const tables = new Map(to.map((table) => [nameKey(table), table]));
  for (const each of unmanaged) {
    const key = nameKey(each.table);
    const change = { from: before.get(key), to: tables.get(key) };
    if (change.from !== undefined && change.to !== undefined) tables.set(key, keep({ from: change.from, to: change.to }, each));
  }
  return [...tables.values()];
}

function unmanagedIn({ from, to }: Change<Schema>, words: Vocabulary): readonly Unmanaged[] {
  const wanted = new Map(to.tables.map((table) => [nameKey(table), table]));
  const wordless = from.tables.flatMap((table) => wordlessDefaults({ from: table, to: wanted.get(nameKey(table)) }, words));
  if (from.unmanaged.length === 0) return wordless;
  const indexed = new Map([...from.tables, ...from.materializedViews].map((table) => [nameKey(table), table]));
  const isUnmanaged = ({ kind, table, name }: Unmanaged): boolean => {
    if (kind === 'index') return indexed.get(nameKey(table))?.indexes.some((index) => index.name === name && !isExpressible(index, words)) === true;
    return kind !== 'default' || columnOf(wanted.get(nameKey(table)), name)?.generation === 'serial';
  };
  return [...from.unmanaged.filter(isUnmanaged), ...wordless];
}

const isExpressible = ({ keys, include, nullsNotDistinct, method }: Index, words: Vocabulary): boolean =>
  keys.every((key) => typeof key === 'string') && include.length === 0 && !nullsNotDistinct && words.hasMethod(method);

/** The defaults of columns whose entity has no place for one, as the column of a relation. */
function wordlessDefaults({ from, to }: Change<Table | undefined>, words: Vocabulary): Unmanaged[] {
  if (from === undefined || to === undefined || from.columns === to.columns) return [];
  const table = { schema: from.schema, name: from.name };
  return from.columns.flatMap(({ name, default: definition }): Unmanaged[] => {
    const isWordless = definition !== null && columnOf(to, name)?.default === null && !words.hasDefault(memberRef('column', table, name));
    return isWordless ? [{ kind: 'default', table, name, definition, columns: [name], remade: false, sql: null }] : [];
  });
}

const columnOf = (table: Table | undefined, name: string): Column | undefined => table?.columns.find((column) => column.name === name);

/** Whether all that something stands on is there after the change. */
function staysIn({ from, to }: Change<Schema>): (unmanaged: Unmanaged) => boolean {
  const tables = { from: new Map(from.tables.map((table) => [nameKey(table), table])), to: new Map(to.tables.map((table) => [nameKey(table), table])) };
  const views = new Set(to.materializedViews.map(nameKey));
  const hasColumns = (table: QualifiedName, columns: readonly string[]): boolean => {
    const known = tables.to.get(nameKey(table))?.columns.map(({ name }) => name);
    return known !== undefined && columns.every((column) => known.includes(column));
  };
  const isThere = ({ references }: ForeignKey): boolean => !tables.from.has(nameKey(references)) || hasColumns(references, references.columns);
  return ({ kind, table, name, columns }) => {
    if (views.has(nameKey(table))) return true;
    const key = kind === 'foreignKey' ? tables.from.get(nameKey(table))?.foreignKeys.find((each) => each.name === name) : undefined;
    return hasColumns(table, columns) && (key === undefined || isThere(key));
  };
}

function keepInTable({ from, to }: Change<Table>, unmanaged: Unmanaged, words: Vocabulary): Table {
  switch (unmanaged.kind) {
    case 'index':
      return keepIndex({ from, to }, unmanaged, words);
    case 'unique':
      return { ...to, uniques: keepMember({ from: from.uniques, to: to.uniques }, unmanaged) };
    case 'check':
      return { ...to, checks: keepMember({ from: from.checks, to: to.checks }, unmanaged) };
    case 'foreignKey':
      return { ...to, foreignKeys: keepMember({ from: from.foreignKeys, to: to.foreignKeys }, unmanaged) };
    case 'primaryKey':
      return { ...to, primaryKey: keepDeferrable({ from: from.primaryKey, to: to.primaryKey }) };
    case 'default':
      return { ...to, columns: keepDefault({ from: from.columns, to: to.columns }, unmanaged) };
    case 'trigger':
    case 'rule':
    case 'policy':
    case 'statistics':
      return to;
  }
}

/** An index of the name that the entity gives stays, too, where it is what the entity asks for and more. */
function keepIndex<T extends { readonly indexes: readonly Index[] }>({ from, to }: Change<T>, { name, columns }: Unmanaged, words: Vocabulary): T {
  const there = from.indexes.find((index) => index.name === name);
  const wanted = to.indexes.find((index) => index.name === name);
  if (there === undefined) return to;
  if (wanted === undefined) return { ...to, indexes: [...to.indexes, there] };
  return isMoreThan(there, wanted, { columns, words }) ? { ...to, indexes: to.indexes.map((index) => (index === wanted ? there : index)) } : to;
}

interface Reach {
  readonly columns: readonly string[];
  readonly words: Vocabulary;
}

/** Whether `index` is `wanted`, but for what no entity can say: an expression or an order in the place of a column, more columns, a method. */
function isMoreThan(index: Index, wanted: Index, { columns, words }: Reach): boolean {
  const isKey = (key: IndexKey, position: number): boolean => {
    const asked = wanted.keys[position];
    return typeof key === 'string' ? key === asked : typeof asked === 'string' && columns.includes(asked);
  };
  const isMethod = index.method === wanted.method || !words.hasMethod(index.method);
  const isSaid = index.unique === wanted.unique && index.where === wanted.where;
  return isMethod && isSaid && index.keys.length === wanted.keys.length && index.keys.every(isKey);
}

/** A constraint that the entity asks for under this name, or under another, is compared as any other. */
function keepMember<T extends { readonly name: string }>({ from, to }: Change<readonly T[]>, { name }: Unmanaged): readonly T[] {
  const there = from.filter((member) => member.name === name);
  const isWanted = there.some((member) => to.some((wanted) => wanted.name === name || equal({ ...wanted, name }, member)));
  return isWanted ? to : [...to, ...there];
}

const keepDeferrable = ({ from, to }: Change<Table['primaryKey']>): Table['primaryKey'] =>
  to === null || from === null ? to : { ...to, deferrable: from.deferrable };

/** The column that the entity wants to count by itself counts, by a sequence that is not its own. */
function keepDefault({ from, to }: Change<readonly Column[]>, { name }: Unmanaged): readonly Column[] {
  const there = from.find((column) => column.name === name);
  return there === undefined ? to : to.map((column) => (column.name === name ? { ...column, default: there.default, generation: there.generation } : column));
}
