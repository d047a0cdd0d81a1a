/**
 * A database for each worker of Jest; `limbeck/jest/global-setup`, `global-teardown` and `setup-file` are for its configuration.
 *
 * @packageDocumentation
 */

export { resetWorkerDatabase, setUpWorkers, tearDownWorkers, useWorkerDatabase, type Variables, type WorkerOptions } from '../workers.js';
