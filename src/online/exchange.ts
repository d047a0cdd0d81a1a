import type { Column, Expression, Index, IndexKey, QualifiedName } from '../model/schema.js';
import { sameName } from '../model/identity.js';
import { asideName, formerName } from '../operation/aside.js';
import type { Backfill, Create, Execute, Operation, Validate } from '../operation/operation.js';
import { indexOf, notNullCheck, validate } from './constraints.js';
import { alterColumn, batch } from './required.js';
import type { Standing } from './standing.js';
import { execute, quotedPath, type Surroundings } from './way.js';

/** A column that gives its place to another one of its table. */
export interface Leaving {
  readonly table: QualifiedName;
  readonly name: string;
  readonly from: Column;
  readonly to: Column;
  /** The value of the one that comes, over the row with the one that goes; and the other way round. */
  readonly forth: Expression;
  readonly back: Expression;
}

/** One direction in which columns change places, and what stands on them with them. */
export interface Exchange {
  readonly columns: readonly Leaving[];
  readonly standing: Standing;
  /** What the columns that come, and what stands on them, are called until then. */
  readonly beside: (name: string) => string;
  /** What the columns that go are called from then on. */
  readonly aside: (name: string) => string;
  readonly dialect: Surroundings['dialect'];
}

/** From the columns to those that are called {@link asideName} until then; the way back comes from those that are called {@link formerName}. */
export function thereAndBack({ columns, standing, dialect }: Pick<Exchange, 'columns' | 'standing' | 'dialect'>): { readonly there: Exchange; readonly back: Exchange } {
  const swapped: Standing = {
    ...standing,
    checks: standing.checks.map(({ table, value }) => ({ table, value: { from: value.to, to: value.from } })),
    views: standing.views.map(({ from, to }) => ({ from: to, to: from })),
  };
  const turned = columns.map((column) => ({ ...column, from: column.to, to: column.from, forth: column.back, back: column.forth }));
  return {
    there: { columns, standing, beside: asideName, aside: formerName, dialect },
    back: { columns: turned, standing: swapped, beside: formerName, aside: asideName, dialect },
  };
}

/** The second column of each, still empty. */
export const addBeside = ({ columns, beside }: Exchange): readonly Create<'column'>[] =>
  columns.map(({ table, name, to }) => ({ verb: 'create', kind: 'column', table, value: bare(to, beside(name)) }));

export const dropBeside = (exchange: Exchange): readonly Operation[] =>
  addBeside(exchange).map(({ table, value }): Operation => ({ verb: 'drop', kind: 'column', table, name: value.name, value })).reverse();

/** A column without all that its place gives it. */
const bare = (column: Column, name: string): Column => ({ ...column, name, nullable: true, default: null, generation: null, comment: null });

/** What keeps the second columns up to date, and what ends that. */
export function copying({ columns, beside, dialect }: Exchange): { readonly start: readonly Execute[]; readonly stop: readonly Execute[] } {
  const triggers = byTable(columns).map((own) => dialect.copyTrigger({ table: own[0].table, values: Object.fromEntries(own.map(({ name, forth }) => [beside(name), forth])) }));
  return { start: triggers.flatMap(({ create }) => create.map(execute)), stop: triggers.toReversed().flatMap(({ drop }) => drop.map(execute)) };
}

/** Brings the values over to the second columns. */
export const fills = ({ columns, beside, dialect: { quoteIdentifier } }: Exchange): readonly Backfill[] =>
  byTable(columns).map((own) => {
    const isLeft = own.map(({ name }) => `${quoteIdentifier(name)} IS NOT NULL AND ${quoteIdentifier(beside(name))} IS NULL`);
    return batch(own[0].table, Object.fromEntries(own.map(({ name, forth }) => [beside(name), forth])), isLeft.join(' OR '));
  });

type Some<T> = readonly [T, ...T[]];

/** What is of each table. */
const byTable = <T extends { readonly table: QualifiedName }>(all: readonly T[]): readonly Some<T>[] =>
  all
    .filter(({ table }, position) => all.findIndex((other) => sameName(other.table, table)) === position)
    .map((first) => [first, ...all.filter((other) => other !== first && sameName(other.table, first.table))]);

/** The checks by which no second column that must not be empty is, under which names ever the columns are for now. */
export const demands = ({ columns, beside, dialect }: Exchange, called = beside): readonly Create<'check'>[] =>
  columns.filter(({ to }) => !to.nullable).map(({ table, name }) => notNullCheck(table, { name: beside(name), column: called(name) }, dialect));

export const dropChecks = (checks: readonly Create<'check'>[]): readonly Operation[] =>
  checks.map(({ table, value }): Operation => ({ verb: 'drop', kind: 'check', table, name: value.name, value })).reverse();

/** Builds the indexes of the second columns while others write, under which names ever the columns are for now. */
export function buildIndexes({ columns, standing, beside }: Exchange, called = beside): readonly Create<'index'>[] {
  const all = [...standing.keys.map(({ table, value }) => ({ table, value: indexOf(value) })), ...standing.indexes];
  return all.map(({ table, value }) => {
    const rename = (name: string): string => (columns.some((column) => column.name === name && sameName(column.table, table)) ? called(name) : name);
    const keys = value.keys.map((key: IndexKey) => (typeof key === 'string' ? rename(key) : key));
    const index: Index = { ...value, name: beside(value.name), keys, include: value.include.map(rename) };
    return { verb: 'create', kind: 'index', table, value: index, concurrently: true };
  });
}

