import type { Examples } from './examples.js';

export const lockExamples: Examples<'lock'> = {
  'lock/held': { holder: 'process 4711, application "limbeck", role "shop", from 10.0.0.7, connected since 2026-11-21 09:30:12 UTC, active', waitedMs: 60000 },
};
