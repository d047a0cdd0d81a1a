export { resetWorkerDatabase, setUpWorkers, tearDownWorkers, useWorkerDatabase, type Variables, type WorkerOptions } from '../workers.js';
