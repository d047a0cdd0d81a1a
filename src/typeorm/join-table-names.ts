import type { DataSource, EntityMetadata } from 'typeorm';
import { nameKey, refKey, memberRef } from '../model/identity.js';
import type { ColumnRenaming, Renaming, TableRenaming } from '../model/renaming.js';
import type { QualifiedName } from '../model/schema.js';
import { type ColumnMetadata, defaultNamespaceOf, tableNameOf } from './compat.js';

/**
 * What else was called otherwise when these tables and columns were: join tables, their columns and closure tables, where the naming
 * strategy makes their names of those of entities. A name that the author chose follows nothing.
 *
 * Source: typeorm 0.3.31 and 1.1.1, JunctionEntityMetadataBuilder.build, ClosureJunctionEntityMetadataBuilder.build, EntityMetadata.build.
 */
export function followJoinTables(renamings: readonly Renaming[], dataSource: DataSource): Renaming[] {
  const before = namesBefore(renamings, dataSource);
  return dataSource.entityMetadatas.flatMap((metadata) => {
    if (metadata.isClosureJunction) return followTable(metadata, closureNames(metadata, { before, dataSource }), { before, dataSource });
    return metadata.isJunction ? followJunction(metadata, { before, dataSource }) : [];
  });
}

/** Names of entities as the naming strategy was given them. */
interface NamesBefore {
  table(metadata: EntityMetadata): string;
  schema(metadata: EntityMetadata): string | undefined;
  column(column: ColumnMetadata): string;
}

interface Surroundings {
  readonly before: NamesBefore;
  readonly dataSource: DataSource;
}

function namesBefore(renamings: readonly Renaming[], dataSource: DataSource): NamesBefore {
  const nameOf = (metadata: EntityMetadata): QualifiedName => tableNameOf(metadata, defaultNamespaceOf(dataSource));
  const tables = new Map(renamings.filter((each): each is TableRenaming => each.kind === 'table').map(({ from, to }) => [nameKey(to), from]));
  const columns = new Map(renamings.filter((each): each is ColumnRenaming => each.kind === 'column').map(({ table, from, to }) => [refKey(memberRef('column', table, to)), from]));
  const { entityPrefix = '' } = dataSource.options;
  const withoutPrefix = (name: string): string => (name.startsWith(entityPrefix) ? name.slice(entityPrefix.length) : name);
  const found = (metadata: EntityMetadata): QualifiedName | undefined => tables.get(nameKey(nameOf(metadata)));
  return {
    table: (metadata) => {
      const name = found(metadata)?.name;
      return name === undefined ? metadata.tableNameWithoutPrefix : withoutPrefix(name);
    },
    schema: (metadata) => found(metadata)?.schema,
    column: (column) => columns.get(refKey(memberRef('column', nameOf(column.entityMetadata), column.databaseName))) ?? column.databaseName,
  };
}

/** A name that the naming strategy makes, now and before. */
interface Derived {
  readonly now: string;
  readonly before: string;
  /** The entity whose schema the table is in. */
  readonly owner: EntityMetadata;
}

function closureNames({ parentClosureEntityMetadata: owner }: EntityMetadata, { before, dataSource: { namingStrategy } }: Surroundings): Derived {
  const name = (table: string): string => namingStrategy.closureJunctionTableName(table);
  return { now: name(owner.tableNameWithoutPrefix), before: name(before.table(owner)), owner };
}

/** The longest table name that TypeORM does not shorten. */
const longest = 63;

function followTable(metadata: EntityMetadata, names: Derived, { before, dataSource }: Surroundings): TableRenaming[] {
  const to = tableNameOf(metadata, defaultNamespaceOf(dataSource));
  const { entityPrefix = '' } = dataSource.options;
  const isDerived = metadata.tableNameWithoutPrefix === names.now && names.before.length <= longest;
  const moved = metadata.schema === names.owner.schema ? before.schema(names.owner) : undefined;
  const old = entityPrefix === '' ? names.before : dataSource.namingStrategy.prefixTableName(entityPrefix, names.before);
  const from = { schema: moved ?? to.schema, name: isDerived ? old : to.name };
  return nameKey(from) === nameKey(to) ? [] : [{ kind: 'table', from, to }];
}

function followJunction(metadata: EntityMetadata, { before, dataSource }: Surroundings): Renaming[] {
  const relation = metadata.ownColumns[0]?.relationMetadata;
  if (relation === undefined) return [];
  const { entityMetadata: owner, inverseEntityMetadata: inverse, propertyPath, inverseRelation } = relation;
  const { namingStrategy } = dataSource;
  const name = (first: string, second: string): string =>
    namingStrategy.tableName(metadata.targetName, namingStrategy.joinTableName(first, second, propertyPath, inverseRelation?.propertyName ?? ''));
  const names = { now: name(owner.tableNameWithoutPrefix, inverse.tableNameWithoutPrefix), before: name(before.table(owner), before.table(inverse)), owner };
  const sides = { owner, inverse };
  const columnsNow = junctionColumns(metadata, sides, { dataSource, names: currentNames });
  const columnsBefore = junctionColumns(metadata, sides, { dataSource, names: before });
  const table = tableNameOf(metadata, defaultNamespaceOf(dataSource));
  const columns = metadata.ownColumns.flatMap((column, position): ColumnRenaming[] => {
    const [now, old] = [columnsNow[position], columnsBefore[position]];
    return now !== column.databaseName || old === undefined || old === now ? [] : [{ kind: 'column', table, from: old, to: now }];
  });
  return [...followTable(metadata, names, { before, dataSource }), ...columns];
}

const currentNames: Pick<NamesBefore, 'table' | 'column'> = {
  table: ({ tableNameWithoutPrefix }) => tableNameWithoutPrefix,
  column: ({ databaseName }) => databaseName,
};

interface Sides {
  readonly owner: EntityMetadata;
  readonly inverse: EntityMetadata;
}

interface Naming {
  readonly dataSource: DataSource;
  readonly names: Pick<NamesBefore, 'table' | 'column'>;
}

/** What the naming strategy calls the columns of a join table, those of the owner first; names that are there twice are numbered. */
function junctionColumns({ ownerColumns, inverseColumns }: EntityMetadata, { owner, inverse }: Sides, { dataSource: { namingStrategy }, names }: Naming): string[] {
  const referenced = (columns: readonly ColumnMetadata[]): ColumnMetadata[] => columns.flatMap(({ referencedColumn }) => referencedColumn ?? []);
  const first = referenced(ownerColumns).map((column) => namingStrategy.joinTableColumnName(names.table(owner), column.propertyName, names.column(column)));
  const second = referenced(inverseColumns).map((column) => namingStrategy.joinTableInverseColumnName(names.table(inverse), column.propertyName, names.column(column)));
  const numbered = (name: string, others: readonly string[], index: number): string =>
    others.includes(name) ? namingStrategy.joinTableColumnDuplicationPrefix(name, index) : name;
  return [...first.map((name) => numbered(name, second, 1)), ...second.map((name) => numbered(name, first, 2))];
}
