import { tearDownWorkers } from '../workers.js';

/** Jest's `globalTeardown`: nothing is left. */
async function globalTeardown(): Promise<void> {
  await tearDownWorkers();
}

// As the set-up.
export = globalTeardown;
