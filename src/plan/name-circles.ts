import { asideName } from '../operation/aside.js';
import type { Rename } from '../operation/operation.js';
import { type ObjectOperation, targetOf } from '../operation/target.js';
import { namesOf } from './shared-names.js';

/**
 * The operations, where renames wait for each other's names in a circle with one of them in two steps: by way of a name that nothing
 * has. Each other one then finds its name free.
 */
export function breakNameCircles(operations: readonly ObjectOperation[]): ObjectOperation[] {
  const split = new Set<ObjectOperation>();
  let waiting = operations.filter((operation) => operation.verb === 'rename').map(claimOf);
  while (waiting.length > 0) {
    const blocked = waiting.filter((claim) => blockerOf(claim, waiting) !== undefined);
    if (blocked.length < waiting.length) waiting = blocked;
    else {
      const member = memberOfCircle(waiting);
      split.add(member.rename);
      waiting = waiting.filter((claim) => claim !== member);
    }
  }
  return operations.flatMap((operation) => (split.has(operation) && operation.verb === 'rename' ? inTwoSteps(operation) : [operation]));
}

/** A rename, and the names that it takes away and gives. */
interface Claim {
  readonly rename: Rename;
  readonly from: readonly string[];
  readonly to: ReadonlySet<string>;
}

function claimOf(rename: Rename): Claim {
  const { from, to } = targetOf(rename);
  const kept = new Set(namesOf(from));
  // A table has one primary key, whatever its name: that is neither taken nor given.
  return { rename, from: namesOf(from).filter((name) => !namesOf(to).includes(name)), to: new Set(namesOf(to).filter((name) => !kept.has(name))) };
}

const blockerOf = (claim: Claim, others: readonly Claim[]): Claim | undefined => others.find((other) => other !== claim && other.from.some((name) => claim.to.has(name)));

/** Where each waits for another, whoever is met twice is in a circle. */
function memberOfCircle(waiting: readonly Claim[]): Claim {
  const met = new Set<Claim>();
  let claim = waiting[0] as Claim;
  while (!met.has(claim)) {
    met.add(claim);
    claim = blockerOf(claim, waiting) ?? claim;
  }
  return claim;
}

function inTwoSteps(rename: Rename): Rename[] {
  const between = asideName(rename.name.from);
  return [
    { ...rename, name: { from: rename.name.from, to: between } },
    { ...rename, name: { from: between, to: rename.name.to } },
  ];
}
