import { equal } from '../kernel/equal.js';
import { refKey } from '../model/identity.js';
import type { Create, Drop, Operation, Rename } from '../operation/operation.js';
import { targetOf } from '../operation/target.js';

/**
 * The operations, where a member that is renamed and also dropped and created, for the sake of something else, is created under its
 * new name at once.
 */
export function mergeRenames(operations: readonly Operation[]): Operation[] {
  const drops = new Map(operations.filter(isMemberDrop).map((drop) => [refKey(targetOf(drop).from), drop]));
  const needless = operations.filter(isRename).filter((rename) => drops.has(refKey(targetOf(rename).from)));
  const newNames = new Map(needless.map((rename) => [refKey(targetOf(rename).from), rename.name.to]));
  const underNewName = (operation: Operation): Operation => {
    if (operation.verb !== 'create') return operation;
    const key = refKey(targetOf(operation).from);
    const name = newNames.get(key);
    if (name === undefined || !equal(operation.value, drops.get(key)?.value)) return operation;
    return { ...operation, value: { ...operation.value, name } } as Create;
  };
  return operations.filter((operation) => !(isRename(operation) && needless.includes(operation))).map(underNewName);
}

const isRename = (operation: Operation): operation is Rename => operation.verb === 'rename';

const isMemberDrop = (operation: Operation): operation is Drop => operation.verb === 'drop' && 'table' in operation;
