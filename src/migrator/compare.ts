import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect, Scope } from '../dialect/dialect.js';
import { aroundUnmanaged } from '../diff/around-unmanaged.js';
import { type Difference, differencesOf } from '../diff/differences.js';
import { type ColumnComparator, type DiffOptions, noOpinion } from '../diff/options.js';
import { parseRename, type RenameText } from '../diff/parse-rename.js';
import { type RenameCandidate, renameCandidates } from '../diff/rename-candidates.js';
import { followersOf, renameOperations } from '../diff/rename-operations.js';
import { resolveRenames } from '../diff/renames.js';
import { nameKey, type ObjectRef, refKey, topLevelRef } from '../model/identity.js';
import type { Renaming } from '../model/renaming.js';
import type { Canonical, QualifiedName, Schema } from '../model/schema.js';
import { selectObjects } from '../model/select.js';
import type { Change, Operation } from '../operation/operation.js';
import { order } from '../plan/order.js';
import type { Emit } from '../runtime/events.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import type { EntityModel } from '../typeorm/entity-model.js';
import { type MetadataTable, missingMetadataTable, readMetadataTable, recordOperations } from '../typeorm/metadata-table.js';
import { recordedBy, recordsRenamed } from '../typeorm/recorded.js';
import { type CountedQueryable, countRoundTrips, queryableOf } from '../typeorm/queryable.js';
import { versionTableName } from '../typeorm/version-statements.js';
import { entityModelOf } from './entity-model-of.js';
import type { CompleteOptions } from './options.js';
import { type ComparedScope, scopeOf, withMoved } from './scope.js';
import { settle, type Settlement, type SettlementRules } from './settle.js';

/** What is compared, over what, and how. */
export interface ComparisonRequest {
  readonly queryRunner: QueryRunner;
  readonly dialect: Dialect;
  readonly options: CompleteOptions;
  /** For this comparison only, as they were typed. */
  readonly renames: readonly string[];
}

/** What is to be done and why, and what could have been renamed instead. */
export interface Comparison extends Pick<Settlement, 'differences' | 'accepted' | 'unused' | 'unmanaged'> {
  readonly operations: readonly Operation[];
  /** What is said to be renamed, which comes before all other differences. */
  readonly renamed: readonly Difference[];
  readonly candidates: readonly RenameCandidate[];
  readonly model: EntityModel;
  /** What is, under the names of what should be, and that. */
  readonly schemas: Change<Canonical<Schema>>;
  /** What leads from the names in the database to those in `schemas.from`; the first of the operations. */
  readonly renameSteps: readonly Operation[];
}

/**
 * What to do to the database so that it is as the entities say, in an order to run it in; empty when it is.
 *
 * Works in one transaction that is always rolled back, so that all answers are of one moment and nothing is left. What was renamed
 * is renamed in it, so that the database itself spells everything under the new names before it is compared.
 *
 * @throws {LimbeckError} `entities/…`, `introspect/…`, `canonicalise/…`, `rename/…`.
 */
export async function compare(request: ComparisonRequest): Promise<Comparison> {
  const reading = readingOf(request);
  return compareSides(reading, await readBoth(reading));
}

/**
 * As {@link compare}, as if nothing were in the database: what makes all that the entities say. What is in it only helps to spell that.
 *
 * @throws {LimbeckError} as {@link compare}.
 */
export async function compareWithNothing(request: ComparisonRequest): Promise<Comparison> {
  const reading = readingOf(request);
  const { dataSource, dialect, model, scope } = reading;
  const { from, to } = await readBoth(reading);
  const ours = dialect.withKeptNames(scope.select(model.schema));
  const names = new Set([...ours.views, ...ours.materializedViews].map(nameKey));
  const isOurs = (view: QualifiedName): boolean => names.has(nameKey(view));
  const wanted = { ...to, views: to.views.filter(isOurs), materializedViews: to.materializedViews.filter(isOurs) };
  return compareSides(reading, { from: emptied(from), to: wanted, renamings: [], renamed: [], metadataTable: missingMetadataTable(dataSource) });
}

