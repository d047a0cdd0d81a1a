import type { DataSource } from 'typeorm';
import { quoteLiteral, quoteName } from '../dialect/postgres/quote.js';
import type { Queryable } from '../dialect/dialect.js';
import { memberRef, nameKey, type ObjectRef, refKey, refOf, topLevelRef } from '../model/identity.js';
import type { Column, QualifiedName } from '../model/schema.js';
import type { Execute, Operation } from '../operation/operation.js';
import { targetOf } from '../operation/target.js';
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
 * What to do to TypeORM's table because of `operations`, each with its way back; it is made where it is missing.
 *
 * @param wanted By `refKey`: what is to be recorded of the views and generated columns of the entities.
 */
export function recordOperations(operations: readonly Operation[], table: MetadataTable, wanted: ReadonlyMap<string, string>): Execute[] {
  const touched = [...operations.flatMap(recordedBy), ...movedBy(operations, table.records, wanted)];
  const refs = new Map(touched.map((ref) => [refKey(ref), ref]));
  const steps = [...refs].flatMap(([key, ref]) => change({ ref, from: table.records.get(key), to: wanted.get(key) }, table.name));
  return steps.length === 0 || table.exists ? steps : [createTable(table.name), ...steps];
}

/** The views and generated columns that an operation makes, changes or drops. */
function recordedBy(operation: Operation): ObjectRef[] {
  if (operation.verb === 'execute' || operation.verb === 'rename') return [];
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

/**
 * What renames and moves of tables and columns make stale: the generated columns of those tables, under the names before and after,
 * and every text that speaks of the old names.
 */
function movedBy(operations: readonly Operation[], records: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): ObjectRef[] {
  const moved = new Set(operations.flatMap(movedTables).map(nameKey));
  if (moved.size === 0) return [];
  const isStale = (key: string): boolean => wanted.has(key) && records.has(key) && wanted.get(key) !== records.get(key);
  const isMoved = ({ schema, table }: ObjectRef): boolean => schema !== null && table !== null && moved.has(nameKey({ schema, name: table }));
  return [...new Set([...records.keys(), ...wanted.keys()])].flatMap((key) => (isStale(key) || isMoved(refOf(key)) ? [refOf(key)] : []));
}

/** The names that a table has before and after an operation that renames it, one of its columns, or moves it. */
function movedTables(operation: Operation): QualifiedName[] {
  if (operation.verb === 'rename' && operation.kind === 'column') return [operation.table];
  const isMoved = operation.verb === 'rename' || (operation.verb === 'alter' && 'schema' in operation.changes);
  if (!isMoved || operation.kind !== 'table') return [];
  const { from, to } = targetOf(operation);
  return [from, to].flatMap(({ schema, name }) => (schema === null ? [] : [{ schema, name }]));
}

const isGenerated = ({ generated }: Column): boolean => generated !== null;

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
