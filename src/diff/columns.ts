import { equal } from '../kernel/equal.js';
import { memberRef, refKey } from '../model/identity.js';
import type { Column, QualifiedName, Table } from '../model/schema.js';
import type { Alter, Change, Changes, Operation } from '../operation/operation.js';
import { changesBetween, isEmpty } from './changes.js';
import { match } from './match.js';
import { type DiffOptions, noOpinion } from './options.js';

export interface ColumnOptions extends DiffOptions {
  /** By `refKey`: the columns whose enum type is made anew, which takes care of their defaults. */
  readonly converted: ReadonlySet<string>;
}

/** Columns of a table that stays. */
export function diffColumns({ from, to }: Change<Table>, options: ColumnOptions): Operation[] {
  if (isLeftToUs(options) && equal(from.columns, to.columns)) return [];
  const table = { schema: to.schema, name: to.name };
  const { created, dropped, kept } = match(from.columns, to.columns, ({ name }) => name);
  return [
    ...dropped.map((value): Operation => ({ verb: 'drop', kind: 'column', table, name: value.name, value })),
    ...created.flatMap((value) => createColumn(table, value)),
    ...kept.flatMap((column) => alterOrReplace(table, column, options)),
  ];
}

/** Who compares by rules of its own must be asked about every column, also where nothing differs. */
export const isLeftToUs = ({ compareType, compareDefault }: DiffOptions): boolean => compareType === noOpinion && compareDefault === noOpinion;

/**
 * A required column that nothing fills is created nullable first: the table may have rows.
 * What they get is for the author to say, in the file.
 */
function createColumn(table: QualifiedName, column: Column): Operation[] {
  const isFilled = column.default !== null || column.generation !== null || column.generated !== null;
  if (column.nullable || isFilled) return [{ verb: 'create', kind: 'column', table, value: column }];
  return [
    { verb: 'create', kind: 'column', table, value: { ...column, nullable: true } },
    alter(table, column.name, { changes: { nullable: { from: true, to: false } } }),
  ];
}

function alterOrReplace(table: QualifiedName, column: Change<Column>, options: ColumnOptions): Operation[] {
  const operation = alteration(table, column, options);
  if (operation === null) return [];
  return options.dialect.canAlter(operation) ? [operation] : replaceColumn(table, column);
}

export const replaceColumn = (table: QualifiedName, { from, to }: Change<Column>): Operation[] => [
  { verb: 'drop', kind: 'column', table, name: from.name, value: from },
  { verb: 'create', kind: 'column', table, value: to },
];

/** Whether a column must be dropped and created anew, as one whose generating expression changes. */
export function isReplaced(table: QualifiedName, column: Change<Column>, options: DiffOptions): boolean {
  const operation = alteration(table, column, { ...options, converted: new Set() });
  return operation !== null && (operation.anew !== undefined || !options.dialect.canAlter(operation));
}

function alteration(table: QualifiedName, column: Change<Column>, options: ColumnOptions): Alter<'column'> | null {
  const changes = compare(table, column, options);
  if (isEmpty(changes)) return null;
  return alter(table, column.to.name, {
    changes: changes.type === undefined ? changes : withCompanions(column, changes, options),
    using: changes.type === undefined ? null : { from: options.dialect.conversion(swap(column)), to: options.dialect.conversion(column) },
    fill: changes.nullable?.to === false ? { from: null, to: column.to.default } : null,
    anew: anewOf(column),
  });
}

/**
 * The whole column, on each way on which it becomes a generated one or stops being a virtual one; `null` where it does neither.
 * Between two generating expressions it is dropped and created, as all its values are computed.
 */
function anewOf({ from, to }: Change<Column>): Change<Column | null> | null {
  if ((from.generated === null) === (to.generated === null)) return null;
  return { from: staysFor({ from: to, to: from }) ? null : from, to: staysFor({ from, to }) ? null : to };
}

const staysFor = ({ from, to }: Change<Column>): boolean => to.generated === null && !from.virtual;

/** The facets that differ; type and default as the options say. */
function compare(table: QualifiedName, column: Change<Column>, options: ColumnOptions): Changes<Column> {
  const changes = changesBetween(column.from, column.to);
  const verdicts = { type: options.compareType({ table, column }), default: options.compareDefault({ table, column }) };
  if (isEmpty(changes) && verdicts.type !== true && verdicts.default !== true) return changes;
  const { type, default: changedDefault, ...others } = changes;
  const isConverted = options.converted.has(refKey(memberRef('column', table, column.to.name)));
  return {
    ...others,
    ...keep('type', column, verdicts.type ?? type !== undefined),
    ...keep('default', column, !isConverted && (verdicts.default ?? changedDefault !== undefined)),
  };
}

const keep = (facet: 'type' | 'default', { from, to }: Change<Column>, differs: boolean): Changes<Column> =>
  differs ? { [facet]: { from: from[facet], to: to[facet] } } : {};

/**
 * What a change of type must say besides: a default cannot follow its column to a type to which no assignment leads, so it is
 * taken off and set again; and a type without a collation takes the column's away.
 */
function withCompanions(column: Change<Column>, changes: Changes<Column>, { dialect }: ColumnOptions): Changes<Column> {
  const isAssignable = dialect.conversion(column) === null && dialect.conversion(swap(column)) === null;
  return {
    ...changes,
    ...(isAssignable ? {} : facetOf('default', column)),
    ...facetOf('collation', column),
  };
}

/** The facet as a change, also when it stays the same; nothing where there is none on either side. */
const facetOf = (facet: 'default' | 'collation', { from, to }: Change<Column>): Changes<Column> =>
  from[facet] === null && to[facet] === null ? {} : { [facet]: { from: from[facet], to: to[facet] } };

interface Alteration {
  readonly changes: Changes<Column>;
  readonly using?: Change<string | null> | null;
  readonly fill?: Change<string | null> | null;
  readonly anew?: Change<Column | null> | null;
}

const alter = (table: QualifiedName, name: string, { changes, using, fill, anew = null }: Alteration): Alter<'column'> => ({
  verb: 'alter',
  kind: 'column',
  table,
  name,
  changes,
  using: using ?? { from: null, to: null },
  fill: fill ?? { from: null, to: null },
  ...(anew === null ? {} : { anew }),
});

const swap = <T>({ from, to }: Change<T>): Change<T> => ({ from: to, to: from });
