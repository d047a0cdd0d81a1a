import type { DataSource, EntityMetadata, QueryRunner } from 'typeorm';
import type { QualifiedName } from '../model/schema.js';

/*
 * All that Limbeck knows of TypeORM's metadata comes from the user's own copy, from 0.3.20 to 1.x: types only are imported here.
 * What 0.3 lacks (`IndexMetadata.type`, `ExclusionMetadata.deferrable`) is `undefined` there, which means the same as not given.
 */

export type ColumnMetadata = EntityMetadata['columns'][number];
export type IndexMetadata = EntityMetadata['indices'][number];
export type UniqueMetadata = EntityMetadata['uniques'][number];
export type CheckMetadata = EntityMetadata['checks'][number];
export type ExclusionMetadata = EntityMetadata['exclusions'][number];
export type ForeignKeyMetadata = EntityMetadata['foreignKeys'][number];

/**
 * The namespace of tables whose entity names none.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver: `schema` is the option, or `current_schema()` once connected.
 */
export const defaultNamespaceOf = (dataSource: DataSource): string => dataSource.driver.schema ?? 'public';

/** As {@link defaultNamespaceOf}, for a data source that was never connected: it knows its options only. */
export const configuredNamespaceOf = ({ driver, options }: DataSource): string =>
  driver.schema ?? (('schema' in options ? options.schema : undefined) || 'public');

/**
 * The namespace whose objects SQL may name without it. Not always the default one: TypeORM's option `schema` does not set the search path.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.searchSchema (`current_schema()`), which is not in the `Driver` interface.
 */
export function searchedNamespaceOf({ driver }: DataSource): string {
  return 'searchSchema' in driver && typeof driver.searchSchema === 'string' ? driver.searchSchema : 'public';
}

/**
 * The default of a uuid column that the database fills: `uuid_generate_v4()`, or `gen_random_uuid()` with `uuidExtension: "pgcrypto"`.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.uuidGenerator, which is not in the `Driver` interface.
 */
export function uuidGeneratorOf({ driver }: DataSource): string {
  return 'uuidGenerator' in driver ? String(driver.uuidGenerator) : 'gen_random_uuid()';
}

/**
 * The methods of indexes that entities can ask for: before TypeORM 1.0 only a B-tree, and GiST as `spatial`.
 *
 * Source: typeorm 1.1.1, PostgresDriver.supportedIndexTypes, which 0.3.31 lacks; IndexMetadata.
 */
export function indexMethodsOf({ driver }: DataSource): string[] {
  const methods = 'supportedIndexTypes' in driver && Array.isArray(driver.supportedIndexTypes) ? driver.supportedIndexTypes.map(String) : [];
  return ['btree', 'gist', ...methods];
}

/**
 * The tables TypeORM keeps for itself, and Limbeck's journal beside one of them. The query cache counts even when it is off now, as it may have been on before.
 *
 * Source: typeorm 0.3.31 and 1.1.1, MigrationExecutor, RdbmsSchemaBuilder.createTypeormMetadataTable, DbQueryResultCache.
 */
export function ownTablesOf(dataSource: DataSource): QualifiedName[] {
  const { migrationsTableName, metadataTableName, cache } = dataSource.options;
  const cacheTableName = typeof cache === 'object' ? cache.tableName : undefined;
  const migrations = migrationsTableName || 'migrations';
  const names = [migrations, `${migrations}_journal`, metadataTableName || 'typeorm_metadata', cacheTableName || 'query-result-cache'];
  return names.map((name) => splitPath(name, defaultNamespaceOf(dataSource)));
}

/**
 * TypeORM's table about views and generated columns.
 *
 * Source: typeorm 0.3.31 and 1.1.1, BaseQueryRunner.getTypeormMetadataTableName.
 */
export const metadataTableOf = (dataSource: DataSource): QualifiedName =>
  splitPath(dataSource.options.metadataTableName || 'typeorm_metadata', defaultNamespaceOf(dataSource));

/**
 * Where the table of an entity is.
 *
 * A name with a dot (`@Entity("shop.order")`) is a path: TypeORM's queries split it, though its schema builder does not.
 * Source: typeorm 0.3.31 and 1.1.1, QueryBuilder.getTableName.
 */
export function tableNameOf(metadata: EntityMetadata, defaultNamespace: string): QualifiedName {
  if (metadata.schema) return { schema: metadata.schema, name: metadata.tableName };
  return splitPath(metadata.tableName, defaultNamespace);
}

/**
 * The table as TypeORM shows it to the naming strategy where that names a primary key: with the schema unless it is the option's.
 *
 * Source: typeorm 0.3.31 and 1.1.1, Table.create and PostgresQueryRunner.createTableSql. They pass a `Table`, of which we would need
 * the user's class; the strategy must take a text too (NamingStrategyInterface).
 */
export function pathForNaming({ schema, tableName }: EntityMetadata, { driver, options }: DataSource): string {
  const isOption = 'schema' in options && schema === options.schema;
  return driver.buildTableName(tableName, isOption ? undefined : schema);
}

/** `shop.order` is `order` in `shop`; a name without a dot is in `namespace`. */
export function splitPath(path: string, namespace: string): QualifiedName {
  const [name = path, schema = namespace] = path.split('.').reverse();
  return { schema, name };
}

/**
 * Lets a query runner look at tables and views anew: its methods go by what they saw first, and do not learn what SQL did since.
 *
 * Source: typeorm 0.3.31 and 1.1.1, BaseQueryRunner.getCachedTable and getCachedView; what these keep is not in the `QueryRunner` interface.
 */
export function forgetTables(queryRunner: QueryRunner): void {
  Object.assign(queryRunner, { loadedTables: [], loadedViews: [] });
}
