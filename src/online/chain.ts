import { sameName } from '../model/identity.js';
import type { Phase } from '../revision/phase.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation } from '../operation/target.js';
import { dependencies, type Dependency } from '../plan/order.js';
import { breakOldCode } from './breaking.js';
import { constraintWay } from './constraints.js';
import { dropWay } from './drops.js';
import { indexWay } from './indexes.js';
import { filledWay, requiredWay } from './required.js';
import { renamedColumnWay } from './renamed-columns.js';
import { renamedTableWay, shownColumnWay } from './renamed-tables.js';
import { retypedWay } from './retyped.js';
import { type Stage, stages, traits } from './stage.js';
import { type FindWay, isTooLate, plainly, type Surroundings, type Way } from './way.js';

/** One revision of a chain. */
export interface Link {
  readonly phase: Phase;
  readonly isTransaction: boolean;
  /** What it does of the whole, in a few words. */
  readonly title: string;
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
}

/**
 * The revisions into which a plan is taken apart so that others can read and write meanwhile. Whatever it has no safer way for stands in the first,
 * as in the plan, and in its order.
 */
export function chainOf(surroundings: Surroundings): readonly Link[] {
  const ways = settle(surroundings.operations.map((operation) => findWay(operation, surroundings)), surroundings);
  const links = stages.flatMap((stage) => linkOf(stage, ways));
  return (breaksOldCode(ways) ? afterOldCode(links) : links).reduce<readonly ShortLink[]>(joinShort, []);
}

interface ShortLink extends Link {
  readonly isShort: boolean;
}

/** Whether something is done at once that old code cannot bear. */
const breaksOldCode = (ways: readonly Way[]): boolean => breakOldCode(ways.flatMap(({ steps: [first], sparesOldCode }) => (first.stage === 'expand' && !sparesOldCode ? first.up : [])));

/** Whatever comes after what old code cannot bear comes after it is gone. */
const afterOldCode = (links: readonly ShortLink[]): readonly ShortLink[] =>
  links.map((link) => ({ ...link, phase: 'contract', title: link.title === traits.expand.title ? 'change' : link.title }));

const finders: readonly FindWay[] = [renamedTableWay, shownColumnWay, renamedColumnWay, dropWay, indexWay, constraintWay, retypedWay, requiredWay, filledWay];

function findWay(operation: Operation, surroundings: Surroundings): Way {
  if (!isObjectOperation(operation)) return plainly(operation);
  for (const find of finders) {
    const found = find(operation, surroundings);
    if (found !== null) return found;
  }
  return plainly(operation);
}

/** The ways, less those that come too late for an operation that needs what they do: that one waits as well, or what it needs is done at once. */
function settle(ways: readonly Way[], { operations, schemas }: Surroundings): readonly Way[] {
  const pairs = dependencies(operations, [schemas.from, schemas.to]).filter((pair) => isNeeded(pair, operations));
  for (let settled = ways; ; ) {
    const late = pairs.find(({ before, after }) => isTooLate(settled[before], settled[after]));
    if (late === undefined) return settled;
    settled = mend(settled, late, operations);
  }
}

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
  if (first.verb === 'drop') return second.verb === 'drop' || changesType(second);
  return !((first.kind === 'index' || first.kind === 'unique') && (second.kind === 'view' || second.kind === 'materializedView'));
}

/** PostgreSQL does not alter the type of what something else stands on that it cannot make anew by itself. */
const changesType = (operation: ObjectOperation): boolean =>
  operation.verb === 'alter' && (operation.kind === 'enum' || (operation.kind === 'column' && ['type', 'collation', 'generated', 'virtual'].some((facet) => facet in operation.changes)));

function mend(ways: readonly Way[], { before, after }: Dependency, operations: readonly Operation[]): readonly Way[] {
  const [first, second, done] = [operations[before], operations[after], ways[before]];
  if (first === undefined || second === undefined || done === undefined) return ways;
  return first.verb === 'drop' && second.verb === 'drop' ? ways.with(after, plainly(second, done.doneAt)) : ways.with(before, plainly(first));
}

/** The revision of a stage, where there is something to do at it; the way back of it is that of its steps, last first. */
function linkOf(stage: Stage, ways: readonly Way[]): readonly ShortLink[] {
  const steps = ways.flatMap((way) => way.steps.filter((step) => step.stage === stage));
  if (steps.length === 0) return [];
  return [{ ...traits[stage], up: steps.flatMap(({ up }) => up), down: steps.toReversed().flatMap(({ down }) => down) }];
}

/** Puts a revision into the one before where both hold their locks for a moment only, in the same phase. */
function joinShort(links: readonly ShortLink[], next: ShortLink): readonly ShortLink[] {
  const last = links.at(-1);
  if (last === undefined || !last.isShort || !next.isShort || last.phase !== next.phase) return [...links, next];
  const joined = { ...next, title: `${last.title}, ${next.title}`, up: [...last.up, ...next.up], down: [...next.down, ...last.down] };
  return [...links.slice(0, -1), joined];
}
