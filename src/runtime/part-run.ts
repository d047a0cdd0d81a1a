import { setTimeout as sleep } from 'node:timers/promises';
import type { RunSession } from '../dialect/run-session.js';
import type { RevisionId } from '../revision/revision.js';
import { sendOver } from '../typeorm/answer.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import type { HalfDone } from '../typeorm/journal-table.js';
import { isLockConflict } from '../typeorm/server-error.js';
import { describeFailure } from './failure.js';
import { Journaled } from './journaled.js';
import { LockWatch } from './lock-watch.js';
import { keepBooksAndCommit } from '../typeorm/books.js';
import { lineOf, recordOf, recordRevision, runRevision } from './run-revision.js';
import type { Part, Run, Step } from './run.js';
import type { TransactionAhead } from './transaction-ahead.js';
import type { StatementLine } from './statement-line.js';
import { begin, commit, commitAfter, rollBack } from './transaction.js';

/** What the parts of a run share. */
export interface PartSurroundings {
  readonly run: Run;
  readonly session: RunSession;
  /** The revisions of the run that are committed. */
  readonly done: RevisionId[];
  readonly ahead: TransactionAhead;
  /** Whether the next part is a transaction, too. */
  readonly isFollowed: boolean;
}

/** The longest pause before another attempt, in milliseconds; the first is a second, or as long as the server waited for the lock. */
const longestPauseMs = 30_000;
const firstPauseMs = 1000;

/** One part of a run: revisions that are committed together. */
export class PartRun {
  /** Those that ran and are not committed. */
  #ran: { readonly step: Step; readonly durationMs: number }[] = [];
  #current: Step;
  #line: StatementLine | null = null;
  #journaled: Journaled | null = null;
  /** What is to be written into the books before the commit. */
  #unsent: string | null = null;
  readonly #watch: LockWatch;

