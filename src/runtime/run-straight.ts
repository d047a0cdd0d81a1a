import { beforeClient, replaceQuery, sendOver } from '../typeorm/answer.js';
import { queryableOf } from '../typeorm/queryable.js';
import { type CalledStatement, mostTogether, sendTogether } from '../typeorm/send-together.js';
import { fillWithin } from './backfill.js';
import type { Sink } from './context.js';
import { type MigrationRun, runMigration } from './run-migration.js';

/**
 * Runs `up()` or `down()` over a query runner on which a transaction is open, which stays as it is.
 *
 * The statements of operations wait for each other and go out together, before anything else that the migration does to the database; once it
 * marks or ends transactions itself, each goes by itself, as it may then expect a failure where it is.
 */
export async function runStraight(run: Omit<MigrationRun, 'sink'>): Promise<void> {
  const { queryRunner, dialect } = run;
  const send = sendOver(queryRunner);
  const waiting: CalledStatement[] = [];
  let mayWait = true;
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await sendTogether(queryRunner, waiting.splice(0), () => undefined);
  };
  const sendAfter = async (sql: string, parameters?: readonly unknown[]): ReturnType<typeof send> => {
    await flush();
    mayWait &&= dialect.controlsIn(sql).every((control) => control === null);
    return send(sql, parameters);
  };
  const sink: Sink = {
    mode: 'online',
    send: async ({ sql, transactional }, parameters) => {
      if (!mayWait || !transactional || parameters !== undefined || !dialect.isPlainCommand(sql)) return void (await sendAfter(sql, parameters));
      waiting.push({ sql, calledAt: new Error() });
      if (waiting.length >= mostTogether) await flush();
    },
    outside: (work) => work(),
    fill: async (backfill) => void (await fillWithin(queryableOf(queryRunner), dialect, backfill)),
  };
  const perform = async (): Promise<void> => {
    await runMigration({ ...run, sink });
    await flush();
  };
  await replaceQuery(queryRunner, sendAfter, () => beforeClient(queryRunner, flush, perform));
}
