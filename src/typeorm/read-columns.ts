import type { DataSource, EntityMetadata } from 'typeorm';
import type { Column, Generation, QualifiedName } from '../model/schema.js';
import { readDefault } from './column-defaults.js';
import { type ColumnType, enumColumnType, readColumnType } from './column-types.js';
import { type ColumnMetadata, defaultNamespaceOf, searchedNamespaceOf, splitPath, tableNameOf, uuidGeneratorOf } from './compat.js';
import { typeReference } from './type-names.js';

/** An enum type as one column asks for it. */
export interface EnumUse {
  readonly name: QualifiedName;
  /** `null`: the column names a type without saying its values. */
  readonly values: readonly string[] | null;
}

/**
 * The columns of an entity that the database has.
 *
 * Source: typeorm 0.3.31 and 1.1.1, Table.create.
 */
export const storedColumns = (metadata: EntityMetadata): ColumnMetadata[] =>
  metadata.columns.filter((column) => !column.isVirtualProperty);

/**
 * A column as its metadata says it.
 *
 * Source: typeorm 0.3.31 and 1.1.1, TableUtils.createTableColumnOptions and PostgresQueryRunner.buildCreateColumnSql.
 */
export function readColumn(column: ColumnMetadata, dataSource: DataSource): Column {
  const type = columnTypeOf(column, dataSource);
  const generation = generationOf(column);
  return {
    name: column.databaseName,
    type: type.text,
    // Keys, serial and identity columns are NOT NULL in PostgreSQL whatever the entity says.
    nullable: column.isNullable && !column.isPrimary && generation === null,
    default: generation === null ? defaultOf(column, type, dataSource) : null,
    generation,
    generated: column.asExpression?.trim() || null,
    // TypeORM 0.3.31 and 1.1.1 refuse entities that ask for it on PostgreSQL: EntityMetadataValidator.
    virtual: column.generatedType === 'VIRTUAL',
    collation: column.collation && column.collation !== 'default' ? column.collation : null,
    comment: readComment(column.comment),
  };
}

/** `null` where there is no text: PostgreSQL takes no empty comment, and no text with a null byte. */
export const readComment = (comment: string | undefined): string | null => comment?.replaceAll('\0', '') || null;

/** The enum type of a column; `null` for other types. */
export function readEnum(column: ColumnMetadata, dataSource: DataSource): EnumUse | null {
  if (dataSource.driver.normalizeType(column) !== 'enum') return null;
  const source = enumSource(column);
  return { name: enumNameOf(source, dataSource), values: source.enum ? [...new Set(source.enum.map(String))] : null };
}

function columnTypeOf(column: ColumnMetadata, dataSource: DataSource): ColumnType {
  const enumUse = readEnum(column, dataSource);
  if (enumUse === null) return readColumnType(column, dataSource);
  return enumColumnType(column, typeReference(enumUse.name, searchedNamespaceOf(dataSource)));
}

function defaultOf(column: ColumnMetadata, type: ColumnType, dataSource: DataSource): string | null {
  const isFilled = column.isGenerated && column.generationStrategy === 'uuid' && !column.default;
  return isFilled ? uuidGeneratorOf(dataSource) : readDefault(column, type);
}

/** TypeORM's own types leave out the strategy `identity`. */
function generationOf({ isGenerated, generationStrategy, generatedIdentity }: ColumnMetadata): Generation | null {
  const strategy: string | undefined = generationStrategy;
  if (!isGenerated || strategy === 'uuid') return null;
  if (strategy !== 'identity') return 'serial';
  return generatedIdentity === 'ALWAYS' ? 'identityAlways' : 'identityByDefault';
}

/**
 * The column that says which enum type `column` has: with a foreign key it is the referenced one, since PostgreSQL
 * compares values of one enum type only. TypeORM makes a type for each, and PostgreSQL then refuses the foreign key.
 */
function enumSource(column: ColumnMetadata): ColumnMetadata {
  const seen = new Set<ColumnMetadata>();
  let source = column;
  for (let next: ColumnMetadata | undefined = column; next !== undefined && !seen.has(next); next = referencedColumnOf(next)) {
    seen.add(next);
    source = next;
  }
  return source;
}

function referencedColumnOf({ entityMetadata, databaseName }: ColumnMetadata): ColumnMetadata | undefined {
  return entityMetadata.foreignKeys.flatMap(({ columns, referencedColumns }) => {
    const position = columns.findIndex((column) => column.databaseName === databaseName);
    return referencedColumns[position] ?? [];
  })[0];
}

/**
 * Source: typeorm 0.3.31 and 1.1.1, PostgresQueryRunner.buildEnumName. PostgreSQL cuts what is longer than 63 bytes.
 */
function enumNameOf({ enumName, databaseName, entityMetadata }: ColumnMetadata, dataSource: DataSource): QualifiedName {
  const table = tableNameOf(entityMetadata, defaultNamespaceOf(dataSource));
  if (enumName) return splitPath(enumName, table.schema);
  return { schema: table.schema, name: `${table.name}_${databaseName.toLowerCase()}_enum` };
}
