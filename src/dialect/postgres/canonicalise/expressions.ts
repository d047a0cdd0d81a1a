import { memberRef, refKey } from '../../../model/identity.js';
import type { ObjectRef } from '../../../model/identity.js';
import type { Expression, MemberKind, Table } from '../../../model/schema.js';

/** A place in a table where SQL text stands that PostgreSQL may spell in another way. */
export type Facet = 'type' | 'default' | 'generated' | 'check' | 'exclusion' | 'where';

/** A place in a table of which only its name is needed. */
export interface Place {
  readonly name: string;
  readonly facet: Facet;
}

/** The SQL text at such a place. */
export interface Spelling {
  readonly owner: ObjectRef;
  readonly facet: Facet;
  readonly text: Expression;
}

/** Identifies the place; the same for both sides of a comparison. */
export const spellingKey = ({ owner, facet }: Spelling): string => `${facet} ${refKey(owner)}`;

/** The SQL text of a table at the places that `isWanted`. Index keys are not among it: entities can only name columns there. */
export function spellingsOf(table: Table, isWanted: (place: Place, text: Expression) => boolean = () => true): Spelling[] {
  const spellings: Spelling[] = [];
  const spell = (kind: MemberKind, place: Place, text: Expression | null): void => {
    if (text !== null && isWanted(place, text)) spellings.push({ owner: memberRef(kind, table, place.name), facet: place.facet, text });
  };
  for (const column of table.columns) {
    spell('column', { name: column.name, facet: 'type' }, column.type);
    spell('column', { name: column.name, facet: 'default' }, column.default);
    spell('column', { name: column.name, facet: 'generated' }, column.generated);
  }
  for (const { name, expression } of table.checks) spell('check', { name, facet: 'check' }, expression);
  for (const { name, definition } of table.exclusions) spell('exclusion', { name, facet: 'exclusion' }, definition);
  for (const { name, where } of table.indexes) spell('index', { name, facet: 'where' }, where);
  return spellings;
}

/** The text at a place of `table`; `null` where there is none. */
export function textAt(table: Table, { name, facet }: Place): Expression | null {
  const called = (member: { readonly name: string }): boolean => member.name === name;
  switch (facet) {
    case 'check':
      return table.checks.find(called)?.expression ?? null;
    case 'exclusion':
      return table.exclusions.find(called)?.definition ?? null;
    case 'where':
      return table.indexes.find(called)?.where ?? null;
    default:
      return table.columns.find(called)?.[facet] ?? null;
  }
}

/** The table with another text at a place. */
export function withText(table: Table, { owner, facet }: Spelling, text: Expression): Table {
  const replace = <T extends { readonly name: string }>(members: readonly T[], change: Partial<T>): readonly T[] =>
    members.map((member) => (member.name === owner.name ? { ...member, ...change } : member));
  switch (facet) {
    case 'check':
      return { ...table, checks: replace(table.checks, { expression: text }) };
    case 'exclusion':
      return { ...table, exclusions: replace(table.exclusions, { definition: text }) };
    case 'where':
      return { ...table, indexes: replace(table.indexes, { where: text }) };
    default:
      return { ...table, columns: replace(table.columns, { [facet]: text }) };
  }
}
