import type { Dialect } from '../dialect/dialect.js';
import type { TransactionControl } from '../dialect/transaction-control.js';
import type { Backfill } from '../operation/operation.js';
import { type Answer, noAnswer, type Send } from '../typeorm/answer.js';
import { mostTogether } from '../typeorm/send-together.js';

/** A statement that a revision sends. */
export interface SentStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** `false`: it is known that it cannot run inside a transaction. */
  readonly transactional: boolean;
  /** Its number among those that the revision sends, from 0; those that begin and end transactions have none. */
  readonly position: number;
}

/** A statement whose answer nobody asks for. */
export interface WaitingStatement extends SentStatement {
  /** Its stack leads to the call. */
  readonly calledAt: Error;
}

/** A backfill that a revision does. */
export interface SentBackfill {
  readonly backfill: Backfill;
  /** The one statement that would do the whole of it. */
  readonly sql: string;
  /** As that of a statement. */
  readonly position: number;
}

/** The most rows that are kept of what a transaction reads, for the case that it is ended before the end of its revision. */
export const mostKeptRows = 10_000;

/** What was sent inside a transaction, and what it gave. */
export interface KeptStatement extends SentStatement {
  readonly answer: Answer;
}

/** What becomes of statements outside a transaction, and of transactions that a revision begins and ends itself. */
export interface Outside {
  /** Whether something of the revision is remembered. */
  readonly isUsed: boolean;
  /** The answer to a statement that was done in a run before this one; `null`: it is to be sent. */
  recall(statement: SentStatement): Promise<Answer | null>;
  /** Sends a statement outside a transaction. */
  send(statement: SentStatement): Promise<Answer>;
  /** Sets rows batch by batch, where no transaction is open. */
  fill(filling: SentBackfill): Promise<void>;
  /** Commits by `send` what was done in a transaction that `sql` ends; `null`: that was more than is kept. */
  commit(kept: readonly KeptStatement[] | null, sql: string, send: () => Promise<Answer>): Promise<Answer>;
  /** Is told when something was committed; `sql`: it ended the transaction in which the run put the revision. */
  committed(sql: string | null): void;
  /**
   * `isOurs`: the transaction that `sql` rolls back is that in which the run put the revision.
   *
   * @throws {LimbeckError} `run/…`, where that must not be.
   */
  allowRollback(sql: string, isOurs: boolean): void;
  /** Leaves the transaction, and comes back into one. */
  leave(): Promise<void>;
  enter(): Promise<void>;
}

/** Sends statements in one round trip; the first that is refused is that of the error. */
export type SendTogether = (statements: readonly WaitingStatement[]) => Promise<void>;

export interface LineParts {
  readonly send: Send;
  /** `null`: each by itself, as somebody wants to know of each. */
  readonly sendTogether: SendTogether | null;
  readonly dialect: Pick<Dialect, 'controlsIn' | 'isPlainCommand' | 'wholeFill'>;
  readonly outside: Outside;
  /** Whether it begins in a transaction. */
  readonly isOpen: boolean;
  /** Is told of each statement that was done. */
  readonly onStatement: (statement: SentStatement, durationMs: number) => Promise<void>;
}

/**
 * All that one revision sends, one after the other, with what is known of the transaction it is in.
 *
 * Statements whose answers nobody asks for wait for each other and go out together, before anything else that the revision does to the database.
 *
 * Everything that ends a transaction is a command at the top of what is sent, so reading that is enough to know: nothing has to be asked.
 */
export class StatementLine {
  #isOpen: boolean;
  /** Whether the transaction that is open is the one that the run began, and not one of the revision's own. */
  #isOurs: boolean;
  #position = 0;
  #kept: KeptStatement[] | null = [];
  #keptRows = 0;
  #turn: Promise<void> = Promise.resolve();
  #waiting: WaitingStatement[] = [];
  /** Whether statements may wait: not after the revision has marked, begun or ended a transaction itself, as it then expects failures where they are. */
  #mayWait: boolean;
  #isSending = false;

  constructor(private readonly parts: LineParts) {
    this.#isOpen = parts.isOpen;
    this.#isOurs = parts.isOpen;
    this.#mayWait = parts.isOpen && parts.sendTogether !== null;
  }

  /** Whether a transaction is open. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Sends a statement when those before it are done. */
  send(sql: string, parameters: readonly unknown[] = [], transactional = true): Promise<Answer> {
    return this.#inTurn(() => this.#sendNow(sql, parameters, transactional));
  }

