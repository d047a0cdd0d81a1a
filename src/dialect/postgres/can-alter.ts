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

/** Whether PostgreSQL can make all the changes of `operation` while the object stays; if not, it is dropped and created. */
export const canAlter = (operation: Alter): boolean => unalterableFacets(operation).length === 0;

/**
 * Refuses an alteration that PostgreSQL has no statement for.
 *
 * @throws {LimbeckError} `operation/cannot-alter`
 */
export function cannotAlter(operation: Alter): never {
  const what = showRef(targetOf(operation).from);
  throw new LimbeckError('operation/cannot-alter', { what, facets: unalterableFacets(operation) });
}

function unalterableFacets(operation: Alter): readonly string[] {
  const facets: readonly string[] = alterable[operation.kind];
  return Object.keys(operation.changes).filter(
    (facet) => !facets.includes(facet) || (operation.kind === 'column' && (facet === 'generated' || facet === 'virtual') && !isPossible(operation)),
  );
}

/** A stored column stops being generated in place; to become a generated one, or to stop being a virtual one, it is made anew. */
const isPossible = ({ changes, anew }: Alter<'column'>): boolean =>
  (anew?.to ?? null) !== null || (changes.generated?.to === null && changes.virtual === undefined);
