import type { DataSource, EntityMetadata, EntitySchema } from 'typeorm';
import type { Renaming } from '../model/renaming.js';
import type { QualifiedName } from '../model/schema.js';
import { type ColumnMetadata, defaultNamespaceOf, splitPath, tableNameOf } from './compat.js';
import { readEnum, storedColumns } from './read-columns.js';
import { declarationOf, type RenamedColumn, type RenamedTable, type Target } from './renamed-from.js';

/** What entities say was called otherwise before, by `@RenamedFrom` or `renamedFrom`. */
export function readRenamings(metadatas: readonly EntityMetadata[], dataSource: DataSource): Renaming[] {
  const schemas = schemasByName(dataSource);
  return metadatas.flatMap((metadata) => renamingsOf(metadata, { dataSource, schemas }));
}

/** Where the declarations of an entity are looked up. */
interface Lookup {
  readonly dataSource: DataSource;
  readonly schemas: ReadonlyMap<string, EntitySchema>;
}

function renamingsOf(metadata: EntityMetadata, lookup: Lookup): Renaming[] {
  const { dataSource } = lookup;
  const table = tableNameOf(metadata, defaultNamespaceOf(dataSource));
  const before = declarationOf(targetIn(lookup, metadata.target))?.table ?? null;
  return [
    ...(before === null ? [] : tableRenamings(table, before)),
    ...storedColumns(metadata).flatMap((column) => {
      const declared = declaredFor(column, lookup);
      return declared === undefined ? [] : columnRenamings(column, declared, { table, dataSource });
    }),
  ];
}

const pairs = (names: Readonly<Record<string, string>> | undefined): { readonly from: string; readonly to: string }[] =>
  Object.entries(names ?? {}).map(([to, from]) => ({ from, to }));

function tableRenamings(table: QualifiedName, { name, schema, indexes, constraints }: RenamedTable): Renaming[] {
  const from = { schema: schema ?? table.schema, name: name ?? table.name };
  return [
    ...(name === undefined && schema === undefined ? [] : [{ kind: 'table', from, to: table } as const]),
    ...pairs(indexes).map((pair) => ({ kind: 'index', table, ...pair }) as const),
    ...pairs(constraints).map((pair) => ({ kind: 'constraint', table, ...pair }) as const),
  ];
}

interface Surroundings {
  readonly table: QualifiedName;
  readonly dataSource: DataSource;
}

function columnRenamings(column: ColumnMetadata, { name, enumName, values }: RenamedColumn, { table, dataSource }: Surroundings): Renaming[] {
  const type = readEnum(column, dataSource)?.name;
  return [
    ...(name === undefined ? [] : [{ kind: 'column', table, from: withPrefixes(name, column, dataSource), to: column.databaseName } as const]),
    ...(enumName === undefined || type === undefined ? [] : [{ kind: 'enum', from: splitPath(enumName, type.schema), to: type } as const]),
    ...(type === undefined ? [] : pairs(values).map((pair) => ({ kind: 'enumValue', type, ...pair }) as const)),
  ];
}

/** A property of an embedded class gives a column to each place where the class is embedded, each with a prefix of its own. */
const withPrefixes = (name: string, { embeddedMetadata }: ColumnMetadata, { namingStrategy }: DataSource): string =>
  embeddedMetadata === undefined ? name : namingStrategy.columnName(name, name, embeddedMetadata.parentPrefixes);

/** By the property of the column, or the relation that it belongs to; of a class, or one that it extends. */
function declaredFor({ target, propertyName, relationMetadata }: ColumnMetadata, lookup: Lookup): RenamedColumn | undefined {
  const own = target === undefined ? undefined : find(targetIn(lookup, target), propertyName);
  if (own !== undefined || relationMetadata === undefined) return own;
  return find(targetIn(lookup, relationMetadata.target), relationMetadata.propertyName);
}

/** The metadata of an `EntitySchema` knows its name only; the schema itself tells it from another one of that name. */
const targetIn = ({ schemas }: Lookup, target: Target): Target => (typeof target === 'string' ? (schemas.get(target) ?? target) : target);

function schemasByName({ options }: DataSource): ReadonlyMap<string, EntitySchema> {
  const entities: readonly unknown[] = Object.values(options.entities ?? {});
  const isSchema = (entity: unknown): entity is EntitySchema => typeof entity === 'object' && entity !== null && 'options' in entity;
  return new Map(entities.filter(isSchema).map((schema) => [schema.options.name, schema]));
}

function find(target: Target, property: string): RenamedColumn | undefined {
  for (let each: Target | null = target; each !== null; each = typeof each === 'string' ? null : (Object.getPrototypeOf(each) as object | null)) {
    const found = declarationOf(each)?.columns.get(property);
    if (found !== undefined) return found;
  }
  return undefined;
}
