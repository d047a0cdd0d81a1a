import { compareNames, nameKey } from '../../../model/identity.js';
import type { Check, Deferrable, Exclusion, ForeignKey, Key, ReferentialAction, Table } from '../../../model/schema.js';
import { type Constraints, sharedConstraints } from '../../../model/share.js';
import { groupByTable } from './group-by-table.js';
import type { Relations } from './relations.js';
import type { ConstraintRow, OutlineRows } from './rows.js';

/** By the oid of the table, each list in the order of names. */
export type ConstraintsByTable = ReadonlyMap<number, Constraints>;

/** The constraints of every table; those of the table of that name in `like` where they are the same. */
export function assembleConstraints({ tables, constraints }: Pick<OutlineRows, 'tables' | 'constraints'>, relations: Relations, like: readonly Table[] = []): ConstraintsByTable {
  const known = new Map(like.map((table) => [nameKey(table), table]));
  const rows = groupByTable(constraints);
  return new Map(
    tables.map((table) => {
      const own = toConstraints(rows.get(table.oid) ?? [], relations);
      const other = known.get(nameKey(table));
      return [table.oid, other === undefined ? own : sharedConstraints(other, own)];
    }),
  );
}

function toConstraints(rows: readonly ConstraintRow[], relations: Relations): Constraints {
  const sorted = rows.toSorted(compareNames);
  const ofType = (type: ConstraintRow['type']): ConstraintRow[] => sorted.filter((row) => row.type === type);
  const toKey = (row: ConstraintRow): Key => ({ name: row.name, columns: relations.columnsOf(row.table, row.columns), deferrable: deferrableOf(row) });
  return {
    primaryKey: ofType('p').map(toKey)[0] ?? null,
    uniques: ofType('u').map(toKey),
    checks: ofType('c').map(toCheck),
    exclusions: ofType('x').map(toExclusion),
    foreignKeys: ofType('f').map((row) => toForeignKey(row, relations)),
  };
}

const toCheck = (row: ConstraintRow): Check => ({ name: row.name, expression: row.definition ?? '' });

/** `pg_get_constraintdef` begins with the word itself. */
const toExclusion = (row: ConstraintRow): Exclusion => ({ name: row.name, definition: (row.definition ?? '').replace(/^EXCLUDE /, '') });

const toForeignKey = (row: ConstraintRow, relations: Relations): ForeignKey => ({
  name: row.name,
  columns: relations.columnsOf(row.table, row.columns),
  references: referencesOf(row, relations),
  onDelete: actionOf(row.on_delete),
  onUpdate: actionOf(row.on_update),
  deferrable: deferrableOf(row),
});

/** Named one by one: V8 gives each object that is spread and then gets more a hidden class of its own (11.3, of Node 20), with which nothing is compared fast. */
function referencesOf({ referenced, referenced_columns: columns }: ConstraintRow, relations: Relations): ForeignKey['references'] {
  const { schema = '', name = '' } = relations.nameOf(referenced) ?? {};
  return { schema, name, columns: relations.columnsOf(referenced, columns) };
}

/** PostgreSQL 18, 52.13 "pg_constraint": confupdtype, confdeltype. */
const actions: Readonly<Record<string, ReferentialAction>> = { r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };

const actionOf = (letter: string): ReferentialAction => actions[letter] ?? 'no action';

function deferrableOf({ deferrable, deferred }: ConstraintRow): Deferrable {
  if (deferred) return 'deferred';
  return deferrable ? 'deferrable' : 'no';
}
