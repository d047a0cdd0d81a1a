import type { DataSource, QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';

/**
 * A query runner that never connects: its SQL is given to `write`, and every question is answered with no rows.
 *
 * The methods of TypeORM's own query runner work as far as they ask nothing: they end in `query`.
 */
export function offlineQueryRunner(dataSource: DataSource, write: (sql: string) => void): QueryRunner {
  const query = (sql: string, parameters: readonly unknown[] = []): Promise<readonly never[]> => {
    if (parameters.length > 0) return Promise.reject(new LimbeckError('offline/parameters', { sql }));
    write(sql);
    return Promise.resolve([]);
  };
  const overridden: Readonly<Record<string | symbol, unknown>> = { query, connect: () => Promise.resolve(undefined) };
  return new Proxy(dataSource.createQueryRunner(), {
    get: (target, property, receiver): unknown => overridden[property] ?? Reflect.get(target, property, receiver),
  });
}
