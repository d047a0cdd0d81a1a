import { sentence } from '../../../kernel/text.js';
import type { QualifiedName } from '../../../model/schema.js';
import { asideName, formerName } from '../../../operation/aside.js';
import type { Hazard } from '../../hazard.js';
import type { Fact } from '../sql/command.js';
import { foundInstead, notFoundAs } from './data.js';
import type { Ledger } from './ledger.js';
import { columnOf } from './names.js';
import { isOwnName } from './own-names.js';
import { forEach, forSql, type Rule } from './rule.js';

type Drop = Extract<Fact, { readonly does: 'drop' }>;
type Rename = Extract<Fact, { readonly does: 'rename' }>;

/** What breaks, or behaves otherwise, in an application that runs meanwhile or afterwards. */
export const appRules: readonly Rule[] = [
  forEach('drop', (fact, ledger) => (isNobodys(fact.table, fact.name, ledger) || ledger.takerOf(fact) !== null ? [] : goneWith(fact))),
  forEach('rename', (fact, ledger) => (isOfSequence(fact) ? [] : renamed(fact, ledger))),
  forSql(forEach('rename', (fact, ledger) => (isOfSequence(fact) ? renamed(fact, ledger) : []))),
  forEach('drop not null', ({ table, column }, ledger) => (isNobodys(table, column, ledger) ? [] : [nullable(columnOf(table, column))])),
  forEach('set not null', ({ table, column }, ledger) => (isNobodys(table, column, ledger) ? [] : [required(columnOf(table, column))])),
  forEach('add column', ({ table, column }, ledger) => (column.isRequired && !column.hasValue && !ledger.isNew(table) ? [required(columnOf(table, column.name))] : [])),
  forEach('change default', ({ table, column }, ledger) => (isNobodys(table, column, ledger) ? [] : [otherDefault(columnOf(table, column))])),
  forEach('change access', ({ what, table }, ledger) => (isOfNew(table, ledger) ? [] : [access(what)])),
  forEach('change replication', ({ what, table }, ledger) => (isOfNew(table, ledger) ? [] : [replication(what)])),
  forEach('change routine', ({ what }) => [routine(what)]),
  forEach('change extension', ({ what }) => [extension(what)]),
];

const isOfNew = (table: QualifiedName | null, ledger: Ledger): boolean => table !== null && ledger.isNew(table);

/** Whether no application knows what is called so. */
const isNobodys = (table: QualifiedName | null, name: string, ledger: Ledger): boolean => isOwnName(name) || isOfNew(table, ledger);

/** The sequence of a column goes with it, and the default finds it by any name. Who renames one by SQL may have code that asks for it. */
const isOfSequence = ({ kind }: Rename): boolean => kind === 'SEQUENCE';

/** Queries do not name indexes. What takes the place may be found by the old name. */
function renamed(fact: Rename, ledger: Ledger): readonly Hazard[] {
  if (fact.kind === 'INDEX' || isNobodys(fact.table, fact.from, ledger)) return [];
  const taker = ledger.takerOf(fact);
  if (taker === null) return [notFoundAs(fact.what, `is called "${fact.to}"`)];
  return isAlike(taker, fact) ? [] : [foundInstead(fact.what, `is called "${fact.to}"`)];
}

/** Whether what takes the place has the same rows or values: a view, or a column that was filled beside it. */
const isAlike = (taker: Fact, { from }: Rename): boolean => taker.does === 'create' || (taker.does === 'rename' && [asideName(from), formerName(from)].includes(taker.from));

/** By what is dropped; the rest nobody asks for by name. */
const losses: { readonly [kind: string]: (what: string) => Hazard } = {
  TABLE: dropped,
  COLUMN: dropped,
  VIEW: dropped,
  MATVIEW: dropped,
  SCHEMA: dropped,
  SEQUENCE: dropped,
  INDEX: slower,
  TABCONSTRAINT: unchecked,
  FUNCTION: routine,
  PROCEDURE: routine,
  ROUTINE: routine,
  AGGREGATE: routine,
  EXTENSION: extension,
  POLICY: access,
  PUBLICATION: replication,
  TRIGGER: unchecked,
};

const goneWith = ({ kind, what }: Drop): readonly Hazard[] => {
  const loss = losses[kind];
  return loss === undefined ? [] : [loss(what)];
};

function dropped(what: string): Hazard {
  return {
    code: 'app/drop',
    message: sentence(`${what} is gone from now on, so whatever still asks for it fails`),
    hint: 'First release code that does not use it; drop it in a later revision.',
  };
}

function slower(what: string): Hazard {
  return {
    code: 'app/slow',
    message: `Queries that need ${what} read the whole table from now on.`,
    hint: 'Make sure that nothing uses it: `idx_scan` in pg_stat_user_indexes, on every replica.',
  };
}

function unchecked(what: string): Hazard {
  return {
    code: 'app/unchecked',
    message: sentence(`without ${what}, nothing keeps the rows as it did`),
    hint: 'Drop it in a revision of its own, when nothing relies on it any more.',
  };
}

const nullable = (what: string): Hazard => ({
  code: 'app/nullable',
  message: sentence(`${what} may be NULL from now on, which code that reads it may not expect`),
  hint: 'First release code that reads NULL.',
});

const required = (what: string): Hazard => ({
  code: 'app/required',
  message: sentence(`${what} must have a value from now on, so code that writes rows without one fails`),
  hint: 'First release code that writes it, or give it a default.',
});

const otherDefault = (what: string): Hazard => ({
  code: 'app/default',
  message: sentence(`${what} has another default from now on; code that runs already may still write the old one`),
  hint: 'Leave the column out where rows are inserted, or count on both for the time of a release.',
});

function access(what: string): Hazard {
  return {
    code: 'app/access',
    message: sentence(`${what} changes: queries may fail, or see more or less than before`),
    hint: 'Try it with the role of the application; make policies before row security is enabled.',
  };
}

function replication(what: string): Hazard {
  return {
    code: 'app/replication',
    message: sentence(`${what} changes what consumers of logical replication get`),
    hint: 'Agree on it with those who read the stream.',
  };
}

function routine(what: string): Hazard {
  return {
    code: 'app/routine',
    message: sentence(`${what} changes or goes; PostgreSQL does not know all that calls it, nor what its body needs`),
    hint: 'Look for it in other functions, triggers and queries of the application first.',
  };
}

function extension(what: string): Hazard {
  return {
    code: 'app/extension',
    message: sentence(`${what} changes or goes, with the types and functions that it brings`),
    hint: 'Try it on a copy of the database first, and run it last.',
  };
}
