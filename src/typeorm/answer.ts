import type { QueryRunner } from 'typeorm';

/** What TypeORM makes of the server's answer to a statement. Source: typeorm 0.3.31 and 1.1.1, QueryResult. */
export interface Answer {
  /** What `query(sql)` gives. */
  readonly raw: unknown;
  readonly records: readonly unknown[];
  readonly affected?: number;
}

/** The answer to a statement that was done before and gives no rows. */
export const noAnswer: Answer = { raw: [], records: [] };

/** Sends a statement over the connection, past whatever watches a revision. */
export type Send = (sql: string, parameters?: readonly unknown[]) => Promise<Answer>;

/** TypeORM's own `query` of this runner, also while {@link replaceQuery} has put another in its place. */
export function sendOver(queryRunner: QueryRunner): Send {
  const query: unknown = Reflect.get(Object.getPrototypeOf(queryRunner) as object, 'query');
  return (sql, parameters) => Reflect.apply(query as QueryRunner['query'], queryRunner, [sql, parameters?.slice(), true]) as Promise<Answer>;
}

/**
 * Lets `query` take all that goes over `queryRunner` while `work` runs.
 *
 * Whatever TypeORM offers ends there: its table API, the manager, repositories, query builders, and the beginning and the end of transactions;
 * all but `stream`. Source: typeorm 0.3.31 and 1.1.1, PostgresQueryRunner.
 */
export function replaceQuery<T>(queryRunner: QueryRunner, query: Send, work: () => Promise<T>): Promise<T> {
  const replacement = async (sql: string, parameters?: readonly unknown[], isStructured = false): Promise<unknown> => {
    const answer = await query(sql, parameters);
    return isStructured ? answer : answer.raw;
  };
  return replaceMethod(queryRunner, { name: 'query', replacement }, work);
}

/**
 * Does `first` whenever somebody asks `queryRunner` for the client of the driver while `work` runs.
 *
 * Whatever does not go by `query` goes by the client: `stream`, and what an author does with it. Source: as {@link replaceQuery}.
 */
export function beforeClient<T>(queryRunner: QueryRunner, first: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const connect: unknown = Reflect.get(Object.getPrototypeOf(queryRunner) as object, 'connect');
  const replacement = async (): Promise<unknown> => {
    await first();
    return Reflect.apply(connect as QueryRunner['connect'], queryRunner, []) as Promise<unknown>;
  };
  return replaceMethod(queryRunner, { name: 'connect', replacement }, work);
}

interface Replacement {
  readonly name: 'query' | 'connect';
  readonly replacement: unknown;
}

async function replaceMethod<T>(queryRunner: QueryRunner, { name, replacement }: Replacement, work: () => Promise<T>): Promise<T> {
  const outer = Object.getOwnPropertyDescriptor(queryRunner, name);
  Object.defineProperty(queryRunner, name, { value: replacement, configurable: true, writable: true });
  try {
    return await work();
  } finally {
    if (outer === undefined) Reflect.deleteProperty(queryRunner, name);
    else Object.defineProperty(queryRunner, name, outer);
  }
}
