import type { Dialect } from '../dialect/dialect.js';
import type { Hazard } from '../dialect/hazard.js';
import { refKey, topLevelRef } from '../model/identity.js';
import type { Column } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { reverseAll } from '../operation/reverse.js';
import { targetOf } from '../operation/target.js';

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

/** The plan for operations that are in order already; the way back is the way there, reversed, less the drops of extensions. */
export const plan = (dialect: Pick<Dialect, 'hazards'>, operations: readonly Operation[]): Plan => ({
  up: stepsOf(dialect, operations),
  down: stepsOf(dialect, reverseAll(operations).filter((operation) => !dropsExtension(operation)).flatMap(fillLater)),
});

/** Who else uses an extension nobody knows, so the way back leaves it. */
const dropsExtension = (operation: Operation): boolean => operation.verb === 'drop' && operation.kind === 'extension';

/**
 * A required column that nothing fills comes back nullable first, as the table may have rows: what they get is for the author
 * to say. On the way there `diff` has seen to it.
 */
function fillLater(operation: Operation): Operation[] {
  if (operation.verb !== 'create' || operation.kind !== 'column') return [operation];
  const { value, table } = operation;
  if (!isForced(value)) return [operation];
  const unsaid = { from: null, to: null };
  return [
    { ...operation, value: { ...value, nullable: true } },
    { verb: 'alter', kind: 'column', table, name: value.name, changes: { nullable: { from: true, to: false } }, using: unsaid, fill: unsaid },
  ];
}

const isForced = ({ nullable, default: value, generation, generated }: Column): boolean =>
  !nullable && value === null && generation === null && generated === null;

/**
 * Each operation with its hazards; what happens to a table that the same plan creates can harm nobody: it has no rows yet. What goes with
 * a table needs no word of its own, nor does what is made again.
 */
function stepsOf(dialect: Pick<Dialect, 'hazards'>, operations: readonly Operation[]): Step[] {
  const created = new Set(operations.flatMap((operation) => (operation.verb === 'create' ? refKey(targetOf(operation).to) : [])));
  const dropped = new Set(operations.flatMap((operation) => (operation.verb === 'drop' ? refKey(targetOf(operation).to) : [])));
  const isOn = (tables: ReadonlySet<string>, operation: Operation): boolean => 'table' in operation && tables.has(refKey(topLevelRef('table', operation.table)));
  const isMoot = (operation: Operation): boolean => isOn(dropped, operation) || (operation.verb === 'drop' && created.has(refKey(targetOf(operation).to)));
  return operations.map((operation) => {
    if (isOn(created, operation)) return { operation, hazards: [] };
    const hazards = dialect.hazards(operation);
    return { operation, hazards: isMoot(operation) ? hazards.filter(({ code }) => code !== 'unmanaged/lost') : hazards };
  });
}
