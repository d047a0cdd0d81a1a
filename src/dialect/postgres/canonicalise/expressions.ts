import { memberRef, refKey } from '../../../model/identity.js';
import type { ObjectRef } from '../../../model/identity.js';
import type { Check, Column, Exclusion, Expression, Index, Table } from '../../../model/schema.js';

/** A place in a table where SQL text stands that PostgreSQL may spell in another way. */
export type Facet = 'type' | 'default' | 'generated' | 'check' | 'exclusion' | 'where';

/** The SQL text at such a place. */
export interface Spelling {
  readonly owner: ObjectRef;
  readonly facet: Facet;
  readonly text: Expression;
}

/** Identifies the place; the same for both sides of a comparison. */
export const spellingKey = ({ owner, facet }: Spelling): string => `${facet} ${refKey(owner)}`;

/** All the SQL text of a table. Index keys are not among it: entities can only name columns there. */
export function spellingsOf(table: Table): Spelling[] {
  const spell = (owner: ObjectRef, facet: Facet, text: Expression | null): Spelling[] => (text === null ? [] : [{ owner, facet, text }]);
  return [
    ...table.columns.flatMap((column) => {
      const owner = memberRef('column', table, column.name);
      return [
        ...spell(owner, 'type', column.type),
        ...spell(owner, 'default', column.default),
        ...spell(owner, 'generated', column.generated),
      ];
    }),
    ...table.checks.flatMap((check) => spell(memberRef('check', table, check.name), 'check', check.expression)),
    ...table.exclusions.flatMap((exclusion) => spell(memberRef('exclusion', table, exclusion.name), 'exclusion', exclusion.definition)),
    ...table.indexes.flatMap((index) => spell(memberRef('index', table, index.name), 'where', index.where)),
  ];
}

/** The table with every text replaced by `respell` of it. */
export function respellTable(table: Table, respell: (spelling: Spelling) => Expression): Table {
  const at = (owner: ObjectRef, facet: Facet, text: Expression): Expression => respell({ owner, facet, text });
  const orNull = (owner: ObjectRef, facet: Facet, text: Expression | null): Expression | null => text && at(owner, facet, text);
  const respellColumn = (column: Column): Column => {
    const owner = memberRef('column', table, column.name);
    return {
      ...column,
      type: at(owner, 'type', column.type),
      default: orNull(owner, 'default', column.default),
      generated: orNull(owner, 'generated', column.generated),
    };
  };
  const respellCheck = (check: Check): Check => ({
    ...check,
    expression: at(memberRef('check', table, check.name), 'check', check.expression),
  });
  const respellExclusion = (exclusion: Exclusion): Exclusion => ({
    ...exclusion,
    definition: at(memberRef('exclusion', table, exclusion.name), 'exclusion', exclusion.definition),
  });
  const respellIndex = (index: Index): Index => ({ ...index, where: orNull(memberRef('index', table, index.name), 'where', index.where) });
  return {
    ...table,
    columns: table.columns.map(respellColumn),
    checks: table.checks.map(respellCheck),
    exclusions: table.exclusions.map(respellExclusion),
    indexes: table.indexes.map(respellIndex),
  };
}
