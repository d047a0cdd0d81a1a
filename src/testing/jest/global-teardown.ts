import { tearDownWorkers } from '../workers.js';

/** Jest's `globalTeardown`: nothing is left. */
export default async function globalTeardown(): Promise<void> {
  await tearDownWorkers();
}
