import { sentence } from '../../../kernel/text.js';
import { type AssessmentContext, blockedBy, type Hazard } from '../../hazard.js';
import type { Fact } from '../sql/command.js';
import type { Ledger, Reading } from './ledger.js';
import { nameOf } from './names.js';
import { forEach, forSql, type Rule } from './rule.js';

/** What goes wrong by how it is run. */
export const runRules: readonly Rule[] = [
  ({ command: { outside } }, { isTogether }) => (outside !== null && isTogether ? [inTransaction(outside)] : []),
  forSql(({ command }, { context }) => controlled(command.facts, context.isTransaction)),
  ({ command }, { unended, context }) => (command === unended && !context.isTransaction ? [leftOpen] : []),
  waitsForEver,
  runsForEver,
  forEach('validate', ({ table, name }, ledger) => (ledger.isLeftOpen(table, name) && !ledger.isNew(table) ? [validatedAtOnce(`${table.schema}.${table.name}.${name}`)] : [])),
  forSql(({ command: { facts, outside } }, ledger) => (ledger.context.isTransaction || outside !== null ? [] : facts.flatMap(notRepeatable).filter(({ code }) => ledger.tellOnceTogether(code)))),
  forEach('create index', ({ name, isConcurrent, isGuarded }) => (isConcurrent && isGuarded ? [takenForDone(name ?? '')] : [])),
  forEach('create index', ({ isConcurrent }, { context }) => (isConcurrent && isEarly14(context) ? [corrupt] : [])),
  ({ command }, { addedValues }) => command.strings.filter((text) => addedValues.has(text) && !command.facts.some(({ does }) => does === 'add value')).map((text) => usedTooEarly(text, addedValues.get(text) ?? '')),
];

const inTransaction = (what: string): Hazard => ({
  code: 'run/in-transaction',
  message: `PostgreSQL refuses ${what} inside a transaction.`,
  hint: 'Put it into a revision of its own with `transaction = false`.',
});

/** A revision that runs in no transaction may begin one, and must end it. */
function controlled(facts: readonly Fact[], isTransaction: boolean): readonly Hazard[] {
  const found = facts.flatMap((fact) => (fact.does === 'control transaction' && fact.control !== 'savepoint' ? [fact.control] : []));
  if (!isTransaction || found.length === 0) return [];
  return [
    {
      code: 'run/transaction-control',
      message: `It says ${found.map((control) => control.toUpperCase()).join(' and ')} itself, inside the transaction that the run has begun.`,
      hint: 'Leave transactions to the run, or set `transaction = false` for the revision.',
    },
  ];
}

const leftOpen: Hazard = {
  code: 'run/transaction-control',
  message: 'It begins a transaction that nothing after it ends.',
  hint: 'Say COMMIT, or leave transactions to the run.',
};

/** Said once of a revision, at the first statement that others would wait for. */
function waitsForEver({ command }: Reading, ledger: Ledger): readonly Hazard[] {
  const claim = command.claims.find(({ mode, tables }) => blockedBy(mode) !== 'schema changes' && ledger.waitedFor(tables).length > 0);
  if (claim === undefined || ledger.timeoutMs('lock') > 0 || !ledger.tellOnce('run/no-lock-timeout')) return [];
  const tables = ledger.waitedFor(claim.tables);
  const names = tables.map(nameOf).join(' and ');
  return [
    {
      code: 'run/no-lock-timeout',
      message: sentence(`the lock on ${names} is waited for without end: behind a long query it blocks everybody who comes after it`),
      hint: 'Set `lockTimeoutMs`, a few seconds; a revision that does not get its lock is rolled back and tried again.',
      lock: { mode: claim.mode, tables },
    },
  ];
}

/** Said once of a revision, at the first statement that takes longer the more rows there are. */
function runsForEver({ command }: Reading, ledger: Ledger): readonly Hazard[] {
  const claim = command.claims.find(({ work, tables: [worked] }) => work !== null && worked !== undefined && !ledger.isNew(worked));
  const [worked] = claim?.tables ?? [];
  if (claim === undefined || worked === undefined || ledger.timeoutMs('statement') > 0 || !ledger.tellOnce('run/no-statement-timeout')) return [];
  return [
    {
      code: 'run/no-statement-timeout',
      message: sentence(`nothing stops it when it works on ${nameOf(worked)} for longer than anybody meant it to`),
      hint: 'Set `statementTimeoutMs`, longer than you expect it to take.',
      lock: { mode: claim.mode, tables: [worked] },
    },
  ];
}

const validatedAtOnce = (what: string): Hazard => ({
  code: 'run/validate-with-add',
  message: sentence(`constraint ${what} is validated in the transaction that adds it, so the lock of the first lasts through the look at every row`),
  hint: 'Validate it in a later revision.',
});

/** What was cut off, and may be done or not, has to run once more. */
function notRepeatable(fact: Fact): readonly Hazard[] {
  if ((fact.does !== 'create' && fact.does !== 'drop') || fact.isGuarded) return [];
  const clause = fact.does === 'create' ? 'IF NOT EXISTS or OR REPLACE' : 'IF EXISTS';
  return [
    {
      code: 'run/not-repeatable',
      message: `Outside a transaction, and cut off, it cannot simply run again: ${fact.what} may be ${fact.does === 'create' ? 'there' : 'gone'} already.`,
      hint: `Run it in a transaction, or say ${clause}.`,
    },
  ];
}

const takenForDone = (name: string): Hazard => ({
  code: 'run/invalid-index',
  message: `IF NOT EXISTS takes an invalid index "${name}", which a build that failed left behind, for a good one.`,
  hint: 'Leave out IF NOT EXISTS, or DROP INDEX CONCURRENTLY IF EXISTS first.',
});

/** Where the minor version is not known, it may be one of these. */
const isEarly14 = ({ serverVersion, minorVersion }: AssessmentContext): boolean => serverVersion === 14 && (minorVersion ?? 0) < 4;

/** Source: PostgreSQL 14.4, Release Notes. */
const corrupt: Hazard = {
  code: 'run/corrupt-index',
  message: 'PostgreSQL 14.0 to 14.3 can leave rows out of an index that is built CONCURRENTLY.',
  hint: 'Upgrade the server to 14.4 or later first.',
};

/** Source: PostgreSQL 18, ALTER TYPE, "Notes". */
const usedTooEarly = (value: string, type: string): Hazard => ({
  code: 'run/enum-value-used',
  message: `PostgreSQL refuses the value "${value}" of enum type ${type} in the transaction that has added it.`,
  hint: 'Use it in a later revision.',
});
