import { setUpWorkers } from '../workers.js';

/** Jest's `globalSetup`: a database for each worker, of the DataSource that the command `limbeck` finds. */
export default async function globalSetup({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  await setUpWorkers({ workers: maxWorkers });
}
