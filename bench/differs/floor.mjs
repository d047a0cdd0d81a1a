// @ts-check
/**
 * The floor: the catalog that every comparison needs, read with `pg` alone in one round trip of six plain queries, and the least comparison
 * that finds a difference: each row as one line of text, looked up among the lines that should be there.
 *
 * It knows only schemas of `support/schema.mjs`: no views, no names of constraints, no privileges, no expression that is spelled in another way.
 */
import pg from 'pg';
import { spellings, states, tablesOf } from '../support/schema.mjs';

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, ...request }) {
  const wanted = new Set(tablesOf(request).flatMap(linesOf));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    run: async () => countDifferences(wanted, await readLines(client)),
    stop: () => client.end(),
  };
}

const inPublic = "c.relnamespace = 'public'::regnamespace";

/** Each row begins with the oid of its table, or the name of what is no part of one. */
const queries = [
  `SELECT c.oid, c.relname FROM pg_class c WHERE ${inPublic} AND c.relkind IN ('r', 'p')`,
  `SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE ${inPublic} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT k.conrelid, k.contype, k.conkey, k.confrelid, k.confkey, k.confdeltype, CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) END
   FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE ${inPublic} AND k.contype IN ('p', 'u', 'c', 'f')`,
  `SELECT i.indrelid, i.indisunique, i.indkey::int2[], pg_get_expr(i.indpred, i.indrelid)
   FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
   WHERE ${inPublic} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))`,
  `SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
   FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname`,
  `SELECT d.refobjid, d.refobjsubid FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
   WHERE ${inPublic} AND c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.deptype = 'a'`,
].join(';\n');

/**
 * The catalog as lines, spelled as {@link linesOf} spells what should be there.
 *
 * @param {pg.Client} client
 */
async function readLines(client) {
  const results = /** @type {any[]} */ (/** @type {unknown} */ (await client.query({ text: queries, rowMode: 'array' })));
  const [tables, columns, constraints, indexes, enums, sequences] = results.map(({ rows }) => rows);
  /** @type {Map<number, { name: string, columns: string[] }>} */
  const byOid = new Map(tables.map((/** @type {[number, string]} */ [oid, name]) => [oid, { name, columns: [] }]));
  const lines = [];
  for (const [oid, number, name] of columns) setColumn(byOid.get(oid), number, name);
  for (const { name } of byOid.values()) lines.push(`table ${name}`);
  const place = (/** @type {number} */ oid, /** @type {number[] | null} */ numbers) => {
    const table = byOid.get(oid);
    return table === undefined ? '' : `${table.name} (${(numbers ?? []).map((number) => table.columns[number])})`;
  };
  for (const [oid, number, , type, isRequired, expression] of columns) lines.push(`column ${place(oid, [number])} ${type} ${isRequired} ${expression?.startsWith('nextval') ? 'serial' : expression}`);
  for (const [oid, type, keys, target, targetKeys, onDelete, expression] of constraints) lines.push(`constraint ${place(oid, type === 'c' ? [] : keys)} ${type} ${place(target, targetKeys)} ${onDelete.trim()} ${expression}`);
  for (const [oid, isUnique, keys, predicate] of indexes) lines.push(`index ${place(oid, keys)} ${isUnique} ${predicate}`);
  for (const [name, labels] of enums) lines.push(`enum ${name} ${labels}`);
  for (const [oid, number] of sequences) lines.push(`sequence of ${place(oid, [number])}`);
  return lines;
}

/**
 * @param {{ columns: string[] } | undefined} table
 * @param {number} number
 * @param {string} name
 */
function setColumn(table, number, name) {
  if (table !== undefined) table.columns[number] = name;
}

/**
 * @param {ReadonlySet<string>} wanted
 * @param {readonly string[]} there
 */
function countDifferences(wanted, there) {
  const found = there.filter((line) => wanted.has(line)).length;
  return wanted.size - found + (there.length - found);
}

/** @param {import('../support/schema.mjs').Table} table */
function linesOf({ name, enumName, fields, left, right }) {
  const column = (/** @type {string} */ of, /** @type {string} */ rest) => `column ${name} (${of}) ${rest}`;
  return [
    `table ${name}`,
    column('id', 'integer true serial'),
    column('code', 'character varying(40) true null'),
    column('amount', "numeric(12,2) true '0'::numeric"),
    column('state', `${enumName} true 'new'::${enumName}`),
    column('created_at', 'timestamp with time zone true now()'),
    column('left_id', 'integer false null'),
    column('right_id', 'integer false null'),
    ...fields.map((field) => column(field.name, `${field.type} ${!field.nullable} ${defaultOf(field)}`)),
    `constraint ${name} (id) p   null`,
    `constraint ${name} (code) u   null`,
    `constraint ${name} () c   ${spellings.printed.check}`,
    `constraint ${name} (left_id) f ${left} (id) a null`,
    `constraint ${name} (right_id) f ${right} (id) c null`,
    `index ${name} (created_at) false null`,
    `index ${name} (state,created_at) false ${spellings.printed.predicate}`,
    `enum ${enumName} ${states}`,
    `sequence of ${name} (id)`,
  ];
}

/** As PostgreSQL prints it where TypeORM wrote it: with quotes, so that a constant has a type. @param {import('../support/schema.mjs').Field} field */
function defaultOf({ type, default: value }) {
  if (value === null || type === 'integer' || type === 'boolean') return String(value);
  return `'${typeof value === 'object' ? JSON.stringify(value) : value}'::${type.replace(/\(.*/, '')}`;
}
