import { LimbeckError } from '../kernel/errors.js';
import { kindNames } from '../model/identity.js';
import type { Alter, Backfill, Change, Create, Drop, Operation, Validate } from './operation.js';

/** What changes something that can be changed back. */
export type Undoable = Exclude<Operation, Validate | Backfill>;

/**
 * The operation that undoes `operation`; `reverse(reverse(operation))` equals it.
 *
 * @throws {LimbeckError} `operation/irreversible` for a drop without its value, for SQL without `down`, and for what is done only
 * if something exists or not: nobody knows afterwards whether it was done.
 */
export function reverse(operation: Undoable): Undoable {
  switch (operation.verb) {
    case 'create':
      return reverseCreate(operation);
    case 'drop':
      return reverseDrop(operation);
    case 'rename':
      return { ...operation, name: swap(operation.name) };
    case 'alter':
      return reverseAlter(operation);
    case 'execute':
      if (operation.down === null) throw irreversible(operation.up);
      return { verb: 'execute', up: operation.down, down: operation.up, ...(operation.takes === undefined ? {} : { takes: swap(operation.takes) }) };
  }
}

const irreversible = (what: string): LimbeckError => new LimbeckError('operation/irreversible', { what });

/** The way back: each operation reversed, last first; what there is nothing to undo of is left out. */
export const reverseAll = (operations: readonly Operation[]): Undoable[] => operations.filter(isUndoable).map(reverse).reverse();

const isUndoable = (operation: Operation): operation is Undoable => operation.verb !== 'validate' && operation.verb !== 'backfill';

/** A dropped object is remembered whole, so that the drop can be undone in turn. */
function reverseCreate({ verb: _, ifNotExists, ...rest }: Create): Undoable {
  if (ifNotExists) throw irreversible(`create ${kindNames[rest.kind]} "${rest.value.name}" if it does not exist`);
  return { ...rest, verb: 'drop', name: rest.value.name };
}

function reverseDrop({ name, value, verb: _, ifExists, ...place }: Drop): Undoable {
  if (value === null || ifExists) throw irreversible(`drop ${kindNames[place.kind]} "${name}"${ifExists ? ' if it exists' : ''}`);
  return { ...place, verb: 'create', value } as Create;
}

function reverseAlter(operation: Alter): Undoable {
  const moved = 'schema' in operation.changes ? { schema: operation.changes.schema?.to } : {};
  const reversed = { ...operation, ...moved, changes: swapEach(operation.changes) } as Alter;
  switch (operation.kind) {
    case 'column':
      return {
        ...reversed,
        using: swap(operation.using),
        fill: swap(operation.fill),
        ...(operation.anew === undefined ? {} : { anew: swap(operation.anew) }),
      } as Alter<'column'>;
    case 'enum': {
      const convert = swap(operation.convert);
      const renamed = operation.renamed === undefined ? {} : { renamed: operation.renamed.map(swap).reverse() };
      return { ...reversed, convert: { from: convert.from.map(swapDefault), to: convert.to.map(swapDefault) }, ...renamed } as Alter<'enum'>;
    }
    case 'view':
      return { ...reversed, anew: swap(operation.anew) } as Alter<'view'>;
    default:
      return reversed;
  }
}

const swap = <T>({ from, to }: Change<T>): Change<T> => ({ from: to, to: from });

const swapDefault = <T extends { readonly default: Change<unknown> }>(column: T): T => ({ ...column, default: swap(column.default) });

const swapEach = (changes: Readonly<Record<string, Change<unknown>>>): Record<string, Change<unknown>> =>
  Object.fromEntries(Object.entries(changes).map(([facet, change]) => [facet, swap(change)]));