export const dropIndexes = (builds: readonly Create<'index'>[]): readonly Operation[] =>
  builds.map(({ table, value }): Operation => ({ verb: 'drop', kind: 'index', table, name: value.name, value, concurrently: true })).reverse();

/** Has the planner know the values of the second columns before anybody asks for them. */
export const analyse = ({ columns, beside, dialect }: Exchange): readonly Execute[] =>
  byTable(columns).map((own) => execute(`ANALYZE ${quotedPath(own[0].table, dialect)} (${own.map(({ name }) => dialect.quoteIdentifier(beside(name))).join(', ')})`));

/** The constraints that are made anew, and look at the rows that are there later. */
const remade = ({ standing: { checks, references } }: Exchange): readonly (Create<'check'> | Create<'foreignKey'>)[] => [
  ...checks.map(({ table, value }): Create<'check'> => ({ verb: 'create', kind: 'check', table, value: value.to, notValid: true })),
  ...references.map(({ table, value }): Create<'foreignKey'> => ({ verb: 'create', kind: 'foreignKey', table, value, notValid: true })),
];

export const validateRemade = (exchange: Exchange): readonly Validate[] => remade(exchange).map(validate);

/** The columns change places, all in one transaction; nothing is read or written anew. `left`: what becomes of those that went. */
export function changePlaces(exchange: Exchange, left: readonly Operation[]): readonly Operation[] {
  const { columns, standing, beside, dialect } = exchange;
  const tables = byTable([...standing.keys, ...standing.indexes, ...standing.checks, ...standing.references]).map(([{ table }]) => table);
  const comments = tables.length === 0 ? null : dialect.keepComments(tables);
  return [
    ...(comments === null ? [] : [execute(comments.remember)]),
    ...release(standing),
    ...copying(exchange).stop,
    ...byTable(columns).flatMap((own) => takePlaces(own, exchange)),
    ...moveMarks(exchange),
    ...dropIndexed(standing),
    ...left,
    ...standing.keys.map(({ kind, table, value }): Operation => ({ verb: 'create', kind, table, value, usingIndex: beside(value.name) })),
    ...standing.indexes.map(({ table, value }): Operation => ({ verb: 'rename', kind: 'index', table, name: { from: beside(value.name), to: value.name } })),
    ...remade(exchange),
    ...standing.views.map(({ to }): Operation => ({ verb: 'create', kind: 'view', schema: to.schema, value: to })),
    ...(comments === null ? [] : [execute(comments.putBack)]),
  ];
}

const release = ({ views, references, checks }: Standing): readonly Operation[] => [
  ...views.toReversed().map(({ from }): Operation => ({ verb: 'drop', kind: 'view', schema: from.schema, name: from.name, value: from })),
  ...references.map(({ table, value }): Operation => ({ verb: 'drop', kind: 'foreignKey', table, name: value.name, value })),
  ...checks.map(({ table, value: { from } }): Operation => ({ verb: 'drop', kind: 'check', table, name: from.name, value: from })),
];

/** Of the indexes that go, to those beside them. */
const moveMarks = ({ standing: { keys, indexes }, beside, dialect }: Exchange): readonly Operation[] =>
  byTable([...keys, ...indexes]).map((own) => execute(dialect.moveIndexMarks({ table: own[0].table, indexes: own.map(({ value: { name } }) => ({ from: name, to: beside(name) })) })));

const dropIndexed = ({ keys, indexes }: Standing): readonly Operation[] => [
  ...keys.map(({ kind, table, value }): Operation => ({ verb: 'drop', kind, table, name: value.name, value })),
  ...indexes.map(({ table, value }): Operation => ({ verb: 'drop', kind: 'index', table, name: value.name, value })),
];

/** The sequence of an identity column goes to one that must not be empty. */
function takePlaces(columns: Some<Leaving>, { beside, aside, dialect, ...exchange }: Exchange): readonly Operation[] {
  const [{ table }] = columns;
  const rename = (from: string, to: string): Operation => ({ verb: 'rename', kind: 'column', table, name: { from, to } });
  const moved = columns.map(({ name, to: { generation, type } }) => ({ from: aside(name), to: name, generation, type }));
  return [
    ...columns.filter(({ to }) => !to.nullable).map(({ name }) => alterColumn(table, beside(name), { nullable: { from: true, to: false } })),
    ...dropChecks(demands({ ...exchange, beside, aside, dialect, columns })),
    ...columns.flatMap(({ name }) => [rename(name, aside(name)), rename(beside(name), name)]),
    ...dialect.moveColumns({ table, columns: moved }).map(execute),
    ...columns.flatMap(({ name, to }) => facets(table, bare(to, name), to)),
  ];
}

/** The columns that went are left with nothing but their values. */
export const strip = ({ columns, aside }: Exchange): readonly Operation[] =>
  columns.flatMap(({ table, name, from }) => [
    ...facets(table, { ...from, name: aside(name) }, bare(from, aside(name))),
    ...(from.nullable ? [] : [alterColumn(table, aside(name), { nullable: { from: false, to: true } })]),
  ]);

/** The alteration of default and comment from one column to another of its name and type; none where they agree. */
function facets(table: QualifiedName, from: Column, to: Column): readonly Operation[] {
  const changes = Object.fromEntries((['default', 'comment'] as const).filter((facet) => from[facet] !== to[facet]).map((facet) => [facet, { from: from[facet], to: to[facet] }]));
  return Object.keys(changes).length === 0 ? [] : [alterColumn(table, to.name, changes)];
}
