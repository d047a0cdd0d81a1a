import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata, ForeignKeyMetadata } from './compat.js';
import type { Origin } from './entity-model.js';

/** The entity that asks for a table: for a join table the one with the relation, for a closure table the tree itself. */
export function originOfTable(metadata: EntityMetadata): Origin {
  const relation = metadata.isJunction ? metadata.ownColumns[0]?.relationMetadata : undefined;
  if (relation) return { entity: relation.entityMetadata.name, property: relation.propertyPath };
  return { entity: (metadata.parentClosureEntityMetadata ?? metadata).name, property: null };
}

/** The property of a column; of a column that TypeORM adds, the relation it adds it for, or none. */
export function originOfColumn(column: ColumnMetadata): Origin {
  const relation = column.relationMetadata?.propertyPath;
  return { entity: entityOf(column), property: column.isVirtual ? (relation ?? null) : column.propertyPath };
}

/** The property that all of these columns come from; none if there are several, as then the class says it. */
export function originOfColumns(metadata: EntityMetadata, columns: readonly ColumnMetadata[]): Origin {
  const [first, ...others] = columns.map(originOfColumn);
  const shared = first !== undefined && others.every(({ entity, property }) => entity === first.entity && property === first.property);
  return shared ? first : { entity: originOfTable(metadata).entity, property: null };
}

/** The relation that asks for a foreign key; of one that no relation asks for, the property of its columns. */
export function originOfForeignKey(foreignKey: ForeignKeyMetadata): Origin {
  const { entityMetadata, columns } = foreignKey;
  const relation = entityMetadata.relations.find(({ foreignKeys }) => foreignKeys.includes(foreignKey));
  const origin = originOfColumns(entityMetadata, columns);
  return relation === undefined ? origin : { entity: origin.entity, property: relation.propertyPath };
}

/** `Product.price`, or `Product` for what the class says. */
export const showOrigin = ({ entity, property }: Origin): string => (property === null ? entity : `${entity}.${property}`);

/** A column of a child in single table inheritance is said by the child. */
function entityOf({ entityMetadata, target }: ColumnMetadata): string {
  const child = entityMetadata.childEntityMetadatas.find((metadata) => metadata.target === target);
  return child?.name ?? originOfTable(entityMetadata).entity;
}
