// @ts-check
/** MikroORM's schema comparator, on tables that MikroORM itself made. */
import { EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { keptOpen } from '../support/kept-open.mjs';
import { spellings, states, tablesOf } from '../support/schema.mjs';

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start(options) {
  const orm = await connect(options);
  return {
    run: async () => countStatements(await orm.schema.getUpdateSchemaSQL({ wrap: false })),
    stop: () => orm.close(),
  };
}

/**
 * Makes the tables.
 *
 * @param {import('./differ.mjs').DifferOptions} options
 */
export async function create(options) {
  const orm = await connect(options);
  await orm.schema.create();
  await orm.close();
}

/** @param {import('./differ.mjs').DifferOptions} options */
function connect({ url, ...request }) {
  return MikroORM.init({ clientUrl: url, entities: entitiesOf(request), discovery: { warnWhenNoEntities: false }, pool: keptOpen });
}

/** @param {string} sql */
function countStatements(sql) {
  return sql.split(';\n').filter((statement) => statement.trim() !== '').length;
}

/** @param {import('../support/schema.mjs').SchemaRequest} request */
function entitiesOf(request) {
  /** @type {Map<string, EntitySchema>} */
  const entities = new Map();
  for (const table of tablesOf(request)) entities.set(table.name, toEntity(table, (name) => entities.get(name)));
  return [...entities.values()];
}

/**
 * @param {import('../support/schema.mjs').Table} table
 * @param {(name: string) => EntitySchema | undefined} find
 */
function toEntity({ name, enumName, fields, left, right }, find) {
  const reference = { kind: 'm:1', nullable: true, index: false, updateRule: 'no action' };
  return new EntitySchema(
    /** @type {any} */ ({
      name,
      tableName: name,
      properties: {
        id: { type: 'integer', primary: true, autoincrement: true },
        code: { type: 'string', length: 40 },
        amount: { type: 'decimal', columnType: 'numeric(12,2)', defaultRaw: '0' },
        state: { type: 'string', enum: true, items: states, nativeEnumName: enumName, default: 'new' },
        created_at: { type: 'datetime', columnType: 'timestamptz', defaultRaw: 'now()' },
        left: { ...reference, entity: () => find(left), fieldName: 'left_id', deleteRule: 'no action' },
        right: { ...reference, entity: () => find(right), fieldName: 'right_id', deleteRule: 'cascade' },
        ...Object.fromEntries(fields.map((field) => [field.name, toProperty(field)])),
      },
      uniques: [{ properties: ['code'] }],
      indexes: [{ properties: ['created_at'] }, { properties: ['state', 'created_at'], where: spellings.typed.predicate }],
      checks: [{ expression: spellings.typed.check }],
    }),
  );
}

/** @param {import('../support/schema.mjs').Field} field */
function toProperty({ type, nullable, default: value }) {
  return { type: 'string', columnType: type, nullable, ...(value === null ? {} : { defaultRaw: literal(value) }) };
}

/** @param {string | number | boolean | {}} value */
function literal(value) {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? `'${JSON.stringify(value)}'` : String(value);
}
