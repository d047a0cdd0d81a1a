// @ts-check
import { diff } from './diff.mjs';
import { initialRevision } from './initial-revision.mjs';
import { latency } from './latency.mjs';
import { startUp } from './start-up.mjs';
import { testDatabases } from './test-databases.mjs';
import { upgrade } from './upgrade.mjs';

/** In the order in which they are measured and shown. @type {readonly import('../support/part.mjs').Part[]} */
export const parts = [diff, initialRevision, upgrade, latency, startUp, testDatabases];
