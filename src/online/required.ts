import { asideName } from '../operation/aside.js';
import type { Column, QualifiedName } from '../model/schema.js';
import type { Alter, Backfill, Create, Operation } from '../operation/operation.js';
import { reverse } from '../operation/reverse.js';
import { wayBack } from '../plan/plan.js';
import { notNullCheck, validate, validation } from './constraints.js';
import { together } from './link.js';
import { type FindWay, step, type Step, type Surroundings, way } from './way.js';

/**
 * Makes a column `NOT NULL` by way of a check that is validated while others write: then PostgreSQL need not read the rows again.
 *
 * Source: PostgreSQL 18, ALTER TABLE, "SET NOT NULL".
 */
export const requiredWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || !surroundings.isBusy(operation.table)) return null;
  const { nullable, ...others } = operation.changes;
  if (nullable?.to !== false || Object.keys(others).some((facet) => facet !== 'default' && facet !== 'comment')) return null;
  const steps = requireValues(operation, { fill: operation.fill.to }, surroundings);
  if (Object.keys(others).length === 0) return way(...steps);
  return way(step('expand', { ...operation, changes: others, fill: none, using: none }), ...steps);
};

const none = { from: null, to: null };

/** A column that may be empty becomes `NOT NULL` again on the way back as it does on a way there. */
export const optionalWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || !surroundings.isBusy(operation.table)) return null;
  const { table, name, changes, fill } = operation;
  const { nullable, ...others } = changes;
  if (nullable?.to !== true || Object.keys(others).some((facet) => facet !== 'default' && facet !== 'comment')) return null;
  const check = notNullCheck(table, { name: asideName(name), column: name }, surroundings.dialect);
  const back = { ...(reverse(operation) as Alter<'column'>), fill: none };
  const filled = fill.from === null ? [] : fillStep({ table, name, fill: fill.from }, surroundings).up;
  return way({
    stage: 'drop constraints',
    up: [operation],
    down: [back, reverse(check)],
    outside: { down: { before: [...together([check], surroundings), ...filled, validate(check)] } },
  });
};

/** A column whose default is another value in each row is filled batch by batch, as PostgreSQL would write the table anew. */
export const filledWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'create' || operation.kind !== 'column' || !surroundings.isBusy(operation.table)) return null;
  const { table, value } = operation;
  if (value.default === null || !isOrdinary(value) || !surroundings.isRewriting(operation)) return null;
  const bare: Create<'column'> = { ...operation, value: { ...value, nullable: true, default: null } };
  const setDefault: Operation = alterColumn(table, value.name, { default: { from: null, to: value.default } });
  const add: Step = { stage: 'expand', up: [bare, setDefault], down: wayBack([bare]) };
  const { name } = value;
  if (value.nullable) return { ...way(add, fillStep({ table, name, fill: value.default }, surroundings)), doneAt: 'expand' };
  const demand = alterColumn(table, name, { nullable: { from: true, to: false } });
  return { ...way(add, ...requireValues(demand, { fill: value.default }, surroundings)), doneAt: 'expand' };
};

/** Whether no sequence and no expression gives the column its values. */
const isOrdinary = ({ generation, generated }: Column): boolean => generation === null && generated === null;

/** The steps from a column that may be empty to one that must not; nobody has said what empty rows get where `fill` is `null`. */
export function requireValues(demand: Alter<'column'>, { fill }: Pick<Filling, 'fill'>, surroundings: Surroundings): readonly [Step, ...Step[]] {
  const { table, name } = demand;
  const unchecked = notNullCheck(table, { name: asideName(name), column: name }, surroundings.dialect);
  const alter = alterColumn(table, name, { nullable: { from: true, to: false } });
  return [
    fillStep({ table, name, fill }, surroundings),
    step('checks', unchecked),
    { stage: 'validate checks', ...validation(unchecked) },
    {
      stage: 'require values',
      up: [alter, reverse(unchecked)],
      down: [alterColumn(table, name, { nullable: { from: false, to: true } })],
      outside: { down: { before: [...together([unchecked], surroundings), validate(unchecked)] } },
    },
  ];
}

interface Filling {
  readonly table: QualifiedName;
  readonly name: string;
  readonly fill: string | null;
}

/** The values that were there before are nobody's, so there is nothing to undo. */
function fillStep({ table, name, fill }: Filling, { dialect }: Surroundings): Step {
  return { stage: 'backfill', up: [batch(table, { [name]: fill ?? 'NULL' }, `${dialect.quoteIdentifier(name)} IS NULL`)], down: [] };
}

/** Fills rows in batches that nobody waits for long. */
export const batch = (table: QualifiedName, set: Backfill['set'], where: string): Backfill => ({ verb: 'backfill', table, set, where, batchSize: 1_000, pauseMs: 0 });

export const alterColumn = (table: QualifiedName, name: string, changes: Alter<'column'>['changes']): Alter<'column'> => ({
  verb: 'alter',
  kind: 'column',
  table,
  name,
  changes,
  using: none,
  fill: none,
});
