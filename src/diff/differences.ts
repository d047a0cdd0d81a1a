import { equal } from '../kernel/equal.js';
import { memberRef, type ObjectRef, refKey, showRef, topLevelRef } from '../model/identity.js';
import type { Change, Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation, targetOf } from '../operation/target.js';
import { changesBetween } from './changes.js';

/** One way in which the database is not as the entities say. */
export interface Difference {
  /** By its name in the database; by the name that the entities give it where the database does not have it. */
  readonly object: ObjectRef;
  /** The property that differs; `null` where one side does not have the object at all. */
  readonly facet: string | null;
  /** The property or the whole object as the database has it and spells it; `null`: none. */
  readonly database: unknown;
  /** The same as the entities want it, in the spelling of the database. */
  readonly entities: unknown;
  /** What is done about it; one operation may do something about several differences. */
  readonly operations: readonly Operation[];
}

/**
 * The differences that `operations` are there for, in their order. What only follows from others, such as a key that is dropped and
 * created as it was, is no difference; what is on a table that one side lacks belongs to the table.
 */
export function differencesOf(operations: readonly Operation[]): Difference[] {
  const objects = operations.filter(isObjectOperation);
  const wholes = new Set(objects.filter(({ verb, kind }) => (verb === 'create' || verb === 'drop') && isContainer(kind)).map((operation) => refKey(targetOf(operation).to)));
  const groups = new Map<string, ObjectOperation[]>();
  for (const operation of objects) {
    const key = groupKey(operation, ownerOf(operation, wholes));
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  const ofObjects = [...groups].flatMap(([key, group]) => differencesIn(group.filter((operation) => groupKey(operation, nameBefore(operation)) === key), group));
  return [...ofObjects, ...objects.flatMap(convertedDefaults)];
}

/** An enum type that is made anew sets the defaults of its columns on the way. */
const convertedDefaults = (operation: ObjectOperation): Difference[] =>
  operation.verb === 'alter' && operation.kind === 'enum'
    ? operation.convert.to.flatMap(({ table, column, default: value }) => facetsOf(memberRef('column', table, column), { default: value }, [operation]))
    : [];

const isContainer = (kind: ObjectOperation['kind']): boolean => kind === 'table' || kind === 'materializedView';

/** What is renamed may leave its name to another object. */
const groupKey = ({ verb }: ObjectOperation, ref: ObjectRef): string => `${verb === 'rename' ? 'rename ' : ''}${refKey(ref)}`;

/** A renamed object is known by its name before, all others by the one name they have. */
const nameBefore = (operation: ObjectOperation): ObjectRef => targetOf(operation)[operation.verb === 'rename' ? 'from' : 'to'];

function ownerOf(operation: ObjectOperation, wholes: ReadonlySet<string>): ObjectRef {
  if (!('table' in operation)) return nameBefore(operation);
  const containers = (['table', 'materializedView'] as const).map((kind) => topLevelRef(kind, operation.table));
  return containers.find((ref) => wholes.has(refKey(ref))) ?? nameBefore(operation);
}

/** What the operations on one object itself are there for, with all that belongs to it. */
function differencesIn(own: readonly ObjectOperation[], operations: readonly Operation[]): Difference[] {
  const [first] = own;
  if (first === undefined) return [];
  const object = nameBefore(first);
  const { dropped, created, changes } = summarise(own);
  if (dropped !== undefined && created !== undefined) return facetsOf(object, changesBetween(dropped, created), operations);
  if (dropped === undefined && created === undefined) return facetsOf(object, changes, operations);
  return [{ object, facet: null, database: dropped ?? null, entities: created ?? null, operations }];
}

type Facets = Readonly<Record<string, Change<unknown>>>;
type Value = Extract<ObjectOperation, { readonly verb: 'create' }>['value'];

/** What is dropped, what is created, as it is when all is done, and which facets change. */
function summarise(operations: readonly ObjectOperation[]): { readonly dropped: Value | undefined; readonly created: Value | undefined; readonly changes: Facets } {
  const changes: Facets = Object.fromEntries(operations.flatMap(changesOf));
  const dropped = operations.flatMap((operation) => (operation.verb === 'drop' ? (operation.value ?? []) : []))[0];
  const [created] = operations.flatMap((operation) => (operation.verb === 'create' ? operation.value : []));
  const altered = Object.fromEntries(Object.entries(changes).map(([facet, { to }]) => [facet, to]));
  return { dropped, created: created === undefined ? undefined : { ...created, ...altered }, changes };
}

function changesOf(operation: ObjectOperation): [string, Change<unknown>][] {
  if (operation.verb === 'rename') return [['name', operation.name]];
  return operation.verb === 'alter' ? Object.entries(operation.changes as Facets) : [];
}

const facetsOf = (object: ObjectRef, changes: Facets, operations: readonly Operation[]): Difference[] =>
  Object.entries(changes)
    .filter(([, { from, to }]) => !equal(from, to))
    .map(([facet, { from, to }]) => ({ object, facet, database: from, entities: to, operations }));

/** The name of a difference: `column public.product.price, default`. */
export const showDifference = ({ object, facet }: Pick<Difference, 'object' | 'facet'>): string =>
  facet === null ? showRef(object) : `${showRef(object)}, ${facet}`;
