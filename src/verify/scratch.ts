import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { isNoConnection } from '../typeorm/connection.js';
import { embeddedSite } from './embedded-site.js';
import { type Home, ownSite, type Site } from './site.js';

/**
 * A database that is there for the time of a proof: on the server of a data source where that makes one, else on a server of our own.
 * Dropped when it is disposed of, with all connections to it; the comment on it says what it is, should a killed process leave one.
 */
export class Scratch implements AsyncDisposable {
  /** Connects when it is first asked. */
  readonly dataSource: DataSource;

  private constructor(
    readonly name: string,
    private readonly site: Site,
    /** Whether the server goes with it. */
    private readonly isFirst: boolean,
  ) {
    this.dataSource = site.dataSourceAt(name);
  }

  /**
   * An empty database. Copies of it must be disposed of before it.
   *
   * @throws {LimbeckError} `scratch/not-allowed`.
   */
  static async create(home: Home): Promise<Scratch> {
    try {
      return await Scratch.#make(await ownSite(home));
    } catch (error) {
      return Scratch.#make(await embeddedSite(home, reasonOf(error)));
    }
  }

  static async #make(site: Site): Promise<Scratch> {
    try {
      return await Scratch.#on(site, { clauses: site.emptyClauses, isFirst: true });
    } catch (error) {
      await site[Symbol.asyncDispose]();
      throw error;
    }
  }

  static async #on(site: Site, { clauses, isFirst }: { readonly clauses: string; readonly isFirst: boolean }): Promise<Scratch> {
    const name = `limbeck_scratch_${randomBytes(6).toString('hex')}`;
    await site.run([`CREATE DATABASE "${name}" ${clauses}`, `COMMENT ON DATABASE "${name}" IS 'Scratch database of Limbeck; nothing in it is needed'`]);
    return new Scratch(name, site, isFirst);
  }

  /** The version of the server that stands in for that of the data source; `null` where none does. */
  get standIn(): string | null {
    return this.site.standIn;
  }

  /** A database with what this one holds now. Ends the connections to it. */
  async copy(): Promise<Scratch> {
    await this.#disconnect();
    return Scratch.#on(this.site, { clauses: `TEMPLATE "${this.name}"`, isFirst: false });
  }

  /** Ends the connections of {@link dataSource}; it can be initialised again. */
  async #disconnect(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#disconnect();
    try {
      await this.site.run([`DROP DATABASE IF EXISTS "${this.name}" WITH (FORCE)`]);
    } finally {
      if (this.isFirst) await this.site[Symbol.asyncDispose]();
    }
  }
}

/** Why a server does not make a database; anything that does not come from there is thrown again. */
function reasonOf(error: unknown): string {
  if (LimbeckError.is(error, 'run/refused')) return `${error.details.serverMessage} (SQLSTATE ${error.details.sqlState})`;
  if (isNoConnection(error)) return error.message;
  throw error;
}
