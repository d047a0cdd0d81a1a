import type { RevisionId } from '../revision/revision.js';
import { LimbeckError } from '../kernel/errors.js';
import { type Answer, noAnswer, type Send } from '../typeorm/answer.js';
import { isUntransactional } from '../typeorm/server-error.js';
import type { KeptStatement, Outside, SentStatement } from './statement-line.js';

export interface TriedParts {
  readonly send: Send;
  readonly revision: RevisionId;
  /** Is told of what cannot be tried. */
  readonly onSkipped: (sql: string) => void;
}

/** Keeps a dry run inside its one transaction: what would run outside runs in it, or is left out where the server refuses that. */
export class Tried implements Outside {
  constructor(private readonly parts: TriedParts) {}

  recall(): Promise<null> {
    return Promise.resolve(null);
  }

  async send({ sql, parameters, transactional }: SentStatement): Promise<Answer> {
    const { send, onSkipped } = this.parts;
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
    onSkipped(sql);
    return noAnswer;
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
