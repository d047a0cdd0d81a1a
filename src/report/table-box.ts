import { constraintKinds, members } from '../diff/members.js';
import { kindNames, nameKey } from '../model/identity.js';
import type { Column, QualifiedName, Table } from '../model/schema.js';
import { describeValue } from '../operation/describe.js';
import { withoutGoneMarks } from './known-schema.js';
import { markOf, notesOf, type Pair, pairsOf, shownOf, unchanged } from './pairs.js';
import type { Box, Row } from './picture.js';

/** A table before and after, as it is traced. */
export interface TracedTable extends Pair<Table> {
  /** The table before, under the names of then; `null`: there was none. */
  readonly before: Table | null;
}

/** What a box of a table depends on besides the table. */
export interface BoxRules {
  /** The namespace that is left out of names. */
  readonly namespace: string;
  /** By `nameKey`. */
  readonly partly: ReadonlySet<string>;
}

/** A name without the default namespace. */
export const shownName = ({ schema, name }: QualifiedName, namespace: string): string => withoutGoneMarks(schema === namespace ? name : `${schema}.${name}`);

/** The most columns that stay as they are and are shown of a table, besides those in keys. */
const quietColumns = 8;

/** A table with what becomes of each of its parts; indexes and constraints are shown where something becomes of them, or of the whole table. */
export function changedTable(table: TracedTable, rules: BoxRules): Box {
  const { namespace } = rules;
  const isWhole = table.from === null || table.to === null;
  const columns = rowsOfColumns(table, namespace);
  const quiet = new Set(columns.filter(({ mark, keys }) => mark === null && keys.length === 0 && !isWhole).slice(quietColumns));
  const members = rowsOfMembers(table, namespace).filter(({ mark }) => isWhole || mark !== null);
  const rows = [...columns.filter((row) => !quiet.has(row)), ...members];
  const own = notesOfTable(table, namespace);
  const isTouched = rows.some(({ mark }) => mark !== null) || own.length > 0 || hasOtherKeys(table);
  return {
    ...frameOf(shownOf(table), rules),
    mark: isWhole ? markOf(table) : isTouched ? 'changed' : null,
    notes: own,
    // The box says it of all.
    rows: isWhole ? rows.map((row) => ({ ...row, mark: null })) : rows,
    columnsLeftOut: quiet.size,
  };
}

/** A table that stays as it is, with all its columns. */
export function wholeTable(table: Table, rules: BoxRules): Box {
  return { ...frameOf(table, rules), rows: rowsOfColumns({ ...unchanged(table), before: table }, rules.namespace) };
}

/** A table that stays as it is, with those of its columns that are in keys. */
export function briefTable(table: Table, rules: BoxRules): Box {
  const box = wholeTable(table, rules);
  const rows = box.rows.filter(({ keys }) => keys.length > 0);
  return { ...box, rows, columnsLeftOut: box.rows.length - rows.length };
}

const frameOf = (table: Table, { namespace, partly }: BoxRules): Omit<Box, 'rows'> => ({
  key: nameKey(table),
  kind: 'table',
  title: shownName(table, namespace),
  mark: null,
  notes: [],
  columnsLeftOut: 0,
  isPartlyKnown: partly.has(nameKey(table)),
});

function notesOfTable({ before, to }: TracedTable, namespace: string): readonly string[] {
  if (before === null || to === null) return [];
  const [was, is] = [before, to].map((table) => shownName(table, namespace));
  const comment = describeValue({ kind: 'table', facet: 'comment', value: to.comment }, namespace);
  return [...(was === is ? [] : [`was ${was}`]), ...(before.comment === to.comment ? [] : [`comment: ${comment}`])];
}

/** Foreign keys are drawn as links, so they have no row. */
const hasOtherKeys = (table: TracedTable): boolean => pairsOfMembers(table, ({ foreignKeys }) => foreignKeys).some((pair) => markOf(pair) !== null);

function rowsOfColumns(table: TracedTable, namespace: string): readonly Row[] {
  const { primaryKey, foreignKeys } = shownOf(table);
  const keysOf = ({ name }: Column): Row['keys'] => [
    ...(primaryKey?.columns.includes(name) === true ? (['PK'] as const) : []),
    ...(foreignKeys.some(({ columns }) => columns.includes(name)) ? (['FK'] as const) : []),
  ];
  return pairsOfMembers(table, ({ columns }) => columns).map((pair) => {
    const column = shownOf(pair);
    return { kind: 'column', keys: keysOf(column), name: withoutGoneMarks(column.name), text: typeOf(column), mark: markOf(pair), notes: notesOf('column', pair, namespace) };
  });
}

const typeOf = ({ type, nullable }: Column): string => (type === '' ? '' : `${type}${nullable ? ', null' : ''}`);

/** The members that have rows of their own, besides the columns: foreign keys are drawn as links. */
const kindsInRows = constraintKinds.filter((kind) => kind !== 'foreignKey');

/** The most characters of a definition that are shown: all of it stands in the SQL. */
const definitionLength = 48;

function rowsOfMembers(table: TracedTable, namespace: string): readonly Row[] {
  const isWhole = table.from === null || table.to === null;
  return kindsInRows.flatMap((kind) =>
    // The columns of a whole table say what its primary key is.
    isWhole && kind === 'primaryKey' ? [] : pairsOfMembers<{ readonly name: string }>(table, members[kind]).map((pair) => {
      const text = describeValue({ kind, facet: null, value: shownOf(pair) }, namespace);
      return { kind: kindNames[kind], keys: [], name: withoutGoneMarks(shownOf(pair).name), text: shorten(withoutGoneMarks(text)), mark: markOf(pair), notes: notesOf(kind, pair, namespace).map(shorten) };
    }),
  );
}

const shorten = (text: string): string => (text.length <= definitionLength ? text : `${text.slice(0, definitionLength - 1)}…`);

const pairsOfMembers = <T extends { readonly name: string }>({ before, from, to }: TracedTable, list: (table: Table) => readonly T[]): readonly Pair<T>[] =>
  pairsOf({ before: before === null ? [] : list(before), traced: from === null ? [] : list(from) }, to === null ? [] : list(to), ({ name }) => name);
