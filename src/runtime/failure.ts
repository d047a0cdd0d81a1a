import type { QueryRunner } from 'typeorm';
import { enumValueInUse } from '../dialect/sql-states.js';
import type { Blocker } from '../kernel/catalogue/run.js';
import { isError, messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { sentence } from '../kernel/text.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { serverName } from '../typeorm/connection.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { isConnectionLost, isLockTimeout, readServerError, type ServerError } from '../typeorm/server-error.js';
import type { Direction } from './events.js';
import { sourceOf } from './source-of.js';
import { placeOf, showStatement } from './statement-error.js';

/** Where a run failed, and what became of it. */
export interface FailurePlace {
  readonly queryRunner: QueryRunner;
  readonly revision: Revision;
  readonly direction: Direction;
  /** What the end of the transaction undid. */
  readonly rolledBack: 'revision' | 'run' | 'nothing';
  /** The revisions of this run that are committed. */
  readonly done: readonly RevisionId[];
  /** How often it was begun. */
  readonly attempts: number;
  /** Who held the lock that the failed statement waited for, where that is known. */
  readonly blockers: readonly Blocker[];
  /** What failed after it, while that was cleared up. */
  readonly troubles: readonly unknown[];
}

/** The error of a run, made of its first failure; those of clearing up afterwards are noted in it, and stand in its cause. */
export function describeFailure(failures: readonly unknown[], where: Omit<FailurePlace, 'troubles'>): unknown {
  const [first, ...troubles] = failures;
  const place = { ...where, troubles };
  const options = { cause: failures.length === 1 ? first : new AggregateError(failures, 'What cleared up after it failed too.') };
  if (place.queryRunner.isReleased || isConnectionLost(first)) {
    return new LimbeckError('run/connection-lost', connectionLost(first, place), options);
  }
  if (LimbeckError.is(first, 'run/hook-failed')) return new LimbeckError('run/hook-failed', { ...first.details, standing: standingOf(place) }, options);
  if (isOfRun(first)) return first;
  const refusal = readServerError(first);
  if (refusal === null) return new LimbeckError('run/revision-failed', revisionFailed(first, place), options);
  if (isLockTimeout(first)) return new LimbeckError('run/lock-timeout', lockTimeout(refusal, sourceOf(first, place.revision), place), options);
  return refusal.sqlState === enumValueInUse
    ? new LimbeckError('run/enum-value-in-use', valueInUse(refusal, sourceOf(first, place.revision), place), options)
    : new LimbeckError('run/statement-failed', statementFailed(refusal, sourceOf(first, place.revision), place), options);
}

/** What tells of a run already says all there is to say. */
const isOfRun = (error: unknown): boolean => error instanceof LimbeckError && String(error.code).startsWith('run/');

function statementFailed(refusal: ServerError, source: string | null, where: FailurePlace): LimbeckError<'run/statement-failed'>['details'] {
  const sql = refusal.sql ?? '';
  const place = refusal.position === null ? null : placeOf(sql, refusal.position);
  return {
    revision: where.revision.id,
    direction: where.direction,
    source,
    sql,
    excerpt: showStatement(sql, place),
    sqlState: refusal.sqlState,
    serverMessage: refusal.message,
    detail: refusal.detail,
    serverHint: refusal.hint,
    context: refusal.context,
    place,
    standing: standingOf(where),
  };
}

function lockTimeout({ sql }: ServerError, source: string | null, where: FailurePlace): LimbeckError<'run/lock-timeout'>['details'] {
  const { revision, direction, attempts, blockers } = where;
  return { revision: revision.id, direction, source, sql: sql ?? '', excerpt: showStatement(sql ?? '', null), attempts, blockers, standing: standingOf(where) };
}

const valueInUse = ({ message }: ServerError, source: string | null, where: FailurePlace): LimbeckError<'run/enum-value-in-use'>['details'] => ({
  revision: where.revision.id,
  direction: where.direction,
  source,
  uses: message,
  standing: standingOf(where),
});

function revisionFailed(error: unknown, where: FailurePlace): LimbeckError<'run/revision-failed'>['details'] {
  return {
    revision: where.revision.id,
    direction: where.direction,
    reason: messageOf(error),
    source: sourceOf(error, where.revision),
    standing: standingOf(where),
    advice: error instanceof LimbeckError ? error.hint : null,
  };
}

function connectionLost(error: unknown, { queryRunner, revision, rolledBack, done }: FailurePlace): LimbeckError<'run/connection-lost'>['details'] {
  const duringCommit = isError(error) && 'query' in error && error.query === 'COMMIT';
  const fate = {
    revision: `Revision ${revision.id} was under way; the server rolls it back.`,
    run: `Revision ${revision.id} was under way; the server rolls back the whole run.`,
    nothing: `Revision ${revision.id} was under way outside a transaction; what it did before stays and is remembered.`,
  };
  return {
    server: serverName(dataSourceOf(queryRunner)),
    standing: `${duringCommit ? `It is not known whether revision ${revision.id} was committed.` : fate[rolledBack]}${committedBefore(done)}`,
    reason: messageOf(error),
  };
}

function standingOf({ rolledBack, done, troubles }: FailurePlace): string {
  const fate = {
    revision: done.length === 0 ? 'It was rolled back; nothing was changed.' : 'It was rolled back.',
    run: done.length === 0 ? 'The whole run was rolled back; nothing was changed.' : 'Its part of the run was rolled back.',
    nothing: 'What it did before this, outside a transaction, stays and is remembered: the next run goes on at this statement. It does not count as applied.',
  };
  return `${fate[rolledBack]}${committedBefore(done)}${troubles.map((trouble) => ` After it, this failed too: ${sentence(messageOf(trouble))}`).join('')}`;
}

const committedBefore = (done: readonly RevisionId[]): string => (done.length === 0 ? '' : ` Committed before it in this run: ${done.join(', ')}.`);
