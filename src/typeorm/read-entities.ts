import type { DataSource, EntityMetadata } from 'typeorm';
import { memberRef, nameKey, type ObjectRef, refKey, topLevelRef } from '../model/identity.js';
import type { Namespace, QualifiedName, Schema } from '../model/schema.js';
import { defaultNamespaceOf, indexMethodsOf, ownTablesOf, searchedNamespaceOf, tableNameOf } from './compat.js';
import type { EntityModel, Origin } from './entity-model.js';
import { followJoinTables } from './join-table-names.js';
import { readEnum, storedColumns } from './read-columns.js';
import { readExtensions } from './read-extensions.js';
import { readEnums } from './read-enums.js';
import { readRenamings } from './read-renamings.js';
import { readSynonyms } from './read-synonyms.js';
import { type Fact, type Group, readTable } from './read-tables.js';
import { isView, readView, type ViewReading } from './read-views.js';
import { typeReference } from './type-names.js';

/**
 * What the entities of an initialised data source ask of its database.
 *
 * Reads what TypeORM's schema builder would synchronise: entities, join tables and closure tables; children of single table
 * inheritance are in their parent's table. Several entities on one table give one table with the columns and constraints of all.
 *
 * Source: typeorm 0.3.31 and 1.1.1, RdbmsSchemaBuilder.entityToSyncMetadatas.
 *
 * @throws {LimbeckError} `entities/enum-conflict`, `entities/name-conflict`
 */
export function readEntities(dataSource: DataSource): EntityModel {
  const { managed, views, unmanaged } = sortOut(dataSource);
  const readings = groupByTable(managed, dataSource).map((group) => readTable(group, dataSource));
  const { defined, external } = readEnums(managed.flatMap(storedColumns), dataSource);
  const tables = readings.map(({ table }) => table);
  const enums = defined.map(({ type }) => type);
  const viewReadings = views.map((metadata) => readView(metadata, dataSource));
  const viewsOf = (kind: ViewReading['kind']): ViewReading['view'][] => viewReadings.filter((reading) => reading.kind === kind).map(({ view }) => view);
  const facts: Fact[] = [
    ...[...readings, ...viewReadings].flatMap((reading) => reading.facts),
    ...defined.map(({ type, origin }) => ({ ref: topLevelRef('enum', type), origin, named: false })),
  ];
  const leftAlone = [
    ...namesLeftAlone(unmanaged, dataSource),
    ...external.map((name) => topLevelRef('enum', name)),
    ...managed.flatMap((metadata) => indexesLeftAlone(metadata, dataSource)),
  ];
  let origins: ReadonlyMap<string, Origin> | undefined;
  return {
    schema: {
      extensions: readExtensions(tables, dataSource),
      namespaces: namespacesOf([...tables, ...enums, ...viewReadings.map(({ view }) => view)]),
      enums,
      tables,
      views: viewsOf('view').map(({ schema, name, definition }) => ({ schema, name, definition })),
      materializedViews: viewsOf('materializedView'),
      viewFacts: {},
      unmanaged: [],
      typeNames: typeNamesOf([...enums, ...external], dataSource),
    },
    named: new Set(facts.filter(({ named }) => named).map(({ ref }) => refKey(ref))),
    // Few ask for it, and it is the largest part of the model.
    get origins() {
      return (origins ??= new Map(facts.map(({ ref, origin }) => [refKey(ref), origin])));
    },
    ignored: withoutModelled(leftAlone, facts),
    synonyms: readSynonyms(managed, dataSource),
    renamings: readRenamings(managed, dataSource),
    impliedBy: (renamings) => followJoinTables(renamings, dataSource),
    records: new Map([
      ...viewReadings.map(({ kind, view, recorded }) => [refKey(topLevelRef(kind, view)), recorded] as const),
      ...managed.flatMap((metadata) => generatedRecords(metadata, dataSource)),
    ]),
    defaultless: new Set(managed.flatMap((metadata) => columnsWithoutDefault(metadata, dataSource))),
    indexMethods: indexMethodsOf(dataSource),
    unsupported: [],
  };
}

