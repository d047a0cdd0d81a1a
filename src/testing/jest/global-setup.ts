import { setUpWorkers } from '../workers.js';

/** Jest's `globalSetup`: a database for each worker, of the DataSource that the command `limbeck` finds. */
async function globalSetup({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  await setUpWorkers({ workers: maxWorkers });
}

// The module is the function: so it is also for an ES module that imports it into a set-up of its own.
export = globalSetup;
