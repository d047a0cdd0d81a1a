import type { RevisionId } from '../revision/revision.js';
import { LimbeckError } from '../kernel/errors.js';
import { type Answer, noAnswer, type Send } from '../typeorm/answer.js';
import { isUntransactional } from '../typeorm/server-error.js';
import { queryableOver } from '../typeorm/queryable.js';
import { type BackfillDialect, fill, notBegun } from './backfill.js';
import { tellBackfill } from './backfill-events.js';
import type { Emit } from './events.js';
import type { KeptStatement, Outside, SentBackfill, SentStatement } from './statement-line.js';

export interface TriedParts {
  readonly send: Send;
  readonly revision: RevisionId;
  readonly dialect: BackfillDialect;
  /** Is told of what cannot be tried, and how far a backfill is. */
  readonly emit: Emit;
}

/** Keeps a dry run inside its one transaction: what would run outside runs in it, or is left out where the server refuses that. */
export class Tried implements Outside {
  readonly isUsed = false;

  constructor(private readonly parts: TriedParts) {}

  recall(): Promise<null> {
    return Promise.resolve(null);
  }

  async send({ sql, parameters, transactional }: SentStatement): Promise<Answer> {
    const { send, emit, revision } = this.parts;
    if (transactional) {
      await send('SAVEPOINT limbeck_dry_run');
      try {
        const answer = await send(sql, parameters);
        await send('RELEASE SAVEPOINT limbeck_dry_run');
        return answer;
      } catch (error) {
        if (!isUntransactional(error)) throw error;
        await send('ROLLBACK TO SAVEPOINT limbeck_dry_run');
      }
    }
    emit({ type: 'statement.skipped', revision, sql });
    return noAnswer;
  }

  /** All in the one transaction, so that what comes after it finds the rows as they will be. */
  async fill({ backfill }: SentBackfill): Promise<void> {
    const { send, dialect, revision, emit } = this.parts;
    const onBatch = tellBackfill({ emit, revision, table: backfill.table, from: notBegun });
    await fill(backfill, { db: queryableOver(send), dialect, from: notBegun, commit: (batch) => batch(), onBatch });
  }

  commit(_: readonly KeptStatement[] | null, sql: string): Promise<never> {
    return Promise.reject(this.#refusal(sql));
  }

  committed(): void {
    return undefined;
  }

  allowRollback(sql: string): void {
    throw this.#refusal(sql);
  }

  leave(): Promise<void> {
    return Promise.resolve();
  }

  enter(): Promise<void> {
    return Promise.resolve();
  }

  #refusal(sql: string): LimbeckError {
    return new LimbeckError('run/not-to-be-tried', { revision: this.parts.revision, sql });
  }
}
