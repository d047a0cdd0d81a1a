import { nameKey } from '../model/identity.js';
import type { Schema, Table } from '../model/schema.js';
import { linksOf } from './links.js';
import { neighboursOf } from './neighbours.js';
import { unchanged } from './pairs.js';
import type { Picture } from './picture.js';
import { briefTable, type BoxRules, wholeTable } from './table-box.js';

/** Some tables of a schema, whole, with those that foreign keys tie them to, in brief. */
export function pictureOfModel({ tables }: Pick<Schema, 'tables'>, namespace: string, chosen: ReadonlySet<Table>): Picture {
  const rules: BoxRules = { namespace, partly: new Set() };
  const wanted = tables.filter((table) => chosen.has(table));
  const keys = new Set(wanted.map(nameKey));
  const links = linksOf(tables.map((table) => ({ ...unchanged(table), before: table })));
  const around = new Set(neighboursOf({ links, keys }));
  const neighbours = tables.filter((table) => around.has(nameKey(table)));
  const isThere = new Set([...keys, ...neighbours.map(nameKey)]);
  return {
    boxes: [...wanted.map((table) => wholeTable(table, rules)), ...neighbours.map((table) => briefTable(table, rules))],
    links: links.filter(({ from, to }) => (keys.has(from.key) || keys.has(to.key)) && isThere.has(from.key) && isThere.has(to.key)),
    neighboursLeftOut: 0,
  };
}
