import type { Dialect } from '../dialect/dialect.js';
import { beforeClient, replaceQuery, sendOver } from '../typeorm/answer.js';
import { sendTogether } from '../typeorm/send-together.js';
import type { Sink } from './context.js';
import { callHook, noHooks } from './hooks.js';
import type { LockWatch } from './lock-watch.js';
import { runMigration } from './run-migration.js';
import type { Run, Step } from './run.js';
import { type Outside, StatementLine, type WaitingStatement } from './statement-line.js';

/** What a revision runs in. */
export interface Surroundings {
  readonly run: Run;
  readonly step: Step;
  readonly outside: Outside;
  readonly watch: LockWatch;
  /** Whether a transaction is open, and is that in which it runs. */
  readonly isOpen: boolean;
}

/** The line over which a revision sends all its statements. */
export function lineOf(surroundings: Surroundings): StatementLine {
  const { run: { queryRunner, dialect, hooks, direction }, step: { revision }, outside, watch, isOpen } = surroundings;
  const send = sendOver(queryRunner);
  const isWatched = hooks.onStatement !== noHooks.onStatement || outside.isUsed;
  return new StatementLine({
    send: (sql, parameters) => watch.over(() => sql, () => send(sql, parameters)),
    sendTogether: isWatched ? null : (statements) => sendWatched(statements, surroundings),
    dialect: dialect satisfies Pick<Dialect, 'controlsIn' | 'isPlainCommand' | 'wholeFill'>,
    outside,
    isOpen,
    onStatement: ({ sql, parameters }, durationMs) =>
      callHook('onStatement', revision, () => hooks.onStatement({ revision, direction, sql, parameters, durationMs })),
  });
}

/** Over which the watch sees how far the server is. */
async function sendWatched(statements: readonly WaitingStatement[], { run: { queryRunner }, watch }: Surroundings): Promise<void> {
  let done = 0;
  await watch.over(
    () => statements[done]?.sql ?? '',
    () => sendTogether(queryRunner, statements, () => (done += 1)),
  );
}

/** Runs `up()` or `down()`, and the hooks before and after it. */
export async function runRevision({ run, step }: Surroundings, line: StatementLine): Promise<void> {
  const { queryRunner, dialect, direction, hooks } = run;
  const { revision, migration, position, total } = step;
  run.emit({ type: 'revision.started', revision: revision.id, message: revision.message, direction, position, total });
  const sink: Sink = {
    mode: 'online',
    send: async ({ sql, transactional }, parameters) =>
      parameters === undefined ? line.put(sql, transactional) : void (await line.send(sql, parameters, transactional)),
    outside: (work) => line.outside(work),
    fill: (backfill) => line.fill(backfill),
  };
  await callHook('beforeRevision', revision, () => hooks.beforeRevision({ revision, direction, queryRunner }));
  const send = (sql: string, parameters?: readonly unknown[]) => line.send(sql, parameters);
  const perform = async (): Promise<void> => {
    await runMigration({ queryRunner, dialect, revision: revision.id, migration, direction, arguments: run.arguments, sink });
    await line.end();
  };
  await replaceQuery(queryRunner, send, () => beforeClient(queryRunner, () => line.flush(), perform));
  await callHook('afterRevision', revision, () => hooks.afterRevision({ revision, direction, queryRunner }));
}

/** The statement that writes into the table what a revision that ran means. */
export const recordOf = ({ table, direction }: Run, { revision, rows }: Step, durationMs: number): string =>
  direction === 'up' ? table.insertion(revision, durationMs) : table.deletion(rows);

/** Writes into the table what a revision that ran means. */
export async function recordRevision({ table, direction }: Run, { revision, rows }: Step, durationMs: number): Promise<void> {
  if (direction === 'up') await table.insert(revision, durationMs);
  else await table.delete(rows);
}
