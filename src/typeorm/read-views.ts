import type { DataSource, EntityMetadata } from 'typeorm';
import { memberRef, topLevelRef } from '../model/identity.js';
import type { MaterializedView, View } from '../model/schema.js';
import { defaultNamespaceOf, tableNameOf } from './compat.js';
import { originOfTable } from './origins.js';
import { readConstraints } from './read-constraints.js';
import type { Fact } from './read-tables.js';

/** A view of an entity, as the entity says it. */
export interface ViewReading {
  readonly kind: 'view' | 'materializedView';
  readonly view: MaterializedView;
  /** The query as TypeORM records it in its own table. */
  readonly recorded: string;
  readonly facts: readonly Fact[];
}

/** Whether the entity is a view that TypeORM's schema builder would synchronise. */
export const isView = ({ tableType, synchronize }: EntityMetadata): boolean => tableType === 'view' && synchronize;

/**
 * The view of an entity; its indexes only where it is materialized, as TypeORM makes no others.
 *
 * Source: typeorm 0.3.31 and 1.1.1, View.create, PostgresQueryRunner.createViewSql and insertViewDefinitionSql, RdbmsSchemaBuilder.createNewViewIndices.
 */
export function readView(metadata: EntityMetadata, dataSource: DataSource): ViewReading {
  const name = tableNameOf(metadata, defaultNamespaceOf(dataSource));
  const recorded = queryOf(metadata, dataSource);
  const view: View = { ...name, definition: recorded.replace(/[\s;]+$/, '') };
  const origin = originOfTable(metadata);
  const kind = metadata.tableMetadataArgs.materialized === true ? 'materializedView' : 'view';
  const indexes = kind === 'view' ? [] : readConstraints(metadata, dataSource).index;
  const facts = indexes.map((index) => ({ ref: memberRef('index', name, index.value.name), origin: index.origin, named: index.named }));
  return {
    kind,
    view: { ...view, indexes: indexes.map(({ value }) => value) },
    recorded,
    facts: [{ ref: topLevelRef(kind, name), origin, named: false }, ...facts],
  };
}

function queryOf({ expression }: EntityMetadata, dataSource: DataSource): string {
  return typeof expression === 'function' ? expression(dataSource).getQuery() : (expression ?? '').trim();
}
