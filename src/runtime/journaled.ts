import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import { type Answer, noAnswer, type Send } from '../typeorm/answer.js';
import type { JournalEntry, JournalKey, JournalTable } from '../typeorm/journal-table.js';
import { queryableOver } from '../typeorm/queryable.js';
import { isConnectionLost, isLockTimeout, isUntransactional, readServerError } from '../typeorm/server-error.js';
import { type BackfillDialect, fill, notBegun } from './backfill.js';
import { tellBackfill } from './backfill-events.js';
import type { Emit } from './events.js';
import { fingerprint } from './fingerprint.js';
import { commit } from './transaction.js';
import { type KeptStatement, mostKeptRows, type Outside, type SentBackfill, type SentStatement } from './statement-line.js';

/** How long to wait before another look at what somebody else is doing, in milliseconds. */
const betweenLooksMs = 500;

export interface JournaledParts {
  readonly queryRunner: QueryRunner;
  readonly send: Send;
  readonly dialect: Pick<Dialect, 'isOfSession' | 'settleInterrupted' | 'sessionsAt'> & BackfillDialect;
  readonly journal: JournalTable;
  readonly key: JournalKey;
  /** What a run before this one did of the revision. */
  readonly entries: readonly JournalEntry[];
  /** Is told when a transaction was committed before the end of the revision; `sql`: the revision itself ended that of the run with it. */
  readonly onCommit: (sql: string | null) => void;
  /** Is told how far a backfill is. */
  readonly emit: Emit;
}

/**
 * Writes down what cannot be rolled back, so that an interrupted revision goes on at the very statement.
 *
 * A statement goes into one transaction with its entry, so that either both are there or none. One that cannot run in a transaction is
 * entered as started, run, and entered as done. What a statement gave is kept with it: when the revision runs again from its beginning, its
 * code sees the same answers, takes the same way, and sends again only what was not done.
 */
export class Journaled implements Outside {
  readonly #entries: ReadonlyMap<number, JournalEntry>;
  #isUsed: boolean;
  #hasAdvanced = false;
  readonly #troubles: unknown[] = [];

  constructor(private readonly parts: JournaledParts) {
    this.#entries = new Map(parts.entries.map((entry) => [entry.position, entry]));
    this.#isUsed = parts.entries.length > 0;
  }

  /** Whether the journal holds something of this revision. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Whether it has committed something that need not be done again. */
  get hasAdvanced(): boolean {
    return this.#hasAdvanced;
  }

  /** What failed besides, while it wrote down that a statement had failed. */
  get troubles(): readonly unknown[] {
    return this.#troubles;
  }

  async recall({ sql, parameters, position }: SentStatement): Promise<Answer | null> {
    const entry = this.#entries.get(position);
    if (entry === undefined) return null;
    if (entry.state === 'failed') {
      await this.#settle(entry);
      return null;
    }
    this.#requireSame(entry, { sql, parameters, position });
    return entry.state === 'done' ? entry.answer : this.#recallStarted(entry);
  }

