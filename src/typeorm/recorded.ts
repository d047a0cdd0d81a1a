import { memberRef, nameKey, type ObjectRef, sameName, topLevelRef } from '../model/identity.js';
import type { Renaming } from '../model/renaming.js';
import type { Column, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation } from '../operation/target.js';

/** The views and generated columns that operations make, change or drop. */
export const recordedBy = (operations: readonly Operation[]): ObjectRef[] => operations.flatMap(recordedByOne);

function recordedByOne(operation: Operation): ObjectRef[] {
  if (!isObjectOperation(operation) || operation.verb === 'rename') return [];
  const name = operation.verb === 'create' ? operation.value.name : operation.name;
  switch (operation.kind) {
    case 'view':
    case 'materializedView':
      return [topLevelRef(operation.kind, { schema: operation.schema, name })];
    case 'column': {
      const generated = operation.verb === 'alter' ? operation.changes.generated : operation.value?.generated;
      return (generated ?? null) === null ? [] : [memberRef('column', operation.table, name)];
    }
    case 'table':
      return operation.verb === 'alter' ? [] : (operation.value?.columns ?? []).filter(isGenerated).map((column) => memberRef('column', { schema: operation.schema, name }, column.name));
    default:
      return [];
  }
}

const isGenerated = ({ generated }: Column): boolean => generated !== null;

/**
 * The generated columns of renamed tables, and of those whose columns were renamed, by their old and their new names; and the views over
 * such tables. PostgreSQL spells them anew by itself, and TypeORM's records know nothing of it.
 *
 * @param schema With the new names.
 */
export function recordsRenamed(renamings: readonly Renaming[], schema: Schema): ObjectRef[] {
  const touched = schema.tables.filter((table) => renamings.some((each) => concerns(each, table)));
  const keys = new Set(touched.map(nameKey));
  const reads = (view: QualifiedName): boolean => (schema.viewFacts[nameKey(view)]?.reads ?? []).some((source) => keys.has(nameKey(source)));
  return [
    ...touched.flatMap((table) => generatedColumns(table, renamings)),
    ...schema.views.filter(reads).map((view) => topLevelRef('view', view)),
    ...schema.materializedViews.filter(reads).map((view) => topLevelRef('materializedView', view)),
  ];
}

function concerns(renaming: Renaming, table: QualifiedName): boolean {
  if (renaming.kind === 'table') return sameName(renaming.to, table);
  return renaming.kind === 'column' && sameName(renaming.table, table);
}

function generatedColumns(table: Table, renamings: readonly Renaming[]): ObjectRef[] {
  const concerned = renamings.filter((each) => concerns(each, table));
  const columns = new Map(concerned.flatMap((each) => (each.kind === 'column' ? [[each.to, each.from] as const] : [])));
  const before = concerned.find((each) => each.kind === 'table')?.from ?? table;
  return table.columns.filter(isGenerated).flatMap(({ name }) => [memberRef('column', before, columns.get(name) ?? name), memberRef('column', table, name)]);
}
