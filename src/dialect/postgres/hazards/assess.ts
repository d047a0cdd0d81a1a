import { refKey, topLevelRef } from '../../../model/identity.js';
import type { Operation } from '../../../operation/operation.js';
import { targetOf } from '../../../operation/target.js';
import type { AssessmentContext, Hazard } from '../../hazard.js';
import { loadParser } from '../sql/parser.js';
import { appRules } from './app.js';
import { knownColumns, withKnownTypes } from './known-type.js';
import { Ledger, type Reading } from './ledger.js';
import { lockRules } from './lock.js';
import { hazards } from './operation.js';
import { type Proof, Proofs } from './proofs.js';
import { proofsIn, readStep, type ReadStep, type StepReader } from './read-step.js';
import type { Rule } from './rule.js';
import { runRules } from './run.js';
import { dataRules } from './sql-data.js';
import { sqlRules, syntaxError } from './sql.js';
import { styleRules, tooLong } from './style.js';

const rules: readonly Rule[] = [...dataRules, ...appRules, ...lockRules, ...runRules, ...sqlRules, ...styleRules];

/**
 * What each step can do to data or to a running system. An operation is judged by the statements that it sends, and these by what
 * PostgreSQL's own parser reads in them; so SQL of the author's own is judged by the same rules. Only what becomes of data and names is
 * read from the operation itself, which knows what was there before.
 */
export async function assess(steps: readonly Operation[], context: AssessmentContext): Promise<readonly (readonly Hazard[])[]> {
  if (steps.length === 0) return [];
  const parser = await loadParser();
  const read = steps.map((step) => ({ step, ...readStep(step, { parser, context }) }));
  const readings = read.flatMap((each) => each.readings);
  const proofs = [...(await proofsBefore(readings, { parser, context })), ...steps.flatMap((step) => proofsIn(step, parser))];
  const ledger = new Ledger(context, readings, { proofs, columns: await knownColumns(readings, context) });
  const harmful = harmOf(steps);
  if (context.isTransaction) ledger.begin(readings.map(({ command }) => command));
  return read.map(({ step, ...sent }) => unique([...harmful(step).filter((hazard) => !isSettled(hazard, step, ledger)), ...judge(sent, ledger)]));
}

/** What the revisions of the same deploy have proven before, where something depends on it. */
async function proofsBefore(readings: readonly Reading[], { parser, context }: StepReader & { readonly context: AssessmentContext }): Promise<readonly Proof[]> {
  const isAsked = readings.some(({ command }) => command.facts.some(({ does }) => does === 'set not null'));
  const before = isAsked ? ((await context.readBefore?.()) ?? []) : [];
  const proofs = new Proofs([]);
  before.flatMap((step) => readStep(step, { parser, context }).readings.flatMap(({ command }) => command.facts)).forEach((fact) => proofs.note(fact));
  return proofs.known;
}

/** A check that every row has met says that no row lacks the value that its column needs from now on. */
const isSettled = ({ code }: Hazard, step: Operation, ledger: Ledger): boolean =>
  code === 'data/needs-fill' && step.verb === 'alter' && step.kind === 'column' && ledger.isProven(step.table, step.name);

/** The rules on each command of a step, with what the commands before it did, and what is done together with it. */
function judge({ refusals, longNames, readings, isTogether }: ReadStep, ledger: Ledger): readonly Hazard[] {
  const found: Hazard[] = [...refusals.map(syntaxError), ...longNames.map(tooLong)];
  const transactions = isTogether ? [readings] : readings.map((reading) => [reading]);
  return [...found, ...(ledger.context.isTransaction ? judgeEach(readings, ledger) : transactions.flatMap((each) => judgeTransaction(each, ledger)))];
}

function judgeTransaction(readings: readonly Reading[], ledger: Ledger): readonly Hazard[] {
  ledger.begin(readings.map(({ command }) => command));
  const found = judgeEach(readings, ledger);
  ledger.end();
  return found;
}

const judgeEach = (readings: readonly Reading[], ledger: Ledger): readonly Hazard[] =>
  readings.flatMap((each) => {
    const reading = withKnownTypes(each, ledger);
    const found = rules.flatMap((rule) => rule(reading, ledger));
    ledger.note(reading.command);
    return found;
  });

/**
 * What an operation does to data and names. What happens to a table that the same steps create can harm nobody: it has no rows yet. What
 * goes with a table needs no word of its own, nor does what is made again.
 */
function harmOf(steps: readonly Operation[]): (step: Operation) => readonly Hazard[] {
  const created = new Set(steps.flatMap((operation) => (operation.verb === 'create' ? refKey(targetOf(operation).to) : [])));
  const dropped = new Set(steps.flatMap((operation) => (operation.verb === 'drop' ? refKey(targetOf(operation).to) : [])));
  const isOn = (tables: ReadonlySet<string>, operation: Operation): boolean => 'table' in operation && tables.has(refKey(topLevelRef('table', operation.table)));
  const isMoot = (operation: Operation): boolean => isOn(dropped, operation) || (operation.verb === 'drop' && created.has(refKey(targetOf(operation).to)));
  return (operation) => (isOn(created, operation) ? [] : hazards(operation).filter(({ code }) => code !== 'unmanaged/lost' || !isMoot(operation)));
}

/** One operation may send several statements that are dangerous in the same way. */
const unique = (found: readonly Hazard[]): readonly Hazard[] => [...new Map(found.map((hazard) => [`${hazard.code} ${hazard.message}`, hazard])).values()];
