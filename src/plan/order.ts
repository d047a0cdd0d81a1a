import { LimbeckError } from '../kernel/errors.js';
import { topologicalSort } from '../kernel/topological-sort.js';
import { enumOf } from '../model/enum-columns.js';
import { nameKey, refKey, showRef, topLevelRef } from '../model/identity.js';
import type { QualifiedName, Schema, ViewFacts } from '../model/schema.js';
import { isAside } from '../operation/aside.js';
import type { Operation } from '../operation/operation.js';
import type { ObjectOperation } from '../operation/target.js';
import { isObjectOperation, targetOf } from '../operation/target.js';
import { breakNameCircles } from './name-circles.js';
import type { KnownParts, Part, Reliances } from './reliances.js';
import { reliancesOf } from './reliances.js';
import { namesOf } from './shared-names.js';

/**
 * The operations in an order in which each finds what it needs; where it is free, in the order given.
 *
 * One rule: what needs a part as it was runs before the operations that change it, what needs it as it will be runs after.
 * It reads the same backwards, so the reversed list is an order for the way back.
 *
 * @throws {LimbeckError} `plan/cycle`, naming the operations that wait for each other.
 */
export function order(operations: readonly Operation[], schemas: readonly KnownSchema[]): Operation[] {
  const objects = breakNameCircles(operations.filter(isObjectOperation));
  const reliances = objects.map((operation) => reliancesOf(operation, partsIn(schemas)));
  const sorted = topologicalSort(objects.length, [...reliancePairs(reliances), ...sameObjectPairs(objects)]);
  if ('cycle' in sorted) throw new LimbeckError('plan/cycle', { members: sorted.cycle.flatMap((position) => showTarget(objects[position])) });
  const ordered = sorted.flatMap((position) => objects[position] ?? []);
  // Anything may need an extension.
  return [...ordered.filter(isOfExtension), ...ordered.filter((operation) => !isOfExtension(operation))];
}

/** What order needs to know of the schemas before and after. */
type KnownSchema = Pick<Schema, 'typeNames' | 'viewFacts'>;

const isOfExtension = ({ kind }: ObjectOperation): boolean => kind === 'extension';

const showTarget = (operation: ObjectOperation | undefined): string[] =>
  operation === undefined ? [] : [`${operation.verb} ${showRef(targetOf(operation).to)}`];

function partsIn(schemas: readonly KnownSchema[]): KnownParts {
  const factsIn = (schema: KnownSchema | undefined, view: QualifiedName): Pick<ViewFacts, 'reads' | 'types'> => schema?.viewFacts[nameKey(view)] ?? { reads: [], types: [] };
  const factsOf = (view: QualifiedName) => ({ from: factsIn(schemas[0], view), to: factsIn(schemas.at(-1), view) });
  return {
    enumPart: (type) => enumPartIn(schemas, type),
    reads: (view) => ({ from: factsOf(view).from.reads, to: factsOf(view).to.reads }),
    types: (view) => ({ from: factsOf(view).from.types, to: factsOf(view).to.types }),
  };
}

function enumPartIn(schemas: readonly KnownSchema[], type: string): Part | null {
  for (const schema of schemas) {
    const name = enumOf(schema, type);
    if (name !== null) return refKey(topLevelRef('enum', name));
  }
  return null;
}

/** An operation, by its position, that runs before another one in every order. */
export interface Dependency {
  readonly before: number;
  readonly after: number;
  /** Whether both want one name; else the one changes something that the other needs as it was or as it will be. */
  readonly isByName: boolean;
}

/** Which of these operations run before which others. */
export function dependencies(operations: readonly Operation[], schemas: readonly KnownSchema[]): Dependency[] {
  const positions = operations.flatMap((operation, position) => (isObjectOperation(operation) ? [position] : []));
  const objects = operations.filter(isObjectOperation);
  const toDependency = (isByName: boolean) => ([before, after]: Pair): Dependency => ({ before: positions[before] ?? 0, after: positions[after] ?? 0, isByName });
  const reliances = objects.map((operation) => reliancesOf(operation, partsIn(schemas)));
  return [...reliancePairs(reliances).map(toDependency(false)), ...sameObjectPairs(objects).map(toDependency(true))];
}

type Pair = readonly [before: number, after: number];

function reliancePairs(reliances: readonly Reliances[]): Pair[] {
  const changers = positionsByPart(reliances.map(({ changes }) => changes));
  return reliances.flatMap(({ before, after }, position): Pair[] => [
    ...before.flatMap((part) => (changers.get(part) ?? []).map((changer): Pair => [position, changer])),
    ...after.flatMap((part) => (changers.get(part) ?? []).map((changer): Pair => [changer, position])),
  ]);
}

/** Of several operations on one name: whoever has it is dropped or renamed, then another is created or gets it, and is altered. */
function sameObjectPairs(operations: readonly ObjectOperation[]): Pair[] {
  const names = operations.map((operation) => namesByRank(operation));
  const groups = positionsByPart(names.map((ranks) => [...ranks.keys()]));
  return [...groups].flatMap(([name, positions]) => {
    const rankAt = (position: number): number => names[position]?.get(name) ?? 0;
    return positions.flatMap((first) => positions.filter((second) => rankAt(first) < rankAt(second)).map((second): Pair => [first, second]));
  });
}

/**
 * When an operation takes a name away (0), gives it (1), or needs it as it was given (2), by name. A name for the time between is given
 * first and taken away after.
 */
function namesByRank(operation: ObjectOperation): ReadonlyMap<string, number> {
  const { from, to } = targetOf(operation);
  if (operation.verb === 'rename' && isAside(from.name)) return new Map([...namesOf(from).map((name): [string, number] => [name, 2]), ...namesOf(to).map((name): [string, number] => [name, 1])]);
  const rank = { drop: 0, create: 1, rename: 1, alter: 2, validate: 2 }[operation.verb];
  const taken = operation.verb === 'rename' ? namesOf(from).map((name): [string, number] => [name, 0]) : [];
  return new Map([...taken, ...namesOf(to).map((name): [string, number] => [name, rank])]);
}

function positionsByPart(parts: readonly (readonly Part[])[]): ReadonlyMap<Part, readonly number[]> {
  const positions = new Map<Part, number[]>();
  parts.forEach((list, position) => {
    for (const part of list) {
      const known = positions.get(part);
      if (known === undefined) positions.set(part, [position]);
      else known.push(position);
    }
  });
  return positions;
}