/** An entity on one of TypeORM's own tables is for reading it: TypeORM makes that table by other means. */
function sortOut(dataSource: DataSource): { readonly [group in 'managed' | 'views' | 'unmanaged']: readonly EntityMetadata[] } {
  const own = new Set(ownTablesOf(dataSource).map(nameKey));
  const stored = dataSource.entityMetadatas.filter(({ tableType }) => tableType !== 'entity-child');
  const isManaged = (metadata: EntityMetadata): boolean =>
    metadata.synchronize && metadata.tableType !== 'view' && !own.has(nameKey(nameOf(metadata, dataSource)));
  return { managed: stored.filter(isManaged), views: stored.filter(isView), unmanaged: stored.filter((metadata) => !isManaged(metadata) && !isView(metadata)) };
}

function groupByTable(metadatas: readonly EntityMetadata[], dataSource: DataSource): Group[] {
  const groups = new Map<string, Group>();
  for (const metadata of metadatas) {
    const key = nameKey(nameOf(metadata, dataSource));
    const group = groups.get(key);
    groups.set(key, group === undefined ? [metadata] : [...group, metadata]);
  }
  return [...groups.values()];
}

/** The tables and views that are TypeORM's or whose entity is not synchronised, with the enum types that their columns need. */
function namesLeftAlone(unmanaged: readonly EntityMetadata[], dataSource: DataSource): ObjectRef[] {
  const tables = [...ownTablesOf(dataSource), ...unmanaged.map((metadata) => nameOf(metadata, dataSource))];
  const views = unmanaged.filter(({ tableType }) => tableType === 'view').map((metadata) => nameOf(metadata, dataSource));
  const enums = unmanaged.flatMap(storedColumns).flatMap((column) => readEnum(column, dataSource)?.name ?? []);
  return [
    ...tables.map((name) => topLevelRef('table', name)),
    ...views.flatMap((name) => [topLevelRef('view', name), topLevelRef('materializedView', name)]),
    ...enums.map((name) => topLevelRef('enum', name)),
  ];
}

/** TypeORM gives an index with `synchronize: false` no name of its own, so only those that the author names can be told apart. */
const indexesLeftAlone = (metadata: EntityMetadata, dataSource: DataSource): ObjectRef[] =>
  metadata.indices
    .filter(({ synchronize }) => !synchronize)
    .flatMap(({ givenName }) => (givenName ? memberRef('index', nameOf(metadata, dataSource), givenName) : []));

/** A name may be left alone by one entity and asked for by another. */
function withoutModelled(leftAlone: readonly ObjectRef[], facts: readonly Fact[]): ObjectRef[] {
  const kinds = new Set(leftAlone.map(({ kind }) => kind));
  const modelled = new Set(facts.filter(({ ref }) => kinds.has(ref.kind)).map(({ ref }) => refKey(ref)));
  return uniqueRefs(leftAlone).filter((ref) => !modelled.has(refKey(ref)));
}

const uniqueRefs = (refs: readonly ObjectRef[]): ObjectRef[] => [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];

const namespacesOf = (names: readonly QualifiedName[]): Namespace[] =>
  [...new Set(names.map(({ schema }) => schema))].map((name) => ({ name }));

const typeNamesOf = (enums: readonly QualifiedName[], dataSource: DataSource): Schema['typeNames'] =>
  Object.fromEntries(enums.map(({ schema, name }) => [typeReference({ schema, name }, searchedNamespaceOf(dataSource)), { schema, name }]));

const nameOf = (metadata: EntityMetadata, dataSource: DataSource): QualifiedName =>
  tableNameOf(metadata, defaultNamespaceOf(dataSource));

/** Source: typeorm 0.3.31 and 1.1.1, PostgresQueryRunner.createTable: only stored columns are recorded. */
const generatedRecords = (metadata: EntityMetadata, dataSource: DataSource): (readonly [string, string])[] =>
  storedColumns(metadata).flatMap(({ databaseName, asExpression, generatedType }) =>
    asExpression && generatedType === 'STORED' ? [[refKey(memberRef('column', nameOf(metadata, dataSource), databaseName)), asExpression] as const] : [],
  );

/** A column that TypeORM adds for a relation or a tree has no options of its own. */
const columnsWithoutDefault = (metadata: EntityMetadata, dataSource: DataSource): string[] =>
  storedColumns(metadata)
    .filter(({ isVirtual }) => isVirtual)
    .map(({ databaseName }) => refKey(memberRef('column', nameOf(metadata, dataSource), databaseName)));
