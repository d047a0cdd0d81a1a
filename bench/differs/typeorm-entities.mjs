// @ts-check
import { EntitySchema } from 'typeorm';
import { spellings, states, tablesOf } from '../support/schema.mjs';

/**
 * The entities of a schema for TypeORM, which Limbeck reads too.
 *
 * @param {import('../support/schema.mjs').SchemaRequest} request
 */
export function entitiesOf(request) {
  const expressions = spellings[request.spelling ?? 'typed'];
  return tablesOf(request).map((table) => toEntity(table, expressions));
}

/**
 * @param {import('../support/schema.mjs').Table} table
 * @param {{ check: string, predicate: string }} expressions
 */
function toEntity({ name, enumName, fields, left, right }, { check, predicate }) {
  return new EntitySchema({
    name,
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment' },
      code: { type: 'varchar', length: 40 },
      amount: { type: 'numeric', precision: 12, scale: 2, default: 0 },
      state: { type: 'enum', enum: states, enumName, default: 'new' },
      created_at: { type: 'timestamptz', default: () => 'now()' },
      left_id: { type: 'integer', nullable: true },
      right_id: { type: 'integer', nullable: true },
      ...Object.fromEntries(fields.map((field) => [field.name, toColumn(field)])),
    },
    uniques: [{ columns: ['code'] }],
    indices: [{ columns: ['created_at'] }, { name: `${name}_open`, columns: ['state', 'created_at'], where: predicate }],
    checks: [{ name: `${name}_amount`, expression: check }],
    foreignKeys: [
      { target: left, columnNames: ['left_id'], referencedColumnNames: ['id'] },
      { target: right, columnNames: ['right_id'], referencedColumnNames: ['id'], onDelete: 'CASCADE' },
    ],
  });
}

/**
 * @param {import('../support/schema.mjs').Field} field
 * @returns {import('typeorm').EntitySchemaColumnOptions}
 */
function toColumn({ type, nullable, default: value }) {
  const [, name = type, length] = /^(.*)\((\d+)\)$/.exec(type) ?? [];
  return {
    type: /** @type {import('typeorm').ColumnType} */ (name),
    nullable,
    ...(length === undefined ? {} : { length: Number(length) }),
    ...(value === null ? {} : { default: value }),
  };
}
