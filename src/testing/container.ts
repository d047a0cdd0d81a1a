import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';

/** Which image of PostgreSQL a container runs. */
export interface ContainerOptions {
  /** A whole image such as `postgis/postgis:17-3.5`; by default that of `version`. */
  readonly image?: string;
  /** A tag of the official image `postgres`, `"18-alpine"` by default. */
  readonly version?: string;
}

/** A PostgreSQL server in a container. */
export interface Container {
  readonly url: string;
  /** Stops and removes the container. */
  stop(): Promise<void>;
}

const packageName = '@testcontainers/postgresql';

/** What is used of the package. Source: @testcontainers/postgresql 11.14, build/postgresql-container.d.ts. */
interface ContainersPackage {
  readonly PostgreSqlContainer: new (image: string) => StartableContainer;
}

interface StartableContainer {
  withCommand(command: string[]): StartableContainer;
  start(): Promise<StartedContainer>;
}

interface StartedContainer {
  getConnectionUri(): string;
  stop(): Promise<unknown>;
}

/** A crash may cost a throwaway server its data, so it need not wait for the disk. Source: PostgreSQL 18, 14.5 "Non-Durable Settings". */
const command = ['postgres', ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'].flatMap((setting) => ['-c', setting])];

/**
 * Starts PostgreSQL in a container, which testcontainers removes after this process has ended, however it ends.
 *
 * @throws {LimbeckError} `testing/package-missing`, `testing/container-failed`.
 */
export async function startContainer({ version = '18-alpine', image = `postgres:${version}` }: ContainerOptions): Promise<Container> {
  const { PostgreSqlContainer } = loadPackage();
  try {
    const started = await new PostgreSqlContainer(image).withCommand(command).start();
    return { url: started.getConnectionUri(), stop: async () => void (await started.stop()) };
  } catch (cause) {
    throw new LimbeckError('testing/container-failed', { image, reason: messageOf(cause) }, { cause });
  }
}

/** Looked for from the project first, as Limbeck may be linked from elsewhere. */
function loadPackage(): ContainersPackage {
  for (const file of [join(process.cwd(), 'package.json'), __filename]) {
    const load = createRequire(file);
    try {
      load.resolve(packageName);
    } catch {
      continue;
    }
    return load(packageName) as ContainersPackage;
  }
  throw new LimbeckError('testing/package-missing', { package: packageName });
}
