import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { BackfillKey, BackfillProgress, KeyValues } from '../dialect/backfill.js';
import type { Dialect, Queryable } from '../dialect/dialect.js';
import type { Backfill } from '../operation/operation.js';
import { queryableOf } from '../typeorm/queryable.js';

/** What a backfill works with. */
export interface BackfillParts {
  readonly db: Pick<Queryable, 'query'>;
  readonly dialect: Pick<Dialect, 'readBackfillKey' | 'nextSpan' | 'fillSpan'>;
  /** Where a run before this one has come to. */
  readonly from: BackfillProgress;
  /** Does one batch, which is kept as a whole, together with where it leads. */
  readonly commit: (batch: () => Promise<BackfillProgress>) => Promise<BackfillProgress>;
  /** Is told of each batch that is kept. */
  readonly onBatch: (progress: BackfillProgress, key: BackfillKey) => void;
}

/** Sets the rows within whatever transaction the query runner is in. */
export const fillWithin = (db: BackfillParts['db'], dialect: BackfillParts['dialect'], backfill: Backfill): Promise<BackfillProgress> =>
  fill(backfill, { db, dialect, from: notBegun, commit: (batch) => batch(), onBatch: () => undefined });

/** Sets the rows over a query runner that is in no transaction, each batch in one of its own. */
export const fillOver = (queryRunner: QueryRunner, dialect: BackfillParts['dialect'], backfill: Backfill): Promise<BackfillProgress> =>
  fill(backfill, {
    db: queryableOf(queryRunner),
    dialect,
    from: notBegun,
    commit: (batch) => queryRunner.manager.transaction(batch),
    onBatch: () => undefined,
  });

/** Before the first row. */
export const notBegun: BackfillProgress = { pass: 1, after: null, seen: 0, setInPass: 0, set: 0, left: 0, isDone: false };

/**
 * Sets the rows batch by batch, in the order of a key, and gives what came of it.
 *
 * What is inserted behind the place to which it has come is found by another pass, so it ends with a pass that finds nothing to set. Where
 * the condition still holds for rows that are set, another pass would set them again; then one pass is all.
 *
 * @throws {LimbeckError} `operation/no-key`, `operation/key-is-set`.
 */
export async function fill(backfill: Backfill, parts: BackfillParts): Promise<BackfillProgress> {
  const { db, dialect, from, commit, onBatch } = parts;
  const key = await dialect.readBackfillKey(db, backfill);
  let progress = from;
  while (!progress.isDone) {
    const before = progress;
    progress = await commit(() => fillNext(backfill, key, { ...parts, from: before }));
    onBatch(progress, key);
    if (progress.set > before.set && backfill.pauseMs > 0) await sleep(backfill.pauseMs);
  }
  return progress;
}

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
