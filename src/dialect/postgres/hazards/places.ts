import { nameKey } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import type { Command, Fact } from '../sql/command.js';

/** What something is asked for by: another thing that takes the place is found by the same code. */
export type Place = string;

/** What leaves its place. */
export type Leaving = Extract<Fact, { readonly does: 'drop' | 'rename' }>;

/** A key for a column, or a constraint, of a table. */
export const columnKey = (table: QualifiedName, name: string): string => `${nameKey(table)}\0${name}`;

/** By place: what took it last. */
export type Takers = ReadonlyMap<Place, Fact>;

/** `before`, with what `commands` put somewhere, and without what has left its place when all of them are done. */
export function takersAfter(commands: readonly Command[], before: Takers): Takers {
  const takers = new Map(before);
  for (const fact of commands.flatMap(({ facts }) => facts)) {
    placesEmptiedBy(fact).forEach((place) => takers.delete(place));
    placesOf(fact).forEach((place) => takers.set(place, fact));
  }
  return takers;
}

/** One constraint of a table stands in for another, as it looks after the same rows; so the place of one that goes has others. */
const placesEmptiedBy = (fact: Fact): readonly Place[] => ((fact.does === 'drop' && fact.kind !== 'TABCONSTRAINT') || fact.does === 'rename' ? placesLeftBy(fact) : []);

/** What a command puts somewhere. */
function placesOf(fact: Fact): readonly Place[] {
  switch (fact.does) {
    case 'create table':
      return [`TABLE ${nameKey(fact.table)}`];
    case 'add column':
      return [`COLUMN ${columnKey(fact.table, fact.column.name)}`];
    case 'add constraint':
      return [`TABCONSTRAINT ${nameKey(fact.table)}`];
    case 'create index':
      return [`INDEX ${fact.name ?? ''}`];
    case 'create':
      return [fact.what];
    case 'rename':
      return placesLeftBy(renamedTo(fact));
    default:
      return [];
  }
}

const renamedTo = (fact: Extract<Fact, { readonly does: 'rename' }>): typeof fact => ({
  ...fact,
  from: fact.to,
  what: `${fact.what.slice(0, -fact.from.length)}${fact.to}`,
  table: fact.table === null || fact.kind === 'COLUMN' ? fact.table : { ...fact.table, name: fact.to },
});

/** The places by which something was asked for that goes, or gets another name; what takes one of them stands in for it. */
export function placesLeftBy(fact: Leaving): readonly Place[] {
  const { kind, table, what } = fact;
  const name = fact.does === 'drop' ? fact.name : fact.from;
  if (kind === 'INDEX') return [`INDEX ${name}`];
  if (kind === 'COLUMN' && table !== null) return [`COLUMN ${columnKey(table, name)}`];
  if (kind === 'TABCONSTRAINT' && table !== null) return [`TABCONSTRAINT ${nameKey(table)}`];
  if (kind === 'TABLE' && table !== null) return [`TABLE ${nameKey(table)}`, `view ${table.schema}.${table.name}`];
  return [what];
}
