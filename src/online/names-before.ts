import { nameKey, sameName } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation, targetOf } from '../operation/target.js';

/** Under which name a table or view was there before some operations, of which one after another is noted. */
export class NamesBefore {
  /** By `nameKey` of a name that is given or left on the way: the one from before; `null`: it was not there, or is there no more. */
  readonly #names = new Map<string, QualifiedName | null>();
  readonly #views: QualifiedName[] = [];

  /** The name from before; `null` for what was not there. */
  of(name: QualifiedName): QualifiedName | null {
    const known = this.#names.get(nameKey(name));
    return known === undefined ? name : known;
  }

  /** Whether one of the operations so far says that what had this name before is a view. */
  isOfView(name: QualifiedName): boolean {
    return this.#views.some((view) => sameName(view, name));
  }

  /** From here on, what an operation makes or renames has its new name; it has the old one, too, until {@link end}. */
  begin(operation: Operation): void {
    if (!isOfRelation(operation)) return;
    const { from, to } = namesOf(operation);
    const before = operation.verb === 'create' ? null : this.of(from);
    this.#names.set(nameKey(to), before);
    if (before !== null && operation.kind === 'view') this.#views.push(before);
  }

  /** What an operation drops or renames has its old name no more. */
  end(operation: Operation): void {
    if (!isOfRelation(operation)) return;
    const { from, to } = namesOf(operation);
    if (operation.verb === 'drop' || !sameName(from, to)) this.#names.set(nameKey(from), null);
  }
}

const isOfRelation = (operation: Operation): operation is Extract<ObjectOperation, { readonly kind: 'table' | 'view' | 'materializedView' }> =>
  isObjectOperation(operation) && ['table', 'view', 'materializedView'].includes(operation.kind);

function namesOf(operation: ObjectOperation): { readonly from: QualifiedName; readonly to: QualifiedName } {
  const { from, to } = targetOf(operation);
  return { from: { schema: from.schema ?? '', name: from.name }, to: { schema: to.schema ?? '', name: to.name } };
}
