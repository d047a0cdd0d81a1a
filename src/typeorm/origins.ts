import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata, ForeignKeyMetadata } from './compat.js';
import type { Origin } from './entity-model.js';

/** The entity that asks for a table: for a join table the one with the relation, for a closure table the tree itself. */
export function originOfTable(metadata: EntityMetadata, decorator = metadata.tableType === 'view' ? '@ViewEntity' : '@Entity'): Origin {
  const relation = metadata.isJunction ? metadata.ownColumns[0]?.relationMetadata : undefined;
  if (relation) return { entity: relation.entityMetadata.name, property: relation.propertyPath, decorator: inClass(relation.entityMetadata, decoratorOfRelation(relation)) };
  const { parentClosureEntityMetadata: tree } = metadata;
  return tree ? { entity: tree.name, property: null, decorator: inClass(tree, '@Tree') } : { entity: metadata.name, property: null, decorator: inClass(metadata, decorator) };
}

/** The property of a column; of a column that TypeORM adds, the relation it adds it for, or none. */
export function originOfColumn(column: ColumnMetadata): Origin {
  const { relationMetadata: relation, isVirtual } = column;
  if (!isVirtual) return { entity: entityOf(column), property: column.propertyPath, decorator: inClass(column.entityMetadata, decoratorOfColumn(column)) };
  const decorator = relation === undefined ? null : inClass(relation.entityMetadata, decoratorOfRelation(relation));
  return { entity: entityOf(column), property: relation?.propertyPath ?? null, decorator };
}

/** The property that all of these columns come from; none if there are several, as then the class says it. `decorator`: what asks for it, if not the columns themselves. */
export function originOfColumns(metadata: EntityMetadata, columns: readonly ColumnMetadata[], decorator?: string): Origin {
  const [first, ...others] = columns.map(originOfColumn);
  const shared = first !== undefined && others.every(({ entity, property }) => entity === first.entity && property === first.property);
  const place = shared ? first : { entity: originOfTable(metadata).entity, property: null, decorator: first?.decorator ?? null };
  return decorator === undefined || metadata.isJunction ? place : { ...place, decorator: inClass(metadata, decorator) };
}

/** The relation that asks for a foreign key; of one that no relation asks for, the property of its columns. */
export function originOfForeignKey(foreignKey: ForeignKeyMetadata): Origin {
  const { entityMetadata, columns } = foreignKey;
  const relation = entityMetadata.relations.find(({ foreignKeys }) => foreignKeys.includes(foreignKey));
  const origin = originOfColumns(entityMetadata, columns, '@ForeignKey');
  return relation === undefined ? origin : { entity: origin.entity, property: relation.propertyPath, decorator: inClass(entityMetadata, decoratorOfRelation(relation)) };
}

/** `Product.price`, or `Product` for what the class says. */
export const showOrigin = ({ entity, property }: Pick<Origin, 'entity' | 'property'>): string => (property === null ? entity : `${entity}.${property}`);

/** The target of an `EntitySchema` without a class is its name. */
const inClass = ({ target }: EntityMetadata, decorator: string): string | null => (typeof target === 'function' ? decorator : null);

type RelationMetadata = NonNullable<ColumnMetadata['relationMetadata']>;

/** `many-to-one` is `@ManyToOne`. */
const decoratorOfRelation = ({ relationType }: RelationMetadata): string =>
  `@${relationType.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}`;

function decoratorOfColumn(column: ColumnMetadata): string {
  if (column.isPrimary) return column.isGenerated ? '@PrimaryGeneratedColumn' : '@PrimaryColumn';
  if (column.isCreateDate) return '@CreateDateColumn';
  if (column.isUpdateDate) return '@UpdateDateColumn';
  if (column.isDeleteDate) return '@DeleteDateColumn';
  if (column.isVersion) return '@VersionColumn';
  return column.isDiscriminator ? '@TableInheritance' : '@Column';
}

/** A column of a child in single table inheritance is said by the child. */
function entityOf({ entityMetadata, target }: ColumnMetadata): string {
  const child = entityMetadata.childEntityMetadatas.find((metadata) => metadata.target === target);
  return child?.name ?? originOfTable(entityMetadata).entity;
}