/**
 * A database in which nobody has made anything yet; it has the namespace `public`, and the extension `plpgsql`.
 *
 * Source: PostgreSQL 18, 41.1 "Overview" of PL/pgSQL ("installed by default").
 */
const emptied = (schema: Canonical<Schema>): Canonical<Schema> => ({
  ...schema,
  ...selectObjects(schema, { includes: () => false, kinds: null }),
  extensions: schema.extensions.filter(({ name }) => name === 'plpgsql'),
  namespaces: schema.namespaces.filter(({ name }) => name === 'public'),
  viewFacts: {},
  unmanaged: [],
});

function readingOf({ queryRunner, dialect, options, renames }: ComparisonRequest): Reading {
  const typed = [...options.renames, ...renames].map(parseRename);
  const dataSource = dataSourceOf(queryRunner);
  const model = readModel(dataSource, options.onEvent);
  const namespace = defaultNamespaceOf(dataSource);
  const scope = scopeOf({ ...options, model, namespace, typed });
  return { db: countRoundTrips(queryableOf(queryRunner)), dataSource, dialect, model, scope, namespace, typed, options };
}

function compareSides({ dataSource, dialect, model, namespace, options }: Reading, { renamings, renamed, metadataTable, ...schemas }: BothSides): Comparison {
  const followers = followersOf(renamings, schemas.to);
  const { from, to, operations, ...settlement } = settle(schemas, rulesOf({ dialect: onServer(dialect, schemas.from), options, model, followers }));
  const candidates = renameCandidates(operations, { schemas: { from, to }, namespace });
  const around = aroundUnmanaged(operations, { from, to });
  const steps = [...renamed, ...around.before, ...order(operations, [from, to]), ...around.after];
  const ordered = steps.filter((operation) => !isOwnNamespace(operation, dataSource));
  const records = recordOperations([...recordedBy(ordered), ...recordsRenamed(renamings, from)], metadataTable, model.records);
  return { ...settlement, operations: [...ordered, ...records], renamed: differencesOf(renamed), candidates, model, schemas: { from, to }, renameSteps: renamed };
}

/** What can be altered in place depends on the version of the server. */
const onServer = (dialect: Dialect, { serverVersion }: Schema): DiffOptions['dialect'] => ({ ...dialect, canAlter: (operation) => dialect.canAlter(operation, serverVersion) });

interface Rules extends Pick<ComparisonRequest, 'options'>, Pick<DiffOptions, 'dialect'> {
  readonly model: EntityModel;
  /** By `refKey`: what is called after something that was renamed. */
  readonly followers: ReadonlySet<string>;
}

const rulesOf = ({ dialect, options, model, followers }: Rules): SettlementRules => ({
  options: {
    dialect,
    isNamed: (ref) => model.named.has(refKey(ref)) || followers.has(refKey(ref)),
    compareType: comparatorOf(options.compareType),
    compareDefault: comparatorOf(options.compareDefault),
  },
  words: { hasMethod: (method) => model.indexMethods.includes(method), hasDefault: (column) => !model.defaultless.has(refKey(column)) },
  accept: options.accept,
});

interface Reading {
  readonly db: CountedQueryable;
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  readonly model: EntityModel;
  readonly scope: ComparedScope;
  readonly namespace: string;
  readonly typed: readonly RenameText[];
  readonly options: CompleteOptions;
}

interface BothSides extends Change<Canonical<Schema>> {
  readonly renamings: readonly Renaming[];
  /** What leads from the names in the database to those in `from`. */
  readonly renamed: readonly Operation[];
  readonly metadataTable: MetadataTable;
}

