import type { Dialect } from '../dialect/dialect.js';
import { type AssessmentContext, type Hazard, isForAuthor } from '../dialect/hazard.js';
import { asksForValue } from '../model/column.js';
import { nameKey } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import { reverseAll } from '../operation/reverse.js';

type Assessor = Pick<Dialect, 'assess'>;

/** One operation of a plan and what it can do to data or to a running system. */
export interface Step {
  readonly operation: Operation;
  readonly hazards: readonly Hazard[];
}

/** The ordered work between two schemas, there and back. */
export interface Plan {
  readonly up: readonly Step[];
  readonly down: readonly Step[];
}

/** The plan for operations that are in order already. */
export const plan = async (dialect: Assessor, operations: readonly Operation[], context: AssessmentContext): Promise<Plan> => ({
  up: await stepsOf(dialect, operations, context),
  down: await stepsOf(dialect, wayBack(operations), context),
});

/** The way back is the way there, reversed, less the drops of extensions and of what goes with its table. @throws {LimbeckError} `operation/irreversible`. */
export function wayBack(operations: readonly Operation[]): readonly Operation[] {
  const back = reverseAll(operations);
  const dropped = new Set(back.flatMap((operation) => (operation.verb === 'drop' && operation.kind === 'table' ? [nameKey(operation)] : [])));
  return back.filter((operation) => !dropsExtension(operation) && !isIndexOf(operation, dropped)).flatMap(fillLater);
}

/** Who else uses an extension nobody knows, so the way back leaves it. */
const dropsExtension = (operation: Operation): boolean => operation.verb === 'drop' && operation.kind === 'extension';

/** Whether it drops an index of one of these tables, which are dropped themselves: PostgreSQL 18, DROP TABLE, "always removes any indexes". */
const isIndexOf = (operation: Operation, tables: ReadonlySet<string>): boolean =>
  operation.verb === 'drop' && operation.kind === 'index' && tables.has(nameKey(operation.table));

/**
 * A required column that nothing fills comes back nullable first, as the table may have rows: what they get is for the author
 * to say. On the way there `diff` has seen to it.
 */
function fillLater(operation: Operation): Operation[] {
  if (operation.verb !== 'create' || operation.kind !== 'column') return [operation];
  const { value, table } = operation;
  if (!asksForValue(value)) return [operation];
  const unsaid = { from: null, to: null };
  return [
    { ...operation, value: { ...value, nullable: true } },
    { verb: 'alter', kind: 'column', table, name: value.name, changes: { nullable: { from: true, to: false } }, using: unsaid, fill: unsaid },
  ];
}

/** Each operation with what is worth knowing of it while its revision is written. */
export async function stepsOf(dialect: Assessor, operations: readonly Operation[], context: AssessmentContext): Promise<readonly Step[]> {
  const hazards = await dialect.assess(operations, context);
  return operations.map((operation, position) => ({ operation, hazards: (hazards[position] ?? []).filter(isForAuthor) }));
}
