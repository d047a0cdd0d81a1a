import { nameKey, type ObjectRef } from '../model/identity.js';
import type { Change, Operation, Rename } from '../operation/operation.js';
import { targetOf } from '../operation/target.js';
import { aside } from './aside.js';
import { stepsOf } from './rename-claims.js';

/** The kinds of members that PostgreSQL keeps as relations, whose names are unique in a namespace. */
type RelationKind = 'primaryKey' | 'unique' | 'exclusion' | 'index';

type RelationRename = Rename<RelationKind>;

/** Operations, and the renames among them that have an order of their own. */
export interface Untangled {
  /** One after the other; they need nothing of the others. */
  readonly circles: readonly Operation[];
  readonly rest: readonly Operation[];
}

/**
 * Takes out the keys and indexes that change names with each other, also over several tables, as when two tables change places: one of
 * them goes by way of a name that nothing has.
 */
export function untangle(operations: readonly Operation[]): Untangled {
  const circular = circularIn(operations.filter(isRelationRename));
  if (circular.length === 0) return { circles: [], rest: operations };
  const steps = stepsOf(circular.map(targetOf), relationKey, (ref) => ({ ...ref, name: aside(ref.name) }));
  return { circles: steps.map(toRename), rest: operations.filter((operation) => !(circular as readonly Operation[]).includes(operation)) };
}

/** Those that never find their new name free. */
function circularIn(renames: readonly RelationRename[]): readonly RelationRename[] {
  const sources = new Set(renames.map((rename) => relationKey(targetOf(rename).from)));
  const left = renames.filter((rename) => sources.has(relationKey(targetOf(rename).to)));
  return left.length === renames.length ? left : circularIn(left);
}

const relationKey = ({ schema, name }: ObjectRef): string => nameKey({ schema: schema ?? '', name });

const toRename = ({ from, to }: Change<ObjectRef>): Operation => ({
  verb: 'rename',
  kind: to.kind as RelationKind,
  table: { schema: to.schema ?? '', name: to.table ?? '' },
  name: { from: from.name, to: to.name },
});

const isRelationRename = (operation: Operation): operation is RelationRename =>
  operation.verb === 'rename' && (operation.kind === 'primaryKey' || operation.kind === 'unique' || operation.kind === 'exclusion' || operation.kind === 'index');
