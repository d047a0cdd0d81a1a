import { LimbeckError } from '../../kernel/errors.js';
import { showRef } from '../../model/identity.js';
import type { ObjectKind, Objects } from '../../model/schema.js';
import type { Alter } from '../../operation/operation.js';
import { targetOf } from '../../operation/target.js';

/** The facets of each kind of object that PostgreSQL can change while the object stays. */
const alterable: { readonly [K in ObjectKind]: readonly (keyof Objects[K])[] } = {
  extension: [],
  namespace: [],
  enum: ['values', 'schema'],
  table: ['comment', 'schema'],
  column: ['type', 'nullable', 'default', 'generation', 'generated', 'virtual', 'collation', 'comment'],
  primaryKey: [],
  unique: [],
  check: [],
  exclusion: [],
  foreignKey: ['deferrable'],
  index: [],
  view: ['definition'],
  materializedView: [],
};

/** Whether PostgreSQL of this major version can make all the changes of `operation` while the object stays; if not, it is dropped and created. */
export const canAlter = (operation: Alter, serverVersion = newest): boolean => unalterableFacets(operation, serverVersion).length === 0;

/** For what no server is asked about: the file says what it does, and an older server refuses it. */
const newest = Infinity;

/**
 * Refuses an alteration that PostgreSQL has no statement for.
 *
 * @throws {LimbeckError} `operation/cannot-alter`
 */
export function cannotAlter(operation: Alter): never {
  const what = showRef(targetOf(operation).from);
  throw new LimbeckError('operation/cannot-alter', { what, facets: unalterableFacets(operation, newest) });
}

function unalterableFacets(operation: Alter, serverVersion: number): readonly string[] {
  const facets: readonly string[] = alterable[operation.kind];
  return Object.keys(operation.changes).filter(
    (facet) => !facets.includes(facet) || (operation.kind === 'column' && (facet === 'generated' || facet === 'virtual') && !isPossible(operation, serverVersion)),
  );
}

/** A stored column stops being generated in place; to become a generated one, or to stop being a virtual one, it is made anew. */
const isPossible = (operation: Alter<'column'>, serverVersion: number): boolean =>
  (operation.anew?.to ?? null) !== null ||
  (operation.changes.generated?.to === null && operation.changes.virtual === undefined) ||
  (serverVersion >= 17 && setsExpression(operation));

/** Another expression by itself, beside which nothing but the comment changes. Source: PostgreSQL 17, ALTER TABLE, "SET EXPRESSION AS". */
function setsExpression({ changes: { generated, comment: _, ...others } }: Alter<'column'>): boolean {
  return generated != null && generated.from !== null && generated.to !== null && Object.keys(others).length === 0;
}
