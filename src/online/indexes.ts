import { sameName } from '../model/identity.js';
import { asideName } from '../operation/aside.js';
import type { Create, Drop, Operation } from '../operation/operation.js';
import { type FindWay, step, type Step, type Surroundings, way } from './way.js';

/**
 * Builds and drops an index while others write. One that takes the place of another of its name is built first, so that there is always one;
 * a unique one refuses rows of old code, and so belongs to the keys.
 *
 * Source: PostgreSQL 18, CREATE INDEX, "Building Indexes Concurrently".
 */
export const indexWay: FindWay = (operation, surroundings) => {
  if (operation.kind !== 'index' || !surroundings.isBusy(operation.table)) return null;
  if (operation.verb === 'drop') return way(step('drop indexes', { ...operation, concurrently: true }));
  if (operation.verb !== 'create') return null;
  return isReplacement(operation, surroundings) ? replace(operation) : way(build(operation));
};

const build = (operation: Create<'index'>): Step => step(operation.value.unique ? 'keys' : 'indexes', { ...operation, concurrently: true });

function replace({ table, value, ...rest }: Create<'index'>): ReturnType<FindWay> {
  const between = asideName(value.name);
  const rename: Operation = { verb: 'rename', kind: 'index', table, name: { from: between, to: value.name } };
  return way(build({ ...rest, table, value: { ...value, name: between } }), step('drop indexes', rename));
}

const isReplacement = ({ table, value }: Create<'index'>, { operations }: Surroundings): boolean =>
  operations.some((other) => isDropOf(other) && sameName(other.table, table) && other.name === value.name);

const isDropOf = (operation: Operation): operation is Drop<'index'> => operation.verb === 'drop' && operation.kind === 'index';