  async send(statement: SentStatement): Promise<Answer> {
    await this.parts.journal.prepare();
    return (statement.transactional ? await this.#sendInOne(statement) : null) ?? this.#sendMarked(statement);
  }

  /** Each batch is committed together with how far it leads. How large batches are, and the pauses between them, may change from one run to the next. */
  async fill({ backfill, sql, position }: SentBackfill): Promise<void> {
    const { journal, key, dialect, send, emit } = this.parts;
    const known = this.#entries.get(position);
    if (known !== undefined && known.state !== 'failed') this.#requireSame(known, { sql, parameters: [], position });
    if (known?.state === 'done') return;
    await journal.prepare();
    const from = known?.progress ?? notBegun;
    await fill(backfill, {
      db: queryableOver(send),
      dialect,
      from,
      commit: (batch) =>
        this.#inTransaction(async () => {
          const progress = await batch();
          const state = progress.isDone ? 'done' : 'underway';
          await journal.write(key, [{ position, state, checksum: fingerprint(sql, []), sql, answer: progress.isDone ? noAnswer : null, progress }]);
          return progress;
        }),
      onBatch: tellBackfill({ emit, revision: key.revision, table: backfill.table, from }),
    });
  }

  async commit(kept: readonly KeptStatement[] | null, sql: string, send: () => Promise<Answer>): Promise<Answer> {
    const { journal, key } = this.parts;
    if (kept === null) throw new LimbeckError('run/too-much-to-remember', { revision: key.revision, sql, rows: mostKeptRows });
    if (kept.length > 0) {
      await journal.prepare();
      await journal.write(key, kept.map((each) => this.#entryOf(each, 'done', each.answer)));
    }
    const answer = await send();
    this.#isUsed ||= kept.length > 0;
    return answer;
  }

  committed(sql: string | null): void {
    this.parts.onCommit(sql);
  }

  allowRollback(sql: string, isOurs: boolean): void {
    if (isOurs) throw new LimbeckError('run/rolled-back-inside', { revision: this.parts.key.revision, sql });
  }

  /** Through the query runner, so that TypeORM knows of it too. */
  async leave(): Promise<void> {
    await commit(this.parts.queryRunner, false);
  }

  async enter(): Promise<void> {
    await this.parts.queryRunner.startTransaction();
  }

  /** `null`: the server runs it outside a transaction only. */
  async #sendInOne(statement: SentStatement): Promise<Answer | null> {
    const { send, journal, key } = this.parts;
    try {
      return await this.#inTransaction(async () => {
        const answer = await send(statement.sql, statement.parameters);
        await journal.write(key, [this.#entryOf(statement, 'done', answer)]);
        return answer;
      });
    } catch (error) {
      if (isUntransactional(error)) return null;
      throw error;
    }
  }

  /** Does what belongs together with its entry. */
  async #inTransaction<T>(work: () => Promise<T>): Promise<T> {
    const { send } = this.parts;
    await send('START TRANSACTION');
    try {
      const result = await work();
      await send('COMMIT');
      this.#isUsed = true;
      this.#hasAdvanced = true;
      return result;
    } catch (error) {
      if (!isConnectionLost(error)) await send('ROLLBACK');
      throw error;
    }
  }

  #requireSame(entry: JournalEntry, { sql, parameters, position }: Pick<SentStatement, 'sql' | 'parameters' | 'position'>): void {
    if (entry.checksum === fingerprint(sql, parameters)) return;
    throw new LimbeckError('run/journal-mismatch', { ...this.parts.key, position: position + 1, expected: entry.sql, found: sql });
  }

  async #sendMarked(statement: SentStatement): Promise<Answer> {
    const { send, journal, key } = this.parts;
    await journal.write(key, [this.#entryOf(statement, 'started', null)]);
    this.#isUsed = true;
    try {
      const answer = await send(statement.sql, statement.parameters);
      await journal.write(key, [this.#entryOf(statement, 'done', answer)]);
      return answer;
    } catch (error) {
      if (!isConnectionLost(error) && readServerError(error) !== null) await this.#markFailed(statement, error).catch((trouble: unknown) => this.#troubles.push(trouble));
      throw error;
    }
  }

  /** What it left half done goes at once, as an invalid index costs every writer; where it is tried again soon, it goes then. */
  async #markFailed(statement: SentStatement, error: unknown): Promise<void> {
    const { journal, key } = this.parts;
    const entry = this.#entryOf(statement, 'failed', null);
    await journal.write(key, [entry]);
    if (!isLockTimeout(error)) await this.#settle(entry);
  }

  async #recallStarted(entry: JournalEntry): Promise<Answer | null> {
    const { journal, key } = this.parts;
    const outcome = await this.#settleInTime(entry);
    if (outcome === null) throw new LimbeckError('run/unknown-outcome', { revision: key.revision, sql: entry.sql, position: entry.position + 1 });
    if (outcome === 'undone') return null;
    await journal.write(key, [{ ...entry, state: 'done', answer: noAnswer }]);
    return noAnswer;
  }

  /** The server may go on with the statement of a client that was cut off; so that is waited for, which is told once. */
  async #settleInTime(entry: JournalEntry): Promise<'done' | 'undone' | null> {
    const { send, dialect, emit, key } = this.parts;
    for (let isTold = false; ; isTold = true) {
      const outcome = await this.#settle(entry);
      if (outcome !== 'underway') return outcome;
      if (!isTold) emit({ type: 'run.blocked', revision: key.revision, sql: entry.sql, blockers: await dialect.sessionsAt(queryableOver(send), entry.sql) });
      await sleep(betweenLooksMs);
    }
  }

  #settle({ sql }: JournalEntry): ReturnType<Dialect['settleInterrupted']> {
    return this.parts.dialect.settleInterrupted(queryableOver(this.parts.send), sql);
  }

  #entryOf({ sql, parameters, position }: SentStatement, state: JournalEntry['state'], answer: Answer | null): JournalEntry {
    return { position, state, checksum: fingerprint(sql, parameters), sql, answer: this.parts.dialect.isOfSession(sql) ? null : answer, progress: null };
  }
}
