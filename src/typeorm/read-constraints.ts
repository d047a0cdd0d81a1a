import type { DataSource, EntityMetadata } from 'typeorm';
import type { Check, Deferrable, Exclusion, ForeignKey, Index, Key, MemberKind, Objects, ReferentialAction } from '../model/schema.js';
import {
  type CheckMetadata,
  type ColumnMetadata,
  defaultNamespaceOf,
  type ExclusionMetadata,
  type ForeignKeyMetadata,
  type IndexMetadata,
  pathForNaming,
  tableNameOf,
  type UniqueMetadata,
} from './compat.js';
import type { Origin } from './entity-model.js';
import { originOfColumns, originOfForeignKey, originOfTable } from './origins.js';
import { storedColumns } from './read-columns.js';

/** A column, a constraint or an index of an entity. */
export interface Member<T> {
  readonly value: T;
  /** Whether the author gave the name; if not, the naming strategy did. */
  readonly named: boolean;
  readonly origin: Origin;
}

type ConstraintKind = Exclude<MemberKind, 'column'>;

/** The constraints and indexes of one entity, by kind. */
export type Constraints = { readonly [K in ConstraintKind]: readonly Member<Objects[K]>[] };

/**
 * The constraints and indexes of an entity that TypeORM synchronises, with the names that its naming strategy gave them.
 *
 * Source: typeorm 0.3.31 and 1.1.1, Table.create and PostgresQueryRunner (createTableSql, createForeignKeySql, createIndexSql).
 */
export function readConstraints(metadata: EntityMetadata, dataSource: DataSource): Constraints {
  return {
    primaryKey: readPrimaryKey(metadata, dataSource),
    unique: metadata.uniques.map((unique) => readUnique(unique, dataSource)),
    check: metadata.checks.map(readCheck),
    exclusion: metadata.exclusions.map(readExclusion),
    foreignKey: metadata.foreignKeys.map((foreignKey) => readForeignKey(foreignKey, dataSource)),
    index: metadata.indices.filter(({ synchronize }) => synchronize).map(readIndex),
  };
}

function readPrimaryKey(metadata: EntityMetadata, dataSource: DataSource): Member<Key>[] {
  const columns = storedColumns(metadata).filter(({ isPrimary }) => isPrimary);
  const columnNames = namesOf(columns);
  const givenName = columns[0]?.primaryKeyConstraintName;
  const name = givenName || dataSource.namingStrategy.primaryKeyName(pathForNaming(metadata, dataSource), columnNames);
  const value: Key = { name, columns: columnNames, deferrable: 'no' };
  return columns.length === 0 ? [] : [{ value, named: Boolean(givenName), origin: originOfColumns(metadata, columns) }];
}

/** TypeORM hands the unique of a one-to-one relation its generated name as if it were given. */
function readUnique(unique: UniqueMetadata, { namingStrategy }: DataSource): Member<Key> {
  const { name, givenName, entityMetadata } = unique;
  const columns = namesOf(unique.columns);
  const ofRelation = (): string => namingStrategy.relationConstraintName(entityMetadata.tableName, columns);
  return {
    value: { name, columns, deferrable: deferrableOf(unique.deferrable) },
    named: Boolean(givenName) && givenName !== ofRelation(),
    origin: originOfColumns(entityMetadata, unique.columns, '@Unique'),
  };
}

const readCheck = ({ name, givenName, expression, entityMetadata }: CheckMetadata): Member<Check> => ({
  value: { name, expression },
  named: Boolean(givenName),
  origin: originOfTable(entityMetadata, '@Check'),
});

const readExclusion = ({ name, givenName, expression, deferrable, entityMetadata }: ExclusionMetadata): Member<Exclusion> => ({
  value: { name, definition: expression.trim() + exclusionSuffix[deferrableOf(deferrable)] },
  named: Boolean(givenName),
  origin: originOfTable(entityMetadata, '@Exclusion'),
});

const exclusionSuffix: { readonly [D in Deferrable]: string } = {
  no: '',
  deferrable: ' DEFERRABLE',
  deferred: ' DEFERRABLE INITIALLY DEFERRED',
};

function readForeignKey(foreignKey: ForeignKeyMetadata, dataSource: DataSource): Member<ForeignKey> {
  const { name, givenName, referencedEntityMetadata, referencedColumns } = foreignKey;
  const { schema, name: table } = tableNameOf(referencedEntityMetadata, defaultNamespaceOf(dataSource));
  return {
    value: {
      name,
      columns: namesOf(foreignKey.columns),
      references: { schema, name: table, columns: namesOf(referencedColumns) },
      onDelete: actionOf(foreignKey.onDelete),
      onUpdate: actionOf(foreignKey.onUpdate),
      deferrable: deferrableOf(foreignKey.deferrable),
    },
    named: Boolean(givenName),
    origin: originOfForeignKey(foreignKey),
  };
}

/** The option `DEFAULT` means `SET DEFAULT`; TypeORM writes it as it is, which PostgreSQL refuses. */
const actions: Readonly<Record<string, ReferentialAction>> = {
  'NO ACTION': 'no action',
  RESTRICT: 'restrict',
  CASCADE: 'cascade',
  'SET NULL': 'set null',
  DEFAULT: 'set default',
  'SET DEFAULT': 'set default',
};

const actionOf = (action: string | undefined): ReferentialAction => actions[action?.toUpperCase() ?? ''] ?? 'no action';

/**
 * A spatial index is a GiST index; `type` is new in TypeORM 1.0. What other databases know (`fulltext`, `parser`, `nullFiltered`)
 * has no effect, and `concurrent` says how to build an index, not what it is.
 */
const readIndex = (index: IndexMetadata): Member<Index> => ({
  value: {
    name: index.name,
    method: index.isSpatial ? 'gist' : (index.type?.toLowerCase() ?? 'btree'),
    unique: index.isUnique,
    keys: namesOf(index.columns),
    include: [],
    nullsNotDistinct: false,
    where: index.where || null,
  },
  named: Boolean(index.givenName),
  origin: originOfColumns(index.entityMetadata, index.columns, '@Index'),
});

const namesOf = (columns: readonly ColumnMetadata[]): string[] => columns.map(({ databaseName }) => databaseName);

function deferrableOf(deferrable: string | undefined): Deferrable {
  if (!deferrable) return 'no';
  return deferrable === 'INITIALLY DEFERRED' ? 'deferred' : 'deferrable';
}
