import { enumColumns } from '../model/enum-columns.js';
import { nameKey, type ObjectRef, showRef } from '../model/identity.js';
import { findObject, replaceObject } from '../model/replace.js';
import type { Canonical, QualifiedName, Schema, ViewFacts } from '../model/schema.js';
import type { Change } from '../operation/operation.js';
import type { Difference } from './differences.js';

/** A difference that shall stay, and why. */
export interface Acceptance {
  /** The object as an explanation names it: `column public.product.price`. */
  readonly object: string;
  /** The property that may differ; without it: the object may be missing on one side. */
  readonly facet?: string;
  readonly reason: string;
}

/** A difference that stays, and why. */
export interface AcceptedDifference extends Difference {
  readonly reason: string;
}

/** Which differences are accepted, and what is accepted but is no difference (any more). */
export interface Acceptances {
  readonly accepted: readonly AcceptedDifference[];
  readonly unused: readonly Acceptance[];
}

export function matchAcceptances(acceptances: readonly Acceptance[], differences: readonly Difference[]): Acceptances {
  const keyOf = (object: string, facet: string | null | undefined): string => `${object}\0${facet ?? ''}`;
  const found = new Map(differences.map((difference) => [keyOf(showRef(difference.object), difference.facet), difference]));
  return {
    accepted: acceptances.flatMap(({ object, facet, reason }) => {
      const difference = found.get(keyOf(object, facet));
      return difference === undefined ? [] : [{ ...difference, reason }];
    }),
    unused: acceptances.filter(({ object, facet }) => !found.has(keyOf(object, facet))),
  };
}

/** `to` with what is accepted as it is in `from`: first what only the entities have goes, so that its name is free, then names, then the rest. */
export function acceptDifferences(accepted: readonly Difference[], { from, to }: Change<Canonical<Schema>>): Canonical<Schema> {
  const isNew = ({ facet, database }: Difference): boolean => facet === null && database === null;
  const isRename = ({ facet }: Difference): boolean => facet === 'name';
  const without = accepted.filter(isNew).reduce<Schema>((schema, { object }) => replaceObject(schema, object, null), to);
  const renamed = renameBack(accepted.filter(isRename), without);
  const settled = accepted.filter((each) => !isNew(each) && !isRename(each)).reduce((schema, each) => acceptOne(each, { from, to: schema }), renamed);
  return { ...to, ...withTypesOf(from, settled) };
}

/** All at once: one may get the name that another has. */
function renameBack(renames: readonly Difference[], to: Schema): Schema {
  const named = renames.map(({ object, entities }) => ({ object, renamed: { ...object, name: String(entities) } }));
  const free = named.reduce<Schema>((schema, { renamed }) => replaceObject(schema, renamed, null), to);
  return named.reduce((schema, { object, renamed }) => {
    const wanted = findObject(to, renamed);
    return wanted === null ? schema : replaceObject(schema, object, { ...wanted, name: object.name });
  }, free);
}

function acceptOne({ object, facet }: Difference, { from, to }: Change<Schema>): Schema {
  const known = { ...to, viewFacts: { ...to.viewFacts, ...factsOf(object, from) } };
  const there = findObject(from, object);
  if (facet === null) return replaceObject(known, object, there);
  const wanted = findObject(to, object);
  return there === null || wanted === null ? to : replaceObject(known, object, { ...wanted, [facet]: there[facet as keyof typeof there] });
}

/** What the database knows of a view goes with its query. */
function factsOf({ kind, schema, name }: ObjectRef, { viewFacts }: Schema): Readonly<Record<string, ViewFacts>> {
  const key = nameKey({ schema: schema ?? '', name });
  const facts = viewFacts[key];
  return facts === undefined || (kind !== 'view' && kind !== 'materializedView') ? {} : { [key]: facts };
}

/** The schema with the enum types of `from` that columns of it hold. */
function withTypesOf(from: Schema, schema: Schema): Schema {
  const known: Schema = { ...schema, typeNames: { ...from.typeNames, ...schema.typeNames } };
  const used = enumColumns(known);
  const isUsed = (type: QualifiedName): boolean => used.has(nameKey(type));
  const missing = from.enums.filter((type) => isUsed(type) && !schema.enums.some((each) => nameKey(each) === nameKey(type)));
  const typeNames = Object.fromEntries(Object.entries(known.typeNames).filter(([text, type]) => text in schema.typeNames || isUsed(type)));
  return { ...schema, enums: [...schema.enums, ...missing], typeNames };
}

/** The name of what an entry accepts: `column public.product.price, default`. */
export const showAcceptance = ({ object, facet }: Acceptance): string => (facet === undefined ? object : `${object}, ${facet}`);
