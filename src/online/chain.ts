import { sameName } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation } from '../operation/target.js';
import { dependencies, type Dependency } from '../plan/order.js';
import { breakOldCode } from './breaking.js';
import { constraintWay } from './constraints.js';
import { dropWay } from './drops.js';
import { indexWay } from './indexes.js';
import { joinShort, type Link, linkOf, type Piece, pieceOf } from './link.js';
import { filledWay, optionalWay, requiredWay } from './required.js';
import { renamedColumnWay } from './renamed-columns.js';
import { renamedTableWay, shownColumnWay } from './renamed-tables.js';
import { retypedWay } from './retyped.js';
import { type Stage, stages, traits } from './stage.js';
import { type FindWay, isTooLate, plainly, type Surroundings, type Way } from './way.js';

/**
 * The revisions into which a plan is taken apart so that others can read and write meanwhile. Whatever it has no safer way for stands in the first,
 * as in the plan, and in its order.
 */
export function chainOf(surroundings: Surroundings): readonly Link[] {
  const own = [retypedWay(surroundings), ...finders];
  const ways = settle(surroundings.operations.map((operation) => findWay(operation, surroundings, own)), surroundings);
  const pieces = stages.flatMap((stage) => pieceAt(stage, ways));
  return (breaksOldCode(ways) ? afterOldCode(pieces) : pieces).reduce(joinShort, []).map((piece) => linkOf(piece, surroundings));
}

/** Whether something is done at once that old code cannot bear. */
const breaksOldCode = (ways: readonly Way[]): boolean => breakOldCode(ways.flatMap(({ steps: [first], sparesOldCode }) => (first?.stage === 'expand' && !sparesOldCode ? first.up : [])));

/** Whatever comes after what old code cannot bear comes after it is gone. */
const afterOldCode = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece) => ({ ...piece, phase: 'contract', title: piece.title === traits.expand.title ? 'change' : piece.title }));

const finders: readonly FindWay[] = [renamedTableWay, shownColumnWay, renamedColumnWay, dropWay, indexWay, constraintWay, requiredWay, optionalWay, filledWay];

function findWay(operation: Operation, surroundings: Surroundings, own: readonly FindWay[]): Way {
  if (!isObjectOperation(operation)) return plainly(operation);
  for (const find of own) {
    const found = find(operation, surroundings);
    if (found !== null) return found;
  }
  return plainly(operation);
}

/**
 * The ways, less those that come too late for an operation that needs what they do: that one waits as well, or what it needs is done at once. What is done
 * at once for the sake of another waits for nobody any more, so that this comes to an end.
 */
function settle(ways: readonly Way[], { operations, schemas }: Surroundings): readonly Way[] {
  const pairs = dependencies(operations, [schemas.from, schemas.to]).filter((pair) => isNeeded(pair, operations));
  const atOnce = new Set<number>();
  for (let settled = ways; ; ) {
    const late = pairs.find(({ before, after }) => isTooLate(settled[before], settled[after]));
    if (late === undefined) return settled;
    const { before, after } = late;
    const [first, second, done] = [operations[before], operations[after], settled[before]];
    if (first === undefined || second === undefined || done === undefined) return settled;
    if (canWait(first, second) && !atOnce.has(after)) settled = settled.with(after, plainly(second, done.doneAt));
    else {
      settled = settled.with(before, plainly(first));
      atOnce.add(before);
    }
  }
}

/** Whether nothing is lost when `second` waits for `first`. */
const canWait = (first: Operation, second: Operation): boolean => first.verb !== 'create' && second.verb === 'drop';

/**
 * Whether an order that a plan keeps matters where the first operation is done later in steps. What is left for a while is in the way of another type
 * alone, and its own type is left with it; nobody waits for values that are required later; and of keys, views stand on primary ones alone.
 */
function isNeeded({ before, after, isByName }: Dependency, operations: readonly Operation[]): boolean {
  const [first, second] = [operations[before], operations[after]];
  if (first === undefined || second === undefined || !isObjectOperation(first) || !isObjectOperation(second)) return false;
  // An index is built beside the one whose place it takes.
  if (isByName) return !(first.kind === 'index' && second.kind === 'index' && 'table' in second && sameName(first.table, second.table));
  if (first.verb === 'alter') return changesType(first) && second.kind === 'enum';
  if (first.verb === 'drop') return second.verb === 'drop' || changesType(second) || loosens(second);
  return !((first.kind === 'index' || first.kind === 'unique') && (second.kind === 'view' || second.kind === 'materializedView'));
}

/** PostgreSQL does not alter the type of what something else stands on that it cannot make anew by itself. */
const changesType = (operation: ObjectOperation): boolean =>
  operation.verb === 'alter' && (operation.kind === 'enum' || (operation.kind === 'column' && ['type', 'collation', 'generated', 'virtual'].some((facet) => facet in operation.changes)));

/** PostgreSQL lets no column of a primary key be empty. */
const loosens = (operation: ObjectOperation): boolean => operation.verb === 'alter' && operation.kind === 'column' && operation.changes.nullable?.to === true;

/** What is to do at a stage, where there is something. */
function pieceAt(stage: Stage, ways: readonly Way[]): readonly Piece[] {
  const steps = ways.flatMap((way) => way.steps.filter((step) => step.stage === stage));
  return steps.length === 0 ? [] : [pieceOf(traits[stage], steps)];
}