  /** Takes a statement whose answer nobody asks for. What is refused fails with the next that the revision asks of the database, or at its end. */
  async put(sql: string, transactional: boolean): Promise<void> {
    const mayWait = this.#mayWait && this.#isOpen && transactional && this.parts.dialect.isPlainCommand(sql);
    if (!mayWait) return void (await this.send(sql, [], transactional));
    this.#waiting.push({ sql, parameters: [], transactional, position: this.#position++, calledAt: new Error() });
    if (this.#waiting.length >= mostTogether) await this.flush();
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0 && !this.#isSending) await this.#inTurn(() => Promise.resolve());
  }

  /** Sends what waits; from now on, nothing does. */
  async end(): Promise<void> {
    this.#mayWait = false;
    await this.flush();
  }

  /** Sets rows batch by batch when the statements before it are done; within {@link StatementLine.outside}. */
  fill(backfill: Backfill): Promise<void> {
    return this.#inTurn(async () => {
      const { dialect, outside, onStatement } = this.parts;
      const filling = { backfill, sql: dialect.wholeFill(backfill), position: this.#position++ };
      const startMs = performance.now();
      await outside.fill(filling);
      await onStatement({ ...filling, parameters: [], transactional: false }, performance.now() - startMs);
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    let end = (): void => undefined;
    this.#turn = new Promise((resolve) => (end = resolve));
    await before;
    this.#isSending = true;
    try {
      await this.#sendWaiting();
      return await work();
    } finally {
      this.#isSending = false;
      end();
    }
  }

  async #sendWaiting(): Promise<void> {
    const { sendTogether } = this.parts;
    const statements = this.#waiting;
    if (statements.length === 0 || sendTogether === null) return;
    this.#waiting = [];
    await sendTogether(statements);
    statements.forEach((statement) => this.#keep({ ...statement, answer: noAnswer }));
  }

  /** Runs `work` outside of the transaction, and goes on in a new one. */
  async outside(work: () => Promise<void>): Promise<void> {
    await this.flush();
    if (!this.#isOpen) return work();
    this.#isOurs = false;
    await this.parts.outside.leave();
    this.#isOpen = false;
    await work();
    await this.parts.outside.enter();
    this.#isOpen = true;
    this.#isOurs = true;
  }

  async #sendNow(sql: string, parameters: readonly unknown[], transactional: boolean): Promise<Answer> {
    const controls = this.parts.dialect.controlsIn(sql);
    const isMixed = controls.some((control) => control === null);
    if (!controls.some((control) => control !== null)) return this.#perform({ sql, parameters, transactional, position: this.#position++ });
    if (!isMixed) return this.#control(controls, { sql, parameters, transactional, position: this.#position });
    return this.#performMixed(controls, { sql, parameters, transactional, position: this.#position++ });
  }

  async #perform(statement: SentStatement): Promise<Answer> {
    const known = await this.parts.outside.recall(statement);
    if (known !== null) return known;
    const startMs = performance.now();
    const answer = this.#isOpen ? await this.#inside(statement) : await this.parts.outside.send(statement);
    await this.parts.onStatement(statement, performance.now() - startMs);
    return answer;
  }

  async #inside(statement: SentStatement): Promise<Answer> {
    const answer = await this.parts.send(statement.sql, statement.parameters);
    this.#keep({ ...statement, answer });
    return answer;
  }

  /** Sends what does nothing but begin, mark or end a transaction. */
  async #control(controls: readonly (TransactionControl | null)[], { sql, parameters }: SentStatement): Promise<Answer> {
    const { outside, send } = this.parts;
    const isOurs = this.#isOurs;
    this.#mayWait = false;
    if (controls.includes('rollback')) outside.allowRollback(sql, isOurs);
    const isCommit = controls.includes('commit');
    const answer = isCommit ? await this.#commit(sql, () => send(sql, parameters)) : await send(sql, parameters);
    this.#follow(controls);
    if (isCommit) outside.committed(isOurs ? sql : null);
    return answer;
  }

  async #commit(sql: string, send: () => Promise<Answer>): Promise<Answer> {
    const answer = await this.parts.outside.commit(this.#kept, sql, send);
    this.#kept = [];
    this.#keptRows = 0;
    return answer;
  }

  /** Sends a text of which a part begins or ends a transaction. */
  async #performMixed(controls: readonly (TransactionControl | null)[], statement: SentStatement): Promise<Answer> {
    const { outside, onStatement } = this.parts;
    const known = await outside.recall(statement);
    if (known !== null) {
      await this.#catchUp(controls);
      return known;
    }
    const startMs = performance.now();
    const answer = this.#isOpen ? await this.#mixedInside(controls, statement) : await outside.send({ ...statement, transactional: false });
    this.#follow(controls);
    await onStatement(statement, performance.now() - startMs);
    return answer;
  }

  /** It can be remembered only when it is done, as Limbeck cannot step into the midst of it. */
  async #mixedInside(controls: readonly (TransactionControl | null)[], statement: SentStatement): Promise<Answer> {
    const answer = await this.#control(controls, statement);
    this.#keep({ ...statement, answer });
    return this.#isOpen ? answer : this.#commit(statement.sql, () => Promise.resolve(answer));
  }

  /** Brings the transaction to where a text that was done before left it. */
  async #catchUp(controls: readonly (TransactionControl | null)[]): Promise<void> {
    const wasOpen = this.#isOpen;
    this.#follow(controls);
    if (wasOpen !== this.#isOpen) await this.parts.send(wasOpen ? 'COMMIT' : 'START TRANSACTION');
  }

  /** What reads without end is not kept for ever: what would then be needed to go on is refused when it is needed. */
  #keep(statement: KeptStatement): void {
    this.#keptRows += statement.answer.records?.length ?? 0;
    if (this.#keptRows <= mostKeptRows) this.#kept?.push(statement);
    else this.#kept = null;
  }

  #follow(controls: readonly (TransactionControl | null)[]): void {
    const last = controls.findLast((control) => control !== null && control !== 'savepoint');
    if (last === undefined || last === null) return;
    this.#isOpen = last === 'begin';
    this.#isOurs &&= !controls.some((control) => control === 'commit' || control === 'rollback');
  }
}
