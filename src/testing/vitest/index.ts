/**
 * A database for each worker of Vitest: itself a `globalSetup`; `limbeck/vitest/setup-file` is one of its `setupFiles`.
 *
 * @packageDocumentation
 */

export { setup, teardown } from './global-setup.js';
export { resetWorkerDatabase, setUpWorkers, tearDownWorkers, useWorkerDatabase, type Variables, type WorkerOptions } from '../workers.js';
