import type { ObjectKind } from '../../../model/schema.js';
import type { Create, Drop, Operation } from '../../../operation/operation.js';
import { targetOf } from '../../../operation/target.js';
import type { Statement } from '../../dialect.js';
import { backfillBlock } from '../backfill/block.js';
import { canAlter, cannotAlter } from '../can-alter.js';
import { columns } from './columns.js';
import { checks, exclusions, primaryKeys, uniques, validateConstraint } from './constraints.js';
import { exists, isMissing, onlyIf } from './conditional.js';
import { enums } from './enums.js';
import { extensions } from './extensions.js';
import { foreignKeys } from './foreign-keys.js';
import { indexes } from './indexes.js';
import { namespaces } from './namespaces.js';
import { statement, type ObjectDdl } from './object-ddl.js';
import { tables } from './tables.js';
import { materializedViews, views } from './views.js';

/** The statements for every kind of object. */
export type DdlTable = { readonly [K in ObjectKind]: ObjectDdl<K> };

const ddl: DdlTable = {
  extension: extensions,
  namespace: namespaces,
  enum: enums,
  table: tables,
  column: columns,
  primaryKey: primaryKeys,
  unique: uniques,
  check: checks,
  exclusion: exclusions,
  foreignKey: foreignKeys,
  index: indexes,
  view: views,
  materializedView: materializedViews,
};

/**
 * The statements of an operation, in order. Pure: nothing is asked of a server.
 *
 * @throws {LimbeckError} `operation/cannot-alter`, `operation/unsendable-text`
 */
export function render(operation: Operation): readonly Statement[] {
  if (operation.verb === 'execute') return [statement(operation.up)];
  if (operation.verb === 'backfill') return [backfillBlock(operation)];
  const object: ObjectDdl<ObjectKind> = ddl[operation.kind];
  switch (operation.verb) {
    case 'create':
      return operation.ifNotExists && !isConcurrent(operation) ? [onlyIf(isMissing(targetOf(operation).to), object.create(operation))] : object.create(operation);
    case 'drop':
      return operation.ifExists && !isConcurrent(operation) ? [onlyIf(exists(targetOf(operation).from), object.drop(operation))] : object.drop(operation);
    case 'alter':
      return canAlter(operation) ? object.alter(operation) : cannotAlter(operation);
    case 'rename':
      return object.rename(operation);
    case 'validate':
      return [validateConstraint(operation)];
  }
}

/** No block of code can hold it, as it begins and ends transactions; it has words of its own for the condition. */
const isConcurrent = (operation: Create | Drop): boolean => 'concurrently' in operation;
