// @ts-check
import { EntitySchema } from 'typeorm';
import { addedColumns, tablesIn } from './history.mjs';

/**
 * The entities to which a history of `count` revisions leads.
 *
 * @param {number} count
 */
export function historyEntities(count) {
  return Array.from({ length: tablesIn(count) }, (_, table) => toEntity(table, addedColumns(count, table)));
}

/**
 * @param {number} table
 * @param {readonly { name: string, type: string }[]} columns
 */
function toEntity(table, columns) {
  const name = `bench_${table}`;
  return new EntitySchema({
    name,
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment', primaryKeyConstraintName: `pk_${name}` },
      title: { type: 'text' },
      ...Object.fromEntries(columns.map((column) => [column.name, toColumn(column.type)])),
    },
    indices: [
      { name: `idx_${name}_title`, columns: ['title'] },
      ...columns.map((column) => ({ name: `idx_${name}_${column.name.replace('column_', '')}`, columns: [column.name] })),
    ],
  });
}

/** @param {string} type @returns {import('typeorm').EntitySchemaColumnOptions} */
function toColumn(type) {
  if (type === 'character varying(80)') return { type: 'character varying', length: 80, nullable: true };
  return { type: /** @type {import('typeorm').ColumnType} */ (type), nullable: true };
}
