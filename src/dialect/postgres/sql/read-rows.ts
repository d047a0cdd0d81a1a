import type { Fact } from './command.js';
import { tableOf, type NameScope } from './names.js';
import { steadyFunctions } from './expression.js';
import type { PartialCommand } from './partial.js';
import { all, texts, within, type NodeOf } from './tree.js';

/** Changes that name no row touch each of them. Source of the locks: PostgreSQL 18, 13.3.1 "ROW EXCLUSIVE". */
export const readUpdate = ({ relation, targetList, whereClause }: NodeOf<'UpdateStmt'>, scope: NameScope): PartialCommand =>
  changesRows(
    { does: 'change rows', verb: 'update', table: tableOf(relation, scope), isWhole: whereClause === undefined, assigned: all('ResTarget', targetList).map(({ name = '' }) => name) },
    relation,
  );

export const readDelete = ({ relation, whereClause }: NodeOf<'DeleteStmt'>, scope: NameScope): PartialCommand =>
  changesRows({ does: 'change rows', verb: 'delete', table: tableOf(relation, scope), isWhole: whereClause === undefined, assigned: [] }, relation);

const changesRows = (fact: Extract<Fact, { readonly does: 'change rows' }>, relation: NodeOf<'RangeVar'> | undefined): PartialCommand => ({
  facts: [fact],
  claims: [{ mode: 'row exclusive', tables: [fact.table], work: null }],
  ranges: [relation],
});

export const readInsert = ({ relation }: NodeOf<'InsertStmt'>, scope: NameScope): PartialCommand => ({
  claims: [{ mode: 'row exclusive', tables: [tableOf(relation, scope)], work: null }],
  ranges: [relation],
});

/** Source: PostgreSQL 18, TRUNCATE. */
export function readTruncate({ relations, behavior }: NodeOf<'TruncateStmt'>, scope: NameScope): PartialCommand {
  const ranges = all('RangeVar', relations);
  const tables = ranges.map((range) => tableOf(range, scope));
  return {
    facts: [{ does: 'truncate', tables, isCascading: behavior === 'DROP_CASCADE' }],
    claims: [{ mode: 'access exclusive', tables, work: null }],
    ranges,
  };
}

/** A query may call what does anything; PostgreSQL's own functions that only compute are known. */
export function readSelect(select: NodeOf<'SelectStmt'>, scope: NameScope): PartialCommand {
  const into = select.intoClause?.rel;
  const calls = within('FuncCall', select).map(({ funcname }) => texts(funcname).join('.')).filter((name) => !isHarmless(name));
  return {
    facts: [
      ...(into === undefined ? [] : [{ does: 'create table', table: tableOf(into, scope), columns: [] } as const]),
      ...calls.map((name) => ({ does: 'run code', what: `the function ${name}` }) as const),
    ],
    ranges: within('RangeVar', select.fromClause),
  };
}

/** Besides functions that only compute: the aggregates, and those that a script asks about the catalog or the session with. */
const asking: ReadonlySet<string> = new Set(['count', 'max', 'min', 'sum', 'avg', 'bool_and', 'bool_or', 'string_agg', 'array_agg', 'json_agg', 'jsonb_agg', 'version', 'setval', 'nextval', 'currval', 'pg_get_serial_sequence', 'to_regclass', 'to_regtype', 'format_type', 'pg_sleep', 'set_config', 'gen_random_uuid', 'random', 'generate_series', 'unnest', 'pg_advisory_xact_lock', 'pg_try_advisory_xact_lock']);

const isHarmless = (path: string): boolean => {
  const name = path.startsWith('pg_catalog.') ? path.slice('pg_catalog.'.length) : path;
  return steadyFunctions.has(name) || asking.has(name);
};

