import { isAside } from '../../../operation/aside.js';
import type { Hazard } from '../../hazard.js';
import type { Fact } from '../sql/command.js';
import { changedType, mayNotFit, needsFill, notFoundAs, obstacles, requiredFromTheStart, rowsLost, valuesLost } from './data.js';
import type { Ledger } from './ledger.js';
import { columnOf, nameOf } from './names.js';
import { forEach, forSql, type Rule } from './rule.js';

type Drop = Extract<Fact, { readonly does: 'drop' }>;

/** What SQL of the author's own does to data and names; of operations, `operation.ts` knows more. */
export const dataRules: readonly Rule[] = [
  forEach('drop', (fact, ledger) => ((fact.table !== null && ledger.isNew(fact.table)) || isCopy(fact) ? [] : lostWith(fact))),
  forEach('truncate', ({ tables }, ledger) => ledger.waitedFor(tables).map((table) => rowsLost(nameOf(table)))),
  forEach('change rows', ({ verb, table, isWhole }, ledger) => (verb === 'delete' && isWhole && !ledger.isNew(table) ? [rowsLost(nameOf(table))] : [])),
  forEach('change type', retyped),
  forEach('set not null', ({ table, column }, ledger) => (ledger.isNew(table) || ledger.isProven(table, column) ? [] : [needsFill(columnOf(table, column))])),
  forEach('add column', ({ table, column }, ledger) => (column.isRequired && !column.hasValue && !ledger.isNew(table) ? [requiredFromTheStart(columnOf(table, column.name))] : [])),
  forEach('add constraint', constrained),
  forEach('create index', ({ table, name, isUnique }, ledger) => (isUnique && !ledger.isNew(table) ? [mayNotFit(`index ${table.schema}.${name ?? ''}`, obstacles.unique, null)] : [])),
  forEach('move', ({ what, to, table }, ledger) => (table !== null && ledger.isNew(table) ? [] : [notFoundAs(what, `is in the schema "${to}"`)])),
  forEach('rename value', ({ what, to }) => [notFoundAs(what, `is called "${to}"`)]),
].map(forSql);

/** A column beside another one, which has the very values. */
const isCopy = ({ kind, name }: Drop): boolean => kind === 'COLUMN' && isAside(name);

function lostWith({ kind, what }: Drop): readonly Hazard[] {
  switch (kind) {
    case 'TABLE':
      return [rowsLost(what)];
    case 'COLUMN':
      return [valuesLost(what)];
    case 'SCHEMA':
    case 'DATABASE':
      return [{ code: 'data/lost', message: `All that is in ${what} is lost.`, hint: 'Drop by name what is to go, after a copy of it was made.' }];
    case 'SEQUENCE':
      return [{ code: 'data/lost', message: `Where ${what} stood is lost.`, hint: 'Write down its last value first, and look for functions that use it.' }];
    default:
      return [];
  }
}

function retyped({ table, column, to, isConverted }: Extract<Fact, { readonly does: 'change type' }>, ledger: Ledger): readonly Hazard[] {
  if (ledger.isNew(table)) return [];
  const before = isConverted ? null : ledger.columnNow(table, column);
  return before === null ? [changed(columnOf(table, column), to)] : changedType(columnOf(table, column), { from: before.type, to });
}

/** What the type was before, the text does not say. */
const changed = (what: string, to: string): Hazard => ({
  code: 'data/may-not-fit',
  message: `PostgreSQL refuses or rounds values of ${what} that do not fit ${to}.`,
  hint: 'Look at the values first; `USING` says how they are converted.',
});

function constrained({ table, name, kind, isLeftOpen, usingIndex }: Extract<Fact, { readonly does: 'add constraint' }>, ledger: Ledger): readonly Hazard[] {
  if (isLeftOpen || kind === 'notNull' || ledger.isNew(table) || (usingIndex !== null && kind === 'unique')) return [];
  const what = name === null ? `a constraint of ${nameOf(table)}` : `constraint ${table.schema}.${table.name}.${name}`;
  return [mayNotFit(what, usingIndex === null ? obstacles[kind] : 'a row has no key', null)];
}
