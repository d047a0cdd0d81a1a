import { inspect } from 'node:util';
import type { DataSource } from 'typeorm';
import { type ObjectRef, refKey } from '../model/identity.js';
import { findObject } from '../model/replace.js';
import { type ColumnMetadata, defaultNamespaceOf, tableNameOf } from './compat.js';
import type { EntityModel } from './entity-model.js';
import { storedColumns } from './read-columns.js';

/** A property of an object; without `facet`, the whole object. */
export interface WrittenPlace {
  readonly object: ObjectRef;
  readonly facet: string | null;
}

/**
 * What the entities themselves say at a place, in their own spelling, as people read it; `null` where they say nothing in words.
 * Of a column it is the options that its decorator was given.
 */
export function writtenAt({ object, facet }: WrittenPlace, model: EntityModel, dataSource: DataSource): string | null {
  if (!model.origins.has(refKey(object))) return null;
  const column = object.kind === 'column' ? columnAt(object, dataSource) : undefined;
  if (column !== undefined) return showOptions(column, facet);
  return textIn(findObject(model.schema, object), facet);
}

/** SQL text: that of the facet, or the one that an object consists of. */
function textIn(value: object | null, facet: string | null): string | null {
  if (value === null) return null;
  const facets = facet === null ? ['expression', 'definition', 'where'] : [facet];
  const texts = Object.entries(value).flatMap(([name, each]) => (facets.includes(name) && typeof each === 'string' ? [each.trim()] : []));
  return texts[0] ?? null;
}

function columnAt({ schema, table, name }: ObjectRef, dataSource: DataSource): ColumnMetadata | undefined {
  const isIn = (at: { readonly schema: string; readonly name: string }): boolean => at.schema === schema && at.name === table;
  const metadatas = dataSource.entityMetadatas.filter((metadata) => isIn(tableNameOf(metadata, defaultNamespaceOf(dataSource))));
  return metadatas.flatMap(storedColumns).find(({ databaseName }) => databaseName === name);
}

/** The options that say what a facet is; the others say no more than PostgreSQL does. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  type: ['type', 'length', 'precision', 'scale', 'isArray', 'enumName', 'spatialFeatureType', 'srid'],
  default: ['default'],
  nullable: ['isNullable'],
  generation: ['isGenerated', 'generationStrategy', 'generatedIdentity'],
  generated: ['asExpression'],
  virtual: ['generatedType'],
  collation: ['collation'],
  comment: ['comment'],
};

/** What TypeORM calls otherwise in the options than in its metadata. */
const spoken: Readonly<Record<string, string>> = { isArray: 'array', isNullable: 'nullable', isGenerated: 'generated' };

function showOptions(column: ColumnMetadata, facet: string | null): string | null {
  const options = column as unknown as Readonly<Record<string, unknown>>;
  const names = facet === null ? Object.values(optionsOf).flat() : (optionsOf[facet] ?? []);
  const said = names.flatMap((name) => {
    const value = options[name];
    const isSaid = value !== undefined && value !== null && value !== '' && value !== false;
    return isSaid ? [`${spoken[name] ?? name}: ${showValue(value)}`] : [];
  });
  return said.length === 0 ? null : `{ ${said.join(', ')} }`;
}

/** A type is shown by its name (`String`), any other function by what it gives: it is a default. */
function showValue(value: unknown): string {
  if (typeof value !== 'function') return inspect(value, { depth: 4, breakLength: Infinity });
  return String(value).includes('[native code]') ? value.name : `() => ${JSON.stringify((value as () => unknown)())}`;
}
