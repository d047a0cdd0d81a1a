import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { RevisionGraph } from '../revision/graph.js';
import { loadRevisions } from '../revision/load.js';
import type { Revision } from '../revision/revision.js';
import { foldersOf, locationsOf } from '../revision/version-locations.js';
import { dialectFor } from '../runtime/dialects.js';
import type { AppliedRevisions } from '../runtime/execute.js';
import { connect, serverName } from '../typeorm/connection.js';
import { initialise } from '../typeorm/initialise.js';
import { namedMigrations } from '../typeorm/named-migrations.js';
import { isConnectionLost, readServerError } from '../typeorm/server-error.js';
import { type AppliedRow, type AssignedRows, assignRows, matchRows, type RowsPlace, VersionTable } from '../typeorm/version-table.js';
import type { CompleteOptions } from './options.js';

/** What every piece of a Migrator's work needs: the data source, the options, the files and the books. */
export class Workspace {
  readonly dialect: Dialect;
  #initialised: Promise<void> | null = null;

  /** @throws {LimbeckError} `config/unsupported-driver`. */
  constructor(
    readonly dataSource: DataSource,
    readonly options: CompleteOptions,
  ) {
    this.dialect = dialectFor(dataSource.options.type);
  }

  /** The revisions of the files, read anew, and those that the data source names besides. */
  loadGraph(): RevisionGraph {
    return RevisionGraph.of(loadRevisions(foldersOf(this.options), namedMigrations(this.dataSource)));
  }

  /** The revisions of `graph` that these rows stand for. */
  match(rows: readonly AppliedRow[], graph: RevisionGraph, table: VersionTable): AppliedRevisions {
    return matchRows(rows, graph.revisions.values(), this.#placeOf(table));
  }

  /** As {@link match}, with the rows that stand for none. */
  assign(rows: readonly AppliedRow[], graph: RevisionGraph, table: VersionTable): AssignedRows<Revision> {
    return assignRows(rows, graph.revisions.values(), this.#placeOf(table));
  }

  /** The revisions of `graph` that are applied. */
  async readApplied(queryRunner: QueryRunner, graph: RevisionGraph): Promise<AppliedRevisions> {
    const table = new VersionTable(queryRunner);
    return this.match(await table.read(), graph, table);
  }

  #placeOf({ name }: VersionTable): RowsPlace {
    return { table: name, directory: locationsOf(this.options).join(', ') };
  }

  /** Runs `work` over one connection, which is given back afterwards. */
  async withRunner<T>(work: (queryRunner: QueryRunner) => Promise<T>): Promise<T> {
    await this.#initialise();
    const queryRunner = await connect(this.dataSource);
    try {
      return await work(queryRunner);
    } catch (error) {
      throw error instanceof LimbeckError ? error : this.#explain(error);
    } finally {
      await queryRunner.release();
    }
  }

  /** Destroys the data source if it was initialised here. */
  async close(): Promise<void> {
    const initialised = this.#initialised;
    this.#initialised = null;
    if (initialised === null) return;
    await initialised;
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** What the server or the connection says outside a revision. */
  #explain(error: unknown): unknown {
    if (isConnectionLost(error)) {
      const details = { server: serverName(this.dataSource), standing: 'No revision was under way.', reason: messageOf(error) };
      return new LimbeckError('run/connection-lost', details, { cause: error });
    }
    const refusal = readServerError(error);
    if (refusal === null) return error;
    return new LimbeckError('run/refused', { sqlState: refusal.sqlState, serverMessage: refusal.message }, { cause: error });
  }

  async #initialise(): Promise<void> {
    if (this.#initialised === null && this.dataSource.isInitialized) return;
    this.#initialised ??= initialise(this.dataSource);
    await this.#initialised.catch((error: unknown) => {
      this.#initialised = null;
      throw error;
    });
  }
}
