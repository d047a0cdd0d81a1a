import type { DataSource } from 'typeorm';
import { quoteLiteral, quoteName } from '../dialect/postgres/quote.js';
import type { Queryable } from '../dialect/dialect.js';
import { memberRef, type ObjectRef, refKey, topLevelRef } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';
import type { Execute } from '../operation/operation.js';
import { metadataTableOf } from './compat.js';

/**
 * TypeORM's own table about views and generated columns, without which its tools do not know them.
 *
 * Source: typeorm 0.3.31 and 1.1.1, RdbmsSchemaBuilder.createTypeormMetadataTable; PostgresQueryRunner.insertViewDefinitionSql and createTable.
 */
export interface MetadataTable {
  readonly name: QualifiedName;
  readonly exists: boolean;
  /** By `refKey`: the recorded query or expression. */
  readonly records: ReadonlyMap<string, string>;
}

/** The table as it is thought of where nobody needs it. */
export const missingMetadataTable = (dataSource: DataSource): MetadataTable => ({ name: metadataTableOf(dataSource), exists: false, records: new Map() });

/** Reads the table; one round trip where it is missing, else two. */
export async function readMetadataTable(db: Queryable, dataSource: DataSource): Promise<MetadataTable> {
  const name = metadataTableOf(dataSource);
  const [found] = await db.query(`SELECT to_regclass(${quoteLiteral(quoteName(name))}) IS NOT NULL AS "exists"`);
  if (found?.['exists'] !== true) return missingMetadataTable(dataSource);
  const rows = await db.query(
    `SELECT "type", "schema", "table", "name", "value" FROM ${quoteName(name)} WHERE "database" IS NULL OR "database" = current_database()`,
  );
  return { name, exists: true, records: new Map((rows as unknown as readonly RecordRow[]).flatMap(toRecord)) };
}

interface RecordRow {
  readonly type: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
  readonly value: string | null;
}

function toRecord({ type, schema, table, name, value }: RecordRow): (readonly [string, string])[] {
  const kind = kinds[type];
  if (kind === undefined || schema === null || value === null) return [];
  if (kind !== 'column') return [[refKey(topLevelRef(kind, { schema, name })), value]];
  return table === null ? [] : [[refKey(memberRef(kind, { schema, name: table }, name)), value]];
}

type RecordedKind = 'view' | 'materializedView' | 'column';

/** Source: typeorm 0.3.31 and 1.1.1, MetadataTableType. */
const types: { readonly [K in RecordedKind]: string } = { view: 'VIEW', materializedView: 'MATERIALIZED_VIEW', column: 'GENERATED_COLUMN' };

const kinds: Readonly<Record<string, RecordedKind | undefined>> = { VIEW: 'view', MATERIALIZED_VIEW: 'materializedView', GENERATED_COLUMN: 'column' };

/**
 * What to do to TypeORM's table because something happened to `touched`, each with its way back; it is made where it is missing.
 *
 * @param wanted By `refKey`: what is to be recorded of the views and generated columns of the entities.
 */
export function recordOperations(touched: readonly ObjectRef[], table: MetadataTable, wanted: ReadonlyMap<string, string>): Execute[] {
  const refs = new Map(touched.map((ref) => [refKey(ref), ref]));
  const steps = [...refs].flatMap(([key, ref]) => change({ ref, from: table.records.get(key), to: wanted.get(key) }, table.name));
  return steps.length === 0 || table.exists ? steps : [createTable(table.name), ...steps];
}

interface RecordChange {
  readonly ref: ObjectRef;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

function change({ ref, from, to }: RecordChange, table: QualifiedName): Execute[] {
  const steps: Execute[] = [];
  if (from === to) return steps;
  if (from !== undefined) steps.push({ verb: 'execute', up: forget(table, ref), down: record(table, ref, from) });
  if (to !== undefined) steps.push({ verb: 'execute', up: record(table, ref, to), down: forget(table, ref) });
  return steps;
}

/** `current_database()` instead of a name, so that the file works on every database. */
function keyOf({ kind, schema, table, name }: ObjectRef): readonly (readonly [column: string, value: string])[] {
  const type = ['"type"', quoteLiteral(types[kind as RecordedKind])] as const;
  const place = table === null ? [] : ([['"database"', 'current_database()'], ['"table"', quoteLiteral(table)]] as const);
  return [type, ...place, ['"schema"', quoteLiteral(schema ?? '')], ['"name"', quoteLiteral(name)]];
}

function record(table: QualifiedName, ref: ObjectRef, value: string): string {
  const columns = [...keyOf(ref), ['"value"', quoteLiteral(value)] as const];
  return `INSERT INTO ${quoteName(table)} (${columns.map(([column]) => column).join(', ')}) VALUES (${columns.map(([, text]) => text).join(', ')})`;
}

const forget = (table: QualifiedName, ref: ObjectRef): string =>
  `DELETE FROM ${quoteName(table)} WHERE ${keyOf(ref).map(([column, text]) => `${column} = ${text}`).join(' AND ')}`;

/** The way back leaves the table where somebody else has put rows into it. */
const createTable = (table: QualifiedName): Execute => ({
  verb: 'execute',
  up: `CREATE TABLE IF NOT EXISTS ${quoteName(table)} ("type" character varying NOT NULL, "database" character varying, "schema" character varying, "table" character varying, "name" character varying, "value" text)`,
  down: `DO $$ BEGIN IF NOT EXISTS (SELECT FROM ${quoteName(table)}) THEN DROP TABLE ${quoteName(table)}; END IF; END $$`,
});
