import { availableParallelism } from 'node:os';
import { setUpWorkers, tearDownWorkers } from '../workers.js';

/** What is used of Vitest's project: how many workers it may have. Source: vitest 3.2 and 4, ResolvedConfig. */
interface Project {
  readonly config?: { readonly maxWorkers?: unknown; readonly poolOptions?: Readonly<Record<string, { readonly maxForks?: unknown; readonly maxThreads?: unknown } | undefined>> };
}

/** Vitest's `globalSetup`: a database for each worker, of the DataSource that the command `limbeck` finds. */
export async function setup(project?: Project): Promise<void> {
  const { maxWorkers, poolOptions = {} } = project?.config ?? {};
  const said = [maxWorkers, ...Object.values(poolOptions).flatMap((pool) => [pool?.maxForks, pool?.maxThreads])].filter((count) => typeof count === 'number');
  await setUpWorkers({ workers: said.length === 0 ? availableParallelism() : Math.max(...said) });
}

/** Nothing is left. */
export async function teardown(): Promise<void> {
  await tearDownWorkers();
}