/** What is (`from`, under the names that the entities use) and what should be (`to`), both as the database spells it. */
function readBoth({ db, dataSource, dialect, model, scope, namespace, typed, options: { onEvent: emit } }: Reading): Promise<BothSides> {
  return dialect.inSnapshot(db, async (snapshot) => {
    const introspect = (looked: Scope): Promise<Canonical<Schema>> =>
      measure(db, () => dialect.introspect(snapshot, looked, dialect.withKeptNames(model.schema).tables), ({ tables }, cost) => emit({ type: 'introspected', tables: tables.length, ...cost }));
    const wide = withMoved(scope, model.renamings, typed);
    const select = (): Schema => dialect.withKeptNames(scope.select(model.schema));
    const before = await introspect(wide);
    const schemas = { from: before, to: select() };
    const renamings = resolveRenames({ schemas, declared: model.renamings, typed, namespace, impliedBy: model.impliedBy });
    const renamed = renameOperations(renamings, schemas);
    if (renamed.length > 0) await snapshot.assume(renamed.flatMap((operation) => dialect.render(operation).map(({ sql }) => sql)));
    const isOther = renamed.length > 0 || wide !== scope;
    const from = isOther ? await introspect(scope) : before;
    const metadataTable = needsRecords(model, from) ? await readMetadataTable(snapshot, dataSource) : missingMetadataTable(dataSource);
    const schema = withKeptViews(isOther ? select() : schemas.to, { from, isLeftAlone: (ref) => scope.excludes(ref) || !isRecorded(ref, model, metadataTable) });
    const desired = { schema, synonyms: model.synonyms };
    const to = await measure(db, () => dialect.canonicalise(snapshot, desired, from), (_, cost) => emit({ type: 'canonicalised', ...cost }));
    return { from, to, renamings, renamed, metadataTable };
  });
}

/** TypeORM records views and generated columns; without any there is nothing to look up. */
const needsRecords = ({ records }: EntityModel, { views, materializedViews, tables }: Schema): boolean =>
  records.size + views.length + materializedViews.length > 0 || tables.some(({ columns }) => columns.some(({ generated }) => generated !== null));

/** A view is known to be an entity's by its record, as TypeORM knows it; any other one was made by somebody who wanted it. */
const isRecorded = (ref: ObjectRef, { records }: EntityModel, metadataTable: MetadataTable): boolean =>
  records.has(refKey(ref)) || metadataTable.records.has(refKey(ref));

interface ViewsThere {
  readonly from: Schema;
  readonly isLeftAlone: (ref: ObjectRef) => boolean;
}

/** The schema with the views of the database that must stay as they are. */
function withKeptViews(schema: Schema, { from, isLeftAlone }: ViewsThere): Schema {
  if (from.views.length + from.materializedViews.length === 0) return schema;
  const wanted = new Set([...schema.views, ...schema.materializedViews].map(nameKey));
  const isKept = (kind: 'view' | 'materializedView', view: QualifiedName): boolean => !wanted.has(nameKey(view)) && isLeftAlone(topLevelRef(kind, view));
  return {
    ...schema,
    views: [...schema.views, ...from.views.filter((view) => isKept('view', view))],
    materializedViews: [...schema.materializedViews, ...from.materializedViews.filter((view) => isKept('materializedView', view))],
  };
}

function readModel(dataSource: DataSource, emit: Emit): EntityModel {
  const model = entityModelOf(dataSource);
  model.unsupported.forEach((what) => emit({ type: 'unsupported', what }));
  return model;
}

const comparatorOf = (option: boolean | ColumnComparator): ColumnComparator => (typeof option === 'function' ? option : option ? noOpinion : () => false);

/** The namespace of the version table is there before the first revision runs, so none has to make it. */
const isOwnNamespace = (operation: Operation, dataSource: DataSource): boolean =>
  operation.verb === 'create' && operation.kind === 'namespace' && operation.value.name === versionTableName(dataSource).schema;

/** Runs one phase of the work, and tells what it cost. */
async function measure<T>(db: CountedQueryable, work: () => Promise<T>, tell: (value: T, cost: Cost) => void): Promise<T> {
  const before = db.roundTrips;
  const startMs = performance.now();
  const value = await work();
  tell(value, { roundTrips: db.roundTrips - before, durationMs: performance.now() - startMs });
  return value;
}

interface Cost {
  readonly roundTrips: number;
  readonly durationMs: number;
}
