import { LimbeckError } from '../kernel/errors.js';
import { nameKey, sameName } from '../model/identity.js';
import type { QualifiedName, Schema, View } from '../model/schema.js';
import type { Change, Operation } from '../operation/operation.js';
import { isObjectOperation } from '../operation/target.js';
import { createMaterializedView, createView, dropMaterializedView, dropView } from './views.js';

/**
 * Adds what views must suffer because of what they read: PostgreSQL neither drops a column that a view reads nor changes its type,
 * and drops no view that another one reads. So they are dropped before and created after, those that no entity names as well.
 *
 * @throws {LimbeckError} `diff/view-not-kept` for a view that has something which a drop would lose.
 */
export function rebuildViews(operations: readonly Operation[], schemas: Change<Schema>): Operation[] {
  const doomed = findDoomed(operations, schemas.from);
  if (doomed.size === 0) return [...operations];
  const isDoomed = (name: QualifiedName): boolean => doomed.has(nameKey(name));
  const { from, to } = schemas;
  requireKeepable([...from.views, ...from.materializedViews].filter(isDoomed), schemas);
  return [
    ...operations.filter((operation) => !namesOf(operation).some(isDoomed)),
    ...from.views.filter(isDoomed).map(dropView),
    ...from.materializedViews.filter(isDoomed).flatMap(dropMaterializedView),
    ...to.views.filter(isDoomed).map(createView),
    ...to.materializedViews.filter(isDoomed).flatMap(createMaterializedView),
  ];
}

/** By `nameKey`: the views that must be dropped, on the way there or on the way back. */
function findDoomed(operations: readonly Operation[], { views, materializedViews, viewFacts }: Schema): ReadonlySet<string> {
  const disturbed = new Set(operations.flatMap(disturbedBy));
  const doomed = new Set(operations.flatMap(droppedView).map(nameKey));
  const remaining = new Set([...views, ...materializedViews].map(nameKey));
  for (let key = next(remaining, isHit); key !== undefined; key = next(remaining, isHit)) {
    remaining.delete(key);
    doomed.add(key);
    disturbed.add(key);
  }
  return doomed;

  function isHit(key: string): boolean {
    const { reads = [], types = [] } = viewFacts[key] ?? {};
    return types.some((type) => disturbed.has(typeKey(type))) || reads.some((source) => disturbed.has(nameKey(source)) || source.columns.some((column) => disturbed.has(columnKey(source, column))));
  }
}

const next = (keys: ReadonlySet<string>, isHit: (key: string) => boolean): string | undefined => [...keys].find(isHit);

const typeKey = (type: QualifiedName): string => `type\0${nameKey(type)}`;

const columnKey = (relation: QualifiedName, column: string): string => `${nameKey(relation)}\0${column}`;

/** The relations, columns and types that cannot be as an operation wants them, there or back, while a view reads them. */
function disturbedBy(operation: Operation): string[] {
  if (!isObjectOperation(operation)) return [];
  if (operation.kind === 'column') {
    const isChanged = operation.verb === 'alter' && (operation.changes.type ?? operation.changes.collation ?? operation.anew) !== undefined;
    return operation.verb === 'drop' || isChanged ? [columnKey(operation.table, operation.name)] : [];
  }
  if (operation.kind === 'enum' && operation.verb === 'alter') {
    const columns = [...operation.convert.from, ...operation.convert.to].map(({ table, column }) => columnKey(table, column));
    return operation.changes.values === undefined ? columns : [typeKey(operation), ...columns];
  }
  if (operation.kind === 'view' && operation.verb === 'alter') return operation.anew.from || operation.anew.to ? [nameKey(operation)] : [];
  const isRelation = operation.kind === 'table' || operation.kind === 'view' || operation.kind === 'materializedView';
  return isRelation && operation.verb === 'drop' ? [nameKey(operation)] : [];
}

const isView = (operation: Operation): operation is Extract<Operation, { readonly kind: 'view' | 'materializedView' }> =>
  isObjectOperation(operation) && (operation.kind === 'view' || operation.kind === 'materializedView');

const droppedView = (operation: Operation): QualifiedName[] =>
  isView(operation) && operation.verb === 'drop' ? [{ schema: operation.schema, name: operation.name }] : [];

/** The view that an operation works on, or whose index. */
function namesOf(operation: Operation): QualifiedName[] {
  if (!isObjectOperation(operation)) return [];
  if (operation.kind === 'index') return [operation.table];
  if (!isView(operation) || operation.verb === 'rename') return [];
  return [{ schema: operation.schema, name: operation.verb === 'create' ? operation.value.name : operation.name }];
}

function requireKeepable(views: readonly View[], { from, to }: Change<Schema>): void {
  const staying = [...to.views, ...to.materializedViews];
  for (const view of views) {
    const attachments = from.viewFacts[nameKey(view)]?.attachments ?? [];
    if (attachments.length === 0 || !staying.some((candidate) => sameName(candidate, view))) continue;
    throw new LimbeckError('diff/view-not-kept', { view: `${view.schema}.${view.name}`, attachments });
  }
}
