import { nameKey } from '../model/identity.js';
import type { ForeignKey, Table } from '../model/schema.js';
import { withoutGoneMarks } from './known-schema.js';
import { markOf, pairsOf, shownOf } from './pairs.js';
import type { Link } from './picture.js';
import type { TracedTable } from './table-box.js';

/** The foreign keys of tables, each with what becomes of it. */
export const linksOf = (tables: readonly TracedTable[]): readonly Link[] => tables.flatMap(linksFrom);

function linksFrom(table: TracedTable): readonly Link[] {
  const { before, from, to } = table;
  const pairs = pairsOf({ before: before?.foreignKeys ?? [], traced: from?.foreignKeys ?? [] }, to?.foreignKeys ?? [], ({ name }) => name);
  return pairs.map((pair) => linkOf(shownOf(pair), shownOf(table), markOf(pair)));
}

const linkOf = (key: ForeignKey, table: Table, mark: Link['mark']): Link => ({
  name: withoutGoneMarks(key.name),
  from: { key: nameKey(table), column: withoutGoneMarks(key.columns[0] ?? '') },
  to: { key: nameKey(key.references), column: withoutGoneMarks(key.references.columns[0] ?? '') },
  isOptional: table.columns.some(({ name, nullable }) => nullable && key.columns.includes(name)),
  isUnique: isUniqueIn(table, key.columns),
  mark,
});

/** Whether no two rows of the table hold the same in these columns. */
function isUniqueIn({ primaryKey, uniques, indexes }: Table, columns: readonly string[]): boolean {
  const isWithin = (names: readonly unknown[]): boolean => names.length > 0 && names.every((name) => typeof name === 'string' && columns.includes(name));
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniques].map((key) => key.columns);
  return [...keys, ...indexes.filter(({ unique, where }) => unique && where === null).map((index) => index.keys)].some(isWithin);
}
