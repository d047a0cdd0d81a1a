// @ts-check
/** drizzle-kit's differ, as `drizzle-kit push` uses it, on tables that drizzle-kit itself made. */
import { pushSchema } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as core from 'drizzle-orm/pg-core';
import { keptOpen } from '../support/kept-open.mjs';
import { spellings, states, tablesOf } from '../support/schema.mjs';

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, ...request }) {
  const database = drizzle({ connection: { connectionString: url, ...keptOpen } });
  const schema = schemaOf(request);
  return {
    run: async () => (await push(schema, database)).statementsToExecute.length,
    stop: () => database.$client.end(),
  };
}

/**
 * Makes the tables.
 *
 * @param {import('./differ.mjs').DifferOptions} options
 */
export async function create({ url, ...request }) {
  const database = drizzle(url);
  const { apply } = await push(schemaOf(request), database);
  await apply();
  await database.$client.end();
}

/**
 * It draws its progress on standard output, which is where whole processes print their outcome.
 *
 * @param {Record<string, unknown>} schema
 * @param {ReturnType<typeof drizzle>} database
 */
async function push(schema, database) {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await pushSchema(schema, /** @type {any} */ (database));
  } finally {
    process.stdout.write = write;
  }
}

/**
 * @param {import('../support/schema.mjs').SchemaRequest} request
 * @returns {Record<string, unknown>}
 */
function schemaOf(request) {
  /** @type {Map<string, any>} */
  const tables = new Map();
  /** @type {Record<string, unknown>} */
  const enums = {};
  for (const table of tablesOf(request)) {
    const state = core.pgEnum(table.enumName, /** @type {[string, ...string[]]} */ (states));
    enums[table.enumName] = state;
    tables.set(table.name, toTable(table, { state, find: (name) => tables.get(name) }));
  }
  return { ...enums, ...Object.fromEntries(tables) };
}

/**
 * @param {import('../support/schema.mjs').Table} table
 * @param {{ state: core.PgEnum<[string, ...string[]]>, find: (name: string) => any }} parts
 */
function toTable({ name, fields, left, right }, { state, find }) {
  return core.pgTable(
    name,
    {
      id: core.serial('id').primaryKey(),
      code: core.varchar('code', { length: 40 }).notNull().unique(),
      amount: core.numeric('amount', { precision: 12, scale: 2 }).notNull().default('0'),
      state: state('state').notNull().default('new'),
      created_at: core.timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
      left_id: core.integer('left_id').references(() => find(left).id),
      right_id: core.integer('right_id').references(() => find(right).id, { onDelete: 'cascade' }),
      ...Object.fromEntries(fields.map((field) => [field.name, toColumn(field)])),
    },
    (table) => [
      core.index(`${name}_created`).on(table.created_at),
      core.index(`${name}_open`).on(table.state, table.created_at).where(sql.raw(spellings.typed.predicate)),
      core.check(`${name}_amount`, sql.raw(spellings.typed.check)),
    ],
  );
}

/** @type {Readonly<Record<string, (name: string) => any>>} */
const builders = {
  'character varying(200)': (name) => core.varchar(name, { length: 200 }),
  'character varying(60)': (name) => core.varchar(name, { length: 60 }),
  text: core.text,
  integer: core.integer,
  smallint: core.smallint,
  bigint: (name) => core.bigint(name, { mode: 'number' }),
  'double precision': core.doublePrecision,
  boolean: core.boolean,
  jsonb: core.jsonb,
  uuid: core.uuid,
  date: core.date,
};

/** @param {import('../support/schema.mjs').Field} field */
function toColumn({ name, type, nullable, default: value }) {
  const column = builders[type]?.(name);
  const constrained = nullable ? column : column.notNull();
  return value === null ? constrained : constrained.default(value);
}
