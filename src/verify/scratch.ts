import { randomBytes } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { serverName } from '../typeorm/connection.js';
import { dataSourceAt } from '../typeorm/data-source-at.js';
import { readServerError } from '../typeorm/server-error.js';

/** The database beside which a scratch database is made. */
export interface Home {
  readonly dataSource: DataSource;
  /** Runs `work` over one connection. */
  withRunner<T>(work: (queryRunner: QueryRunner) => Promise<T>): Promise<T>;
}

/**
 * A database that is there for the time of a proof, on the server of a data source. Dropped when it is disposed of, with all
 * connections to it; the comment on it says what it is, should a killed process leave one.
 */
export class Scratch implements AsyncDisposable {
  private constructor(
    private readonly home: Home,
    readonly name: string,
    /** Connects when it is first asked. */
    readonly dataSource: DataSource,
  ) {}

  /**
   * An empty database with the encoding and the locale of that of `home`, or a copy of `template`, to which nobody may be connected.
   *
   * @throws {LimbeckError} `scratch/not-allowed`.
   */
  static async create(home: Home, template?: Scratch): Promise<Scratch> {
    const name = `limbeck_scratch_${randomBytes(6).toString('hex')}`;
    await template?.disconnect();
    await maintain(home, async (queryRunner) => {
      const like = template === undefined ? await localeOf(queryRunner) : `TEMPLATE "${template.name}"`;
      await queryRunner.query(`CREATE DATABASE "${name}" ${like}`);
      await queryRunner.query(`COMMENT ON DATABASE "${name}" IS 'Scratch database of Limbeck; nothing in it is needed'`);
    });
    return new Scratch(home, name, dataSourceAt(home.dataSource, name));
  }

  /** Ends the connections of {@link dataSource}; it can be initialised again. */
  async disconnect(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
    await maintain(this.home, (queryRunner) => queryRunner.query(`DROP DATABASE IF EXISTS "${this.name}" WITH (FORCE)`));
  }
}

/** Runs `work` over a connection to the database of `home`. */
async function maintain<T>(home: Home, work: (queryRunner: QueryRunner) => Promise<T>): Promise<T> {
  return home.withRunner(async (queryRunner) => {
    try {
      return await work(queryRunner);
    } catch (error) {
      const refusal = readServerError(error);
      if (refusal === null) throw error;
      throw new LimbeckError('scratch/not-allowed', { server: serverName(home.dataSource), sqlState: refusal.sqlState, serverMessage: refusal.message }, { cause: error });
    }
  });
}

/**
 * What makes texts sort and compare as in the connected database.
 *
 * Source: PostgreSQL 18, CREATE DATABASE and 52.15 "pg_database"; the provider is there from 15 on, its locale was `daticulocale` before 17.
 */
async function localeOf(queryRunner: QueryRunner): Promise<string> {
  const [row] = (await queryRunner.query(`
    SELECT format('TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
           || CASE to_jsonb(d) ->> 'datlocprovider'
                WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
                WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
                ELSE '' END AS clauses
      FROM pg_database d WHERE d.datname = current_database()`)) as readonly [{ readonly clauses: string }];
  return row.clauses;
}
