// Vitest refuses a `globalSetup` whose default export is no function, and that of a CommonJS module is the module. Source: vitest 3.2, loadGlobalSetupFile.
export { resetWorkerDatabase, setUpWorkers, setup, tearDownWorkers, teardown, useWorkerDatabase, type Variables, type WorkerOptions } from './index.js';
