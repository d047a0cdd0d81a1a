import { useWorkerDatabase } from './workers.js';

// One of `setupFiles`, of Jest and of Vitest: it runs in the worker before each file of tests is loaded.
useWorkerDatabase();
