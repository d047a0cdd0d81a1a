import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { BackfillKey, BackfillProgress, KeyValues } from '../dialect/backfill.js';
import type { Dialect, Queryable } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Backfill } from '../operation/operation.js';
import { queryableOf } from '../typeorm/queryable.js';

/** What of a dialect sets rows batch by batch. */
export type BackfillDialect = Pick<Dialect, 'readBackfillKey' | 'nextSpan' | 'fillSpan' | 'wholeFill'>;

/** What a backfill works with. */
export interface BackfillParts {
  readonly db: Pick<Queryable, 'query'>;
  readonly dialect: BackfillDialect;
  /** Where a run before this one has come to. */
  readonly from: BackfillProgress;
  /** Does one batch, and keeps all of it or nothing. */
  readonly commit: (batch: () => Promise<BackfillProgress>) => Promise<BackfillProgress>;
  /** Is told of each batch that is kept. */
  readonly onBatch: (progress: BackfillProgress, key: BackfillKey) => void;
}

/** Before the first row. */
export const notBegun: BackfillProgress = { pass: 1, after: null, seen: 0, setInPass: 0, set: 0, left: 0, isDone: false };

/** How many passes may find something to set before it is clear that others go on making rows that lack it. */
const mostPasses = 5;

/**
 * Sets the rows batch by batch, in the order of a key, and gives what came of it.
 *
 * What is inserted behind the place to which it has come is found by another pass, so it ends with a pass that finds nothing to set. Where
 * the condition still holds for rows that are set, another pass would set them again; then one pass is all.
 *
 * @throws {LimbeckError} `operation/no-key`, `operation/key-is-set`, `operation/backfill-endless`.
 */
export async function fill(backfill: Backfill, parts: BackfillParts): Promise<BackfillProgress> {
  const { db, dialect, from, commit, onBatch } = parts;
  const key = await dialect.readBackfillKey(db, backfill);
  // What the server does not understand is refused before the first batch, and in an empty table too. Nothing is executed.
  await db.query(`EXPLAIN ${dialect.wholeFill(backfill)}`);
  let progress = from;
  while (!progress.isDone) {
    const before = progress;
    progress = await commit(() => fillNext(backfill, key, { db, dialect, from: before }));
    onBatch(progress, key);
    requireEnding(backfill, progress.pass - from.pass);
    if (progress.set > before.set && backfill.pauseMs > 0) await sleep(backfill.pauseMs);
  }
  return progress;
}

/** Sets the rows within whatever transaction is open. */
export const fillWithin = (db: BackfillParts['db'], dialect: BackfillDialect, backfill: Backfill): Promise<BackfillProgress> =>
  fill(backfill, { db, dialect, from: notBegun, commit: (batch) => batch(), onBatch: () => undefined });

/** Sets the rows over a query runner that is in no transaction, each batch in one of its own. */
export const fillOver = (queryRunner: QueryRunner, dialect: BackfillDialect, backfill: Backfill): Promise<BackfillProgress> =>
  fill(backfill, {
    db: queryableOf(queryRunner),
    dialect,
    from: notBegun,
    commit: (batch) => queryRunner.manager.transaction(batch),
    onBatch: () => undefined,
  });

async function fillNext(backfill: Backfill, key: BackfillKey, { db, dialect, from }: Pick<BackfillParts, 'db' | 'dialect' | 'from'>): Promise<BackfillProgress> {
  const span = dialect.nextSpan(backfill, key, from.after);
  const [end] = (await db.query(span.sql, span.parameters)) as unknown as readonly { readonly upTo: KeyValues; readonly seen: number }[];
  if (end === undefined) return endPass(backfill, from);
  const filling = dialect.fillSpan(backfill, key, { after: from.after, upTo: end.upTo });
  const [done] = (await db.query(filling.sql, filling.parameters)) as unknown as readonly { readonly set: number; readonly left: number }[];
  const [set, left] = [done?.set ?? 0, done?.left ?? 0];
  return { ...from, after: end.upTo, seen: from.seen + end.seen, setInPass: from.setInPass + set, set: from.set + set, left: from.left + left };
}

function endPass({ where }: Backfill, progress: BackfillProgress): BackfillProgress {
  const isDone = where === null || progress.setInPass === 0 || progress.left > 0;
  return isDone ? { ...progress, isDone } : { ...progress, pass: progress.pass + 1, after: null, seen: 0, setInPass: 0 };
}

function requireEnding({ table }: Backfill, passes: number): void {
  if (passes >= mostPasses) throw new LimbeckError('operation/backfill-endless', { table: `${table.schema}.${table.name}`, passes });
}
