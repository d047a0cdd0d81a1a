import { nameKey } from '../model/identity.js';
import type { Replayed } from './known-schema.js';
import { linksOf } from './links.js';
import { neighboursOf } from './neighbours.js';
import { boxesOfEnums, boxesOfViews } from './other-boxes.js';
import { pairsOf, shownOf } from './pairs.js';
import type { Picture } from './picture.js';
import { briefTable, changedTable, type TracedTable } from './table-box.js';

/** The most tables that stay as they are and are shown beside those that change. */
const mostNeighbours = 12;

/** What operations do to tables, views and enum types, with the tables that foreign keys tie them to. */
export function pictureOfChange(replayed: Replayed, namespace: string): Picture {
  const rules = { namespace, partly: replayed.to.partly };
  const tables = tracedTables(replayed);
  const touched = tables.map((table) => changedTable(table, rules)).filter(({ mark }) => mark !== null);
  const keys = new Set(touched.map(({ key }) => key));
  const links = linksOf(tables);
  const around = neighboursOf({ links, keys });
  const shown = new Set(around.slice(0, mostNeighbours));
  const neighbours = tables.map(shownOf).filter((table) => shown.has(nameKey(table)));
  const isDrawn = (key: string): boolean => keys.has(key) || shown.has(key);
  return {
    boxes: [...touched, ...neighbours.map((table) => briefTable(table, rules)), ...boxesOfEnums(replayed, namespace), ...boxesOfViews(replayed, namespace)],
    links: links.filter(({ from, to }) => isDrawn(from.key) && isDrawn(to.key) && (keys.has(from.key) || keys.has(to.key))),
    neighboursLeftOut: around.length - shown.size,
  };
}

function tracedTables({ from, to, traced }: Replayed): readonly TracedTable[] {
  const before = new Map(traced.tables.map((table, position) => [table, from.schema.tables[position] ?? null]));
  const pairs = pairsOf({ before: from.schema.tables, traced: traced.tables }, to.schema.tables, nameKey);
  return pairs.map((pair) => ({ ...pair, before: pair.from === null ? null : (before.get(pair.from) ?? null) }));
}
