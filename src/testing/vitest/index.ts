export { setup, teardown } from './global-setup.js';
export { resetWorkerDatabase, setUpWorkers, tearDownWorkers, useWorkerDatabase, type Variables, type WorkerOptions } from '../workers.js';
