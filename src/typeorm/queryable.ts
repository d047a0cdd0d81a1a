import type { QueryRunner } from 'typeorm';
import type { Queryable, Row } from '../dialect/dialect.js';
import { isError } from '../kernel/error-text.js';
import type { Send } from './answer.js';
import { dataSourceOf } from './data-source-of.js';
import { driverErrorOf } from './server-error.js';

/** What is needed of a client of the driver; the one of `pg` gives a list of results for a text of several statements. */
interface DriverClient {
  query(sql: string): Promise<DriverResult | readonly DriverResult[]>;
}

interface DriverResult {
  readonly rows: readonly Row[];
}

/**
 * A connection as a dialect needs it. Errors are those of the driver, with the SQL in their `query`.
 *
 * TypeORM's logger sees everything. A script goes to the client itself, since `queryRunner.query` gives no rows
 * for a text of several statements.
 * Source: typeorm 0.3.31 and 1.1.1, PostgresQueryRunner.query; pg 8.23, Client.query ("simple query" of the protocol).
 */
export function queryableOf(queryRunner: QueryRunner): Queryable {
  return {
    async query(sql, parameters) {
      try {
        const { records } = await queryRunner.query(sql, parameters === undefined ? undefined : [...parameters], true);
        return records as readonly Row[];
      } catch (error) {
        throw withSql(error, sql);
      }
    },
    async script(sql) {
      const client = (await queryRunner.connect()) as DriverClient;
      const { logger } = dataSourceOf(queryRunner);
      logger.logQuery(sql, undefined, queryRunner);
      try {
        const results = await client.query(sql);
        return (Array.isArray(results) ? (results as readonly DriverResult[]) : [results as DriverResult]).map(({ rows }) => rows);
      } catch (error) {
        logger.logQueryError(isError(error) ? error : String(error), sql, undefined, queryRunner);
        throw withSql(error, sql);
      }
    },
  };
}

/** A connection that has no more than `send`. Errors are those of TypeORM. */
export const queryableOver = (send: Send): Pick<Queryable, 'query'> => ({
  query: async (sql, parameters) => (await send(sql, parameters)).records as readonly Row[],
});

/** The error of the driver, which remembers the SQL as TypeORM's does. */
function withSql(error: unknown, sql: string): unknown {
  const inner = driverErrorOf(error);
  return isError(inner) ? Object.assign(inner, { query: sql }) : inner;
}

/** A connection that counts how often it was waited for. */
export interface CountedQueryable extends Queryable {
  readonly roundTrips: number;
}

/** `db`, with its round trips counted. */
export function countRoundTrips(db: Queryable): CountedQueryable {
  let roundTrips = 0;
  return {
    get roundTrips() {
      return roundTrips;
    },
    query(sql, parameters) {
      roundTrips += 1;
      return db.query(sql, parameters);
    },
    script(sql) {
      roundTrips += 1;
      return db.script(sql);
    },
  };
}
