import { Migrator } from '../migrator/migrator.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { loadConfig, type LoadedConfig } from '../typeorm/load-data-source.js';
import type { CommandCall, Session, Surroundings } from './command.js';
import type { CommonOptions } from './common-options.js';
import { migratorOptions } from './migrator-options.js';
import type { Outcome } from './outcome.js';
import { Reporter } from './reporter.js';

/** Runs one command and prints what comes of it. */
export async function runCommand(call: CommandCall, options: CommonOptions): Promise<Outcome['exitCode']> {
  const reporter = new Reporter(process.stdout, process.stderr, options);
  const outcome = await call.perform({ options, reporter, open: (work, instead) => withSession(work, { options: { ...options, ...instead }, reporter }) });
  reporter.conclude(call.name, outcome);
  return outcome.exitCode;
}

/** What a session is made of. */
type Telling = Pick<Surroundings, 'options' | 'reporter'>;

/** Loads the configuration; the connection that `work` opened is closed when it returns or throws. */
async function withSession<T>(work: (session: Session) => Promise<T>, { options, reporter }: Telling): Promise<T> {
  const config = await loadConfig(options.dataSource, options.name);
  const { dataSource } = config;
  const [done] = await Promise.allSettled([workOver(config, work, { options, reporter })]);
  reporter.finish();
  const [closed] = await Promise.allSettled([dataSource.isInitialized ? dataSource.destroy() : undefined]);
  if (done.status === 'rejected') throw done.reason;
  if (closed.status === 'rejected') throw closed.reason;
  return done.value;
}

async function workOver<T>(config: LoadedConfig, work: (session: Session) => Promise<T>, { options, reporter }: Telling): Promise<T> {
  const migrator = new Migrator(config.dataSource, migratorOptions(config, options, reporter));
  return work({ migrator, reporter, namespace: () => defaultNamespaceOf(config.dataSource) });
}
