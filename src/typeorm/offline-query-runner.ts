import type { DataSource, QueryRunner } from 'typeorm';

/** Who is asked instead of a database. */
export interface Offline {
  /** Takes what would be sent. */
  readonly write: (sql: string, parameters: readonly unknown[]) => void;
  /** The error for code that looks into the answer of a statement. */
  readonly refuse: (sql: string) => Error;
}

/**
 * A query runner that never connects: all SQL goes to `write`, and whoever looks into an answer is refused, since there is none.
 *
 * The methods of TypeORM's own query runner, and of its entity manager, work as far as they look into no answer: they end in `query`.
 * It is given by the object itself, which the manager knows too.
 */
export function offlineQueryRunner(dataSource: DataSource, { write, refuse }: Offline): QueryRunner {
  const query = (sql: string, parameters: readonly unknown[] = [], isStructured = false): Promise<unknown> => {
    write(sql, parameters);
    const answer = unreadable(() => refuse(sql));
    return Promise.resolve(isStructured ? { raw: answer, records: answer } : answer);
  };
  return Object.assign<QueryRunner, object>(dataSource.createQueryRunner(), { query, connect: () => Promise.resolve(undefined) });
}

/** A list that nobody may look into. That it is no promise is all that is known of it, so that it can be waited for. */
function unreadable(error: () => Error): readonly unknown[] {
  const refuse = (): never => {
    throw error();
  };
  return new Proxy([], {
    get: (_, property) => (property === 'then' ? undefined : refuse()),
    has: refuse,
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
  });
}
