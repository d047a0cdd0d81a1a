import { Socket } from 'node:net';
import type { DataSource } from 'typeorm';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { explainLoadError } from '../loader/explain-load-error.js';
import { connectionError } from './connection.js';

/**
 * Makes a data source ready, which then changes nothing by itself: neither `synchronize` nor `migrationsRun` nor
 * `dropSchema` count. Its migrations are not loaded, since Limbeck reads the files itself, and its subscribers are not called.
 * Of a replicated database only the master is connected: replicas are behind it, and one that is down must not hold up a run.
 * Sessions are called "limbeck" unless the options give them a name. The options are as before afterwards.
 *
 * Source: typeorm 0.3.31 and 1.1.1, DataSource.initialize, PostgresDriver.connect and MigrationRunCommand.handler.
 *
 * @throws {LimbeckError} `config/…` when there is no connection or a file of an entity cannot be loaded, `entities/invalid`.
 */
export async function initialise(dataSource: DataSource): Promise<void> {
  const sockets = new OpenSockets();
  const takeBack = override(dataSource, sockets);
  try {
    await dataSource.initialize();
  } catch (error) {
    sockets.destroy();
    throw connectionError(error, dataSource) ?? explainLoadError(error) ?? new LimbeckError('entities/invalid', { reason: messageOf(error) }, { cause: error });
  } finally {
    takeBack();
  }
}

/**
 * Lets a data source that is not connected know its entities, and their files run.
 *
 * Source: typeorm 0.3.31 and 1.1.1, DataSource.buildMetadatas, which `initialize` calls before it connects, and which is protected.
 *
 * @throws {LimbeckError} `entities/invalid`, and `config/…` when a file of an entity cannot be loaded.
 */
export async function buildMetadata(dataSource: DataSource): Promise<void> {
  const takeBack = override(dataSource, new OpenSockets());
  try {
    await (dataSource as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  } catch (error) {
    throw explainLoadError(error) ?? new LimbeckError('entities/invalid', { reason: messageOf(error) }, { cause: error });
  } finally {
    takeBack();
  }
}

/** The options that count here and may be left out. */
interface OwnOptions {
  readonly replication?: object;
  readonly applicationName?: string;
  readonly extra?: object;
}

/** Changes the options, and gives what puts back the former. TypeORM hands the object around, so it stays the same one. */
function override({ options }: DataSource, sockets: OpenSockets): () => void {
  const before: OwnOptions = { ...options };
  const changes = {
    synchronize: false,
    migrationsRun: false,
    dropSchema: false,
    migrations: [],
    subscribers: [],
    ...(before.replication === undefined ? {} : { replication: { ...before.replication, slaves: [] } }),
    applicationName: before.applicationName ?? 'limbeck',
    extra: { stream: () => sockets.open(), ...before.extra },
  };
  Object.assign(options, changes);
  return () => {
    for (const name of Object.keys(changes)) Reflect.deleteProperty(options, name);
    Object.assign(options, before);
  };
}

/**
 * The sockets of a pool. `pg` leaves one open when the server asks for a password and there is none, and that would keep
 * the process alive for as long as the server waits (`authentication_timeout`, a minute).
 *
 * Source: pg 8.23, Client._handleAuthSASL; pg 8.9 and later, `stream` of Connection; tried in test/integration/connection.test.ts.
 */
class OpenSockets {
  readonly #sockets = new Set<Socket>();

  open(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    return socket.once('close', () => this.#sockets.delete(socket));
  }

  destroy(): void {
    this.#sockets.forEach((socket) => socket.destroy());
  }
}
