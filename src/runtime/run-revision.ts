import type { Dialect } from '../dialect/dialect.js';
import { replaceQuery, sendOver } from '../typeorm/answer.js';
import type { Sink } from './context.js';
import { callHook } from './hooks.js';
import type { LockWatch } from './lock-watch.js';
import { runMigration } from './run-migration.js';
import type { Run, Step } from './run.js';
import { type Outside, StatementLine } from './statement-line.js';

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
export function lineOf({ run: { queryRunner, dialect, hooks, direction }, step: { revision }, outside, watch, isOpen }: Surroundings): StatementLine {
  const send = sendOver(queryRunner);
  return new StatementLine({
    send: (sql, parameters) => watch.over(sql, () => send(sql, parameters)),
    dialect: dialect satisfies Pick<Dialect, 'controlsIn' | 'wholeFill'>,
    outside,
    isOpen,
    onStatement: ({ sql, parameters }, durationMs) =>
      callHook('onStatement', revision, () => hooks.onStatement({ revision, direction, sql, parameters, durationMs })),
  });
}

/** Runs `up()` or `down()`, and the hooks before and after it. */
export async function runRevision({ run, step }: Surroundings, line: StatementLine): Promise<void> {
  const { queryRunner, dialect, direction, hooks } = run;
  const { revision, migration, position, total } = step;
  run.emit({ type: 'revision.started', revision: revision.id, message: revision.message, direction, position, total });
  const sink: Sink = {
    mode: 'online',
    send: async ({ sql, transactional }, parameters = []) => void (await line.send(sql, parameters, transactional)),
    outside: (work) => line.outside(work),
    fill: (backfill) => line.fill(backfill),
  };
  await callHook('beforeRevision', revision, () => hooks.beforeRevision({ revision, direction, queryRunner }));
  const send = (sql: string, parameters?: readonly unknown[]) => line.send(sql, parameters);
  await replaceQuery(queryRunner, send, () => runMigration({ queryRunner, dialect, revision: revision.id, migration, direction, arguments: run.arguments, sink }));
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
