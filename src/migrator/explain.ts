import type { Acceptance, AcceptedDifference } from '../diff/accept.js';
import type { Difference } from '../diff/differences.js';
import { type ObjectRef, refKey, showRef } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import type { EntityModel, Origin } from '../typeorm/entity-model.js';
import { writtenAt } from '../typeorm/written.js';
import type { Comparison } from './compare.js';
import { explainDifferences, type RenamingRequest } from './differences.js';
import type { UnmanagedObject } from './settle.js';
import type { Workspace } from './workspace.js';

/** A difference, and where it comes from. */
export interface ExplainedDifference extends Difference {
  /** Where the entities say so; of what they do not have, the entity of its table; `null`: nowhere. */
  readonly origin: Origin | null;
  /** What the entity says, in its own spelling: `{ type: 'varchar', length: '80' }`; `null` where it says nothing. */
  readonly written: string | null;
  /** What to put in the option `accept` so that it stays, with a reason; `null` for what the entities say was renamed. */
  readonly accept: Omit<Acceptance, 'reason'> | null;
}

/** Why the database is not as the entities say, and what is no difference for a reason. */
export interface Explanation {
  /** As `diff` gives them. */
  readonly operations: readonly Operation[];
  readonly differences: readonly ExplainedDifference[];
  /** Operations that are there only for the sake of others. */
  readonly consequences: readonly Operation[];
  readonly accepted: readonly AcceptedDifference[];
  /** Entries of the option `accept` that speak of no difference. */
  readonly unused: readonly Acceptance[];
  readonly unmanaged: readonly UnmanagedObject[];
}

/** Compares, and says of each difference what both sides have and where the entities say so. */
export async function explain(workspace: Workspace, request: RenamingRequest): Promise<Explanation> {
  return workspace.withRunner(async (queryRunner) => explanationOf(await explainDifferences(workspace, queryRunner, request), workspace));
}

function explanationOf({ operations, renamed, differences, accepted, unused, unmanaged, model }: Comparison, { dataSource }: Workspace): Explanation {
  const explained = (difference: Difference): Omit<ExplainedDifference, 'accept'> => {
    const place = { ...difference, object: nameInEntities(difference) };
    return { ...difference, origin: originOf(place.object, model), written: writtenAt(place, model, dataSource) };
  };
  const done = new Set(operations);
  const isDone = (each: Difference): boolean => each.operations.some((operation) => done.has(operation));
  const causes = new Set([...renamed, ...differences].flatMap((each) => each.operations));
  return {
    operations,
    differences: [
      ...renamed.map((each) => ({ ...explained(each), accept: null })),
      ...differences.filter(isDone).map((each) => ({ ...explained(each), accept: acceptanceOf(each) })),
    ],
    consequences: operations.filter((operation) => !causes.has(operation)),
    accepted,
    unused,
    unmanaged,
  };
}

const nameInEntities = ({ object, facet, entities }: Difference): ObjectRef => (facet === 'name' ? { ...object, name: String(entities) } : object);

/** Where the object is said; of what the entities do not have, where its table is. */
function originOf(object: ObjectRef, { origins }: EntityModel): Origin | null {
  const table: ObjectRef = { kind: 'table', schema: object.schema, table: null, name: object.table ?? object.name };
  return origins.get(refKey(object)) ?? origins.get(refKey(table)) ?? null;
}

const acceptanceOf = ({ object, facet }: Difference): Omit<Acceptance, 'reason'> => ({ object: showRef(object), ...(facet === null ? {} : { facet }) });