  constructor(
    private readonly part: Part,
    private readonly surroundings: PartSurroundings,
  ) {
    const { run, session } = surroundings;
    [this.#current] = part.steps;
    this.#watch = new LockWatch({
      dataSource: dataSourceOf(run.queryRunner),
      dialect: run.dialect,
      session,
      onBlocked: (sql, blockers) => run.emit({ type: 'run.blocked', revision: this.#current.revision.id, sql, blockers }),
    });
  }

  /**
   * Runs and commits the part; what does not get a lock, or is the victim of a deadlock, is rolled back and begins anew, as often as it may.
   *
   * @param halves What runs before this one left half done.
   * @throws {LimbeckError} `run/…`.
   */
  async perform(halves: readonly HalfDone[]): Promise<void> {
    const { run } = this.surroundings;
    let known = halves;
    for (let attempt = 1; ; attempt += 1) {
      const failures = await this.#attempt(known);
      if (failures.length === 0) return;
      // What got on meanwhile is not stuck: each batch of a backfill may be tried as often as a revision.
      if (this.#journaled?.hasAdvanced === true) attempt = 1;
      if (!isLockConflict(failures[0]) || attempt > run.lockRetries || run.queryRunner.isReleased) throw this.#describe(failures, attempt);
      await this.#pause(attempt);
      known = await run.journal.read();
    }
  }

  /** Gives why it failed, and the failures of the rollback; nothing when all is committed. */
  async #attempt(halves: readonly HalfDone[]): Promise<readonly unknown[]> {
    const { run, done } = this.surroundings;
    try {
      for (const step of this.part.steps.filter(({ revision }) => !done.includes(revision.id))) await this.#runStep(step, halves);
      await this.#commit();
      this.#tellCommitted();
      return [];
    } catch (error) {
      const failures = [error, ...(this.#journaled?.troubles ?? []), ...(await rollBack(run.queryRunner, this.#line?.isOpen ?? false))];
      this.#ran = [];
      this.#line = null;
      this.#unsent = null;
      return failures;
    }
  }

  async #runStep(step: Step, halves: readonly HalfDone[]): Promise<void> {
    const { run } = this.surroundings;
    this.#current = step;
    const journaled = this.#journalOf(step, halves);
    this.#journaled = journaled;
    if (this.part.isTransaction && !(this.#line?.isOpen ?? false)) await this.surroundings.ahead.begin();
    const startMs = performance.now();
    const surroundings = { run, step, outside: journaled, watch: this.#watch, isOpen: this.part.isTransaction };
    const line = lineOf(surroundings);
    this.#line = line;
    await runRevision(surroundings, line);
    await this.#record(step, startMs);
    this.#ran.push({ step, durationMs: performance.now() - startMs });
  }

  #journalOf({ revision }: Step, halves: readonly HalfDone[]): Journaled {
    const { run } = this.surroundings;
    const key = { revision: revision.id, direction: run.direction };
    const entries = halves.find((half) => half.revision === key.revision && half.direction === key.direction)?.entries ?? [];
    if (entries.length > 0) run.emit({ type: 'revision.resumed', ...key, statements: entries.filter(({ state }) => state === 'done').length });
    return new Journaled({
      queryRunner: run.queryRunner,
      send: (sql, parameters) => this.#watch.over(() => sql, () => sendOver(run.queryRunner)(sql, parameters)),
      dialect: run.dialect,
      journal: run.journal,
      key,
      entries,
      onCommit: (sql) => this.#tellCommittedEarly(sql),
      emit: run.emit,
    });
  }

  async #commit(): Promise<void> {
    const { ahead, isFollowed, run: { queryRunner, table } } = this.surroundings;
    const record = this.#unsent;
    if (record === null) await commit(queryRunner, this.#line?.isOpen ?? false);
    else await keepBooksAndCommit(table.name, sendOver(queryRunner), () => (isFollowed ? ahead.commitAndBegin(record) : commitAfter(queryRunner, record)));
  }

  /** The row, and with it the journal, is of one piece. That of the last revision goes out together with the commit. */
  async #record(step: Step, startMs: number): Promise<void> {
    const { run } = this.surroundings;
    const isUsed = this.#journaled?.isUsed ?? false;
    if (!isUsed && this.#line?.isOpen === true && step === this.part.steps.at(-1)) {
      this.#unsent = recordOf(run, step, performance.now() - startMs);
      return;
    }
    const isAlone = this.#line?.isOpen === false && isUsed;
    if (isAlone) await begin(run.queryRunner);
    await recordRevision(run, step, performance.now() - startMs);
    if (isUsed) await run.journal.clear({ revision: step.revision.id, direction: run.direction });
    if (isAlone) await commit(run.queryRunner, true);
  }

  #tellCommittedEarly(sql: string | null): void {
    this.#tellCommitted();
    if (sql !== null) this.surroundings.run.emit({ type: 'revision.committed-early', revision: this.#current.revision.id, sql });
  }

  #tellCommitted(): void {
    const { run, done } = this.surroundings;
    for (const { step, durationMs } of this.#ran) {
      done.push(step.revision.id);
      run.emit({ type: 'revision.finished', revision: step.revision.id, message: step.revision.message, direction: run.direction, durationMs });
    }
    this.#ran = [];
  }

  async #pause(attempt: number): Promise<void> {
    const { run, session } = this.surroundings;
    const longMs = Math.min(longestPauseMs, (session.lockTimeoutMs > 0 ? session.lockTimeoutMs : firstPauseMs) * 2 ** (attempt - 1));
    const waitMs = Math.round(longMs * (0.5 + Math.random()));
    run.emit({ type: 'run.retried', revision: this.#current.revision.id, attempt: attempt + 1, attempts: run.lockRetries + 1, waitMs, blockers: this.#watch.seen });
    await sleep(waitMs);
  }

  #describe(failures: readonly unknown[], attempts: number): unknown {
    const { run, done } = this.surroundings;
    const undone = this.part.steps.length > 1 ? 'run' : 'revision';
    const rolledBack = this.#journaled?.isUsed === true ? 'nothing' : undone;
    const { queryRunner, direction } = run;
    return describeFailure(failures, { queryRunner, direction, revision: this.#current.revision, rolledBack, done, attempts, blockers: this.#watch.seen });
  }
}
