import type { DataSource, QueryRunner } from 'typeorm';
import type { Emit } from '../runtime/events.js';
import { dataSourceAt } from '../typeorm/data-source-at.js';

/** The database that proofs are about. */
export interface Home {
  readonly dataSource: DataSource;
  readonly options: { readonly onEvent: Emit };
  /** Runs `work` over one connection. */
  withRunner<T>(work: (queryRunner: QueryRunner) => Promise<T>): Promise<T>;
}

/** A server on which scratch databases are made. */
export interface Site extends AsyncDisposable {
  /** As the server prints it, where it stands in for another one: `18.4`; `null` for the server of the data source itself. */
  readonly standIn: string | null;
  /** What an empty database is made with, so that it is like the one that the proof is about. */
  readonly emptyClauses: string;
  /** Sends statements one after the other, to a database that is always there. */
  run(statements: readonly string[]): Promise<void>;
  /** A data source with the entities of the application's that leads to a database of this server, and is not connected yet. */
  dataSourceAt(name: string): DataSource;
}

/**
 * The server of a data source.
 *
 * @throws {LimbeckError} `config/…` where there is none to be reached.
 */
export async function ownSite(home: Home): Promise<Site> {
  const emptyClauses = await home.withRunner(localeOf);
  return {
    standIn: null,
    emptyClauses,
    run: (statements) => home.withRunner((queryRunner) => runAll(queryRunner, statements)),
    dataSourceAt: (name) => dataSourceAt(home.dataSource, name),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** One after the other, as a database cannot be made in a transaction. */
export async function runAll(queryRunner: QueryRunner, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await queryRunner.query(statement);
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
