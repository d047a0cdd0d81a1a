import { dirname, resolve } from 'node:path';
import { shownPath } from '../loader/shown-path.js';
import { Migrator } from '../migrator/migrator.js';
import { completeOptions, type MigratorOptions } from '../migrator/options.js';
import type { Operation } from '../operation/operation.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { loadConfig, type LoadedConfig } from '../typeorm/load-data-source.js';
import type { CommandCall, CommonOptions } from './arguments.js';
import { askAtTerminal, isAtTerminal } from './ask-renames.js';
import { guardCallbacks } from './guard-callbacks.js';
import { isNoConnection, printDifference, printOperations, printRevision, printStep, type Marks } from './print.js';
import { printDirections, printScript } from './print-shown.js';
import { Reporter } from './reporter.js';

/** 0: done. 1: `check` found a difference. */
type Result = 0 | 1;

interface Session {
  readonly migrator: Migrator;
  readonly reporter: Reporter;
  /** The namespace that is left out of names. */
  readonly namespace: () => string;
}

/** Runs one command and prints what comes of it; the connection that it opened is closed when it returns or throws. */
export async function runCommand(call: CommandCall, options: CommonOptions): Promise<Result> {
  const config = await loadConfig(options.dataSource);
  const reporter = new Reporter(process.stdout, process.stderr);
  const [done] = await Promise.allSettled([runWith(config, call, { options, reporter })]);
  reporter.finish();
  const [closed] = await Promise.allSettled([config.dataSource.isInitialized ? config.dataSource.destroy() : undefined]);
  if (done.status === 'rejected') throw done.reason;
  if (closed.status === 'rejected') throw closed.reason;
  return done.value;
}

interface Surroundings {
  readonly options: CommonOptions;
  readonly reporter: Reporter;
}

async function runWith(config: LoadedConfig, call: CommandCall, { options, reporter }: Surroundings): Promise<Result> {
  const migrator = new Migrator(config.dataSource, migratorOptions(config, options, reporter));
  return perform(call, { migrator, reporter, namespace: () => defaultNamespaceOf(config.dataSource) });
}

/**
 * What was said on the command line wins over what stands beside the data source; a folder is relative to where it was said.
 *
 * @throws {LimbeckError} `config/bad-option`, `config/unknown-option`.
 */
function migratorOptions({ options, file }: LoadedConfig, said: CommonOptions, reporter: Reporter): MigratorOptions {
  const beside = guardCallbacks(completeOptions(options === undefined ? {} : options, dirname(file)));
  return {
    ...beside,
    compareType: said.compareType ?? beside.compareType,
    compareDefault: said.compareDefault ?? beside.compareDefault,
    directory: said.directory === undefined ? beside.directory : resolve(said.directory),
    onEvent: (event) => {
      reporter.onEvent(event);
      beside.onEvent(event);
    },
  };
}

function perform(call: CommandCall, session: Session): Promise<Result> {
  switch (call.name) {
    case 'revision':
      return revision(call, session);
    case 'show':
      return show(call, session);
    case 'upgrade':
      return upgrade(call.target, session);
    case 'downgrade':
      return downgrade(call.target, session);
    case 'current':
      return current(session);
    case 'history':
      return history(session);
    case 'heads':
      return heads(session);
    case 'check':
      return check(call.renames, session);
    case 'diff':
      return diff(call.renames, session);
  }
}

const inSync = 'The database is as the entities say.';
const noRevisions = 'There are no revisions.';

async function revision(request: Extract<CommandCall, { name: 'revision' }>, session: Session): Promise<Result> {
  const { migrator, reporter } = session;
  const { name: _, ...revisionRequest } = request;
  const written = await migrator.revision({ ...revisionRequest, ...(isAtTerminal() ? { chooseRenames: askAtTerminal } : {}) });
  if (written === null) {
    reporter.print(reporter.isDiscarded ? 'Nothing was written.' : `${inSync} Nothing was written.`);
    return 0;
  }
  for (const { path, operations } of [written, ...written.further]) {
    reporter.print(shownPath(path));
    printAll(operations, session);
  }
  return 0;
}

async function show({ target, sql }: Extract<CommandCall, { name: 'show' }>, { migrator, reporter, namespace }: Session): Promise<Result> {
  const shown = await migrator.show(target);
  const marks: Marks = { heads: idsOf(await migrator.heads()), current: new Set() };
  reporter.print(sql ? printScript(shown) : `${printStep(shown.revision, marks, reporter.paint)}\n${shownPath(shown.revision.file)}\n${printDirections(shown, namespace())}`);
  return 0;
}

async function upgrade(target: string, { migrator, reporter }: Session): Promise<Result> {
  const ran = await migrator.upgrade(target);
  if (ran.length === 0) reporter.print('Nothing to upgrade.');
  return 0;
}

async function downgrade(target: string, { migrator, reporter }: Session): Promise<Result> {
  const ran = await migrator.downgrade(target);
  if (ran.length === 0) reporter.print('Nothing to downgrade.');
  return 0;
}

async function current({ migrator, reporter }: Session): Promise<Result> {
  const marks: Marks = { heads: idsOf(await migrator.heads()), current: new Set() };
  const applied = await migrator.current();
  for (const each of applied) reporter.print(printRevision(each, marks, reporter.paint));
  if (applied.length === 0) reporter.print('No revision is applied.');
  return 0;
}

async function history(session: Session): Promise<Result> {
  const { migrator, reporter } = session;
  const all = await migrator.history();
  const marks: Marks = { heads: idsOf(await migrator.heads()), current: idsOf(all.length === 0 ? [] : await currentIfKnown(session)) };
  for (const each of all) reporter.print(printStep(each, marks, reporter.paint));
  if (all.length === 0) reporter.print(noRevisions);
  return 0;
}

/** A list of files can be read without a database; then nothing in it is current. */
async function currentIfKnown({ migrator, reporter }: Session): Promise<readonly Revision[]> {
  try {
    return await migrator.current();
  } catch (error) {
    if (!isNoConnection(error)) throw error;
    reporter.note(`what is current is not known. ${error.message}`);
    return [];
  }
}

async function heads({ migrator, reporter }: Session): Promise<Result> {
  const found = await migrator.heads();
  const marks: Marks = { heads: idsOf(found), current: new Set() };
  for (const each of found) reporter.print(printRevision(each, marks, reporter.paint));
  if (found.length === 0) reporter.print(noRevisions);
  return 0;
}

async function check(renames: readonly string[], session: Session): Promise<Result> {
  const operations = await session.migrator.check({ renames });
  showDifference(operations, session);
  return operations.length === 0 ? 0 : 1;
}

async function diff(renames: readonly string[], session: Session): Promise<Result> {
  showDifference(await session.migrator.diff({ renames }), session);
  return 0;
}

function showDifference(operations: readonly Operation[], session: Session): void {
  session.reporter.print(operations.length === 0 ? inSync : printDifference(operations));
  printAll(operations, session);
}

function printAll(operations: readonly Operation[], { reporter, namespace }: Session): void {
  if (operations.length > 0) reporter.print(printOperations(operations, { namespace: namespace(), hazards: reporter.hazards, paint: reporter.paint }));
}

const idsOf = (revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(revisions.map(({ id }) => id));
