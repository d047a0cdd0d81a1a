import type { QueryRunner } from 'typeorm';
import { editedOf } from '../migrator/edited.js';
import { readHalfApplied } from '../migrator/half-applied.js';
import type { CompleteOptions } from '../migrator/options.js';
import { Workspace } from '../migrator/workspace.js';
import { shownPath } from '../loader/shown-path.js';
import type { Revision } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import type { LoadedConfig } from '../typeorm/load-data-source.js';
import { namedMigrations } from '../typeorm/named-migrations.js';
import { queryableOf } from '../typeorm/queryable.js';
import { readEntities } from '../typeorm/read-entities.js';
import { lockKeyOf } from '../typeorm/version-statements.js';
import { VersionTable } from '../typeorm/version-table.js';
import { checkBooks, checkEdited, checkInterrupted } from './check-books.js';
import { checkClock, checkNode } from './check-machine.js';
import { checkOwnRunner, checkOwnTransactions, hasOwnRunner, type PendingMigration } from './check-own-runner.js';
import { checkPackages } from './check-packages.js';
import { checkDecorators, checkDirectory, checkEntities, checkGraph, checkSwitches } from './check-project.js';
import { checkExtensions, checkLock, checkPrivileges, checkSearchPath, checkTimeZone, checkVersion } from './check-server.js';
import { attempt, failed, type Finding, good, unknown } from './finding.js';

/** How to get at what is examined. */
export interface Patient {
  /** Loads the file with the DataSource. */
  readonly load: () => Promise<LoadedConfig>;
  /** The options of Limbeck in it. */
  readonly optionsOf: (config: LoadedConfig) => CompleteOptions;
}

/** Looks at all that Limbeck depends on, as far as it can: what cannot be reached is said, and what depends on it is `unknown`. Changes nothing. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const machine = [checkNode()];
  const config = await patient.load().catch((error: unknown) => failed('DataSource', error));
  if ('level' in config) return [...machine, ...checkPackages(`${process.cwd()}/package.json`), config, notLookedAt('the DataSource does not load')];
  const { file, dataSource } = config;
  const project = [...machine, ...checkPackages(file), good('DataSource', shownPath(file)), attempt('decorators', () => checkDecorators(file)), checkSwitches(dataSource)];
  try {
    return [...project, ...(await examineOptions(config, patient))];
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

const notLookedAt = (reason: string): Finding => unknown('the rest', `not looked at: ${reason}`);

async function examineOptions(config: LoadedConfig, { optionsOf }: Patient): Promise<readonly Finding[]> {
  let options: CompleteOptions;
  try {
    options = optionsOf(config);
  } catch (error) {
    return [failed('options', error), notLookedAt('the options are wrong')];
  }
  const workspace = new Workspace(config.dataSource, options);
  const files = [checkDirectory(options), ...examineFiles(workspace, config)];
  return [...files, ...(await examineDatabase(workspace))];
}

function examineFiles(workspace: Workspace, config: LoadedConfig): readonly Finding[] {
  try {
    const graph = workspace.loadGraph();
    return [checkGraph(graph), attempt("TypeORM's runner", () => checkOwnRunner(graph, config))];
  } catch (error) {
    return [failed('revisions', error)];
  }
}

async function examineDatabase(workspace: Workspace): Promise<readonly Finding[]> {
  try {
    return await workspace.withRunner((queryRunner) => examineConnected(workspace, queryRunner));
  } catch (error) {
    return [failed('database', error), notLookedAt('the database was not reached')];
  }
}

async function examineConnected(workspace: Workspace, queryRunner: QueryRunner): Promise<readonly Finding[]> {
  const { dataSource, dialect } = workspace;
  const { schema } = readEntities(dataSource);
  const namespace = defaultNamespaceOf(dataSource);
  const table = new VersionTable(queryRunner);
  const namespaces = [...new Set([namespace, ...schema.namespaces.map(({ name }) => name)])];
  const facts = await dialect.readServerFacts(queryableOf(queryRunner), { namespaces, lock: lockKeyOf(table.name) });
  return [
    checkEntities(dataSource),
    checkVersion(facts),
    ...checkPrivileges(facts, schema),
    checkSearchPath(facts, namespace),
    checkTimeZone(facts, schema),
    checkClock(facts.nowMs),
    checkExtensions(facts, schema),
    checkLock(facts),
    ...(await examineBooks(workspace, table)),
  ];
}

/** The books can only be read where the files can. */
async function examineBooks(workspace: Workspace, table: VersionTable): Promise<readonly Finding[]> {
  try {
    const graph = workspace.loadGraph();
    const rows = workspace.assign(await table.read(), graph, table);
    const books = checkBooks(rows, graph);
    if (rows.unknown.length > 0) return [books];
    return [books, checkInterrupted(await readHalfApplied(workspace)), checkEdited(editedOf(rows.applied)), ...(await examineTransactions(workspace, [...graph.revisions.values()].filter(({ id }) => !rows.applied.has(id))))];
  } catch (error) {
    return [failed('books', error)];
  }
}

/** How TypeORM's own runner would begin what is to run, where it has anything to run. */
async function examineTransactions({ dataSource }: Workspace, pending: readonly Revision[]): Promise<readonly Finding[]> {
  if (!hasOwnRunner(namedMigrations(dataSource))) return [];
  try {
    const migrations = await Promise.all(pending.map(async (revision): Promise<PendingMigration> => ({ revision, migration: await revision.instantiate() })));
    return [checkOwnTransactions(migrations, dataSource)];
  } catch (error) {
    return [failed('transaction mode', error)];
  }
}
