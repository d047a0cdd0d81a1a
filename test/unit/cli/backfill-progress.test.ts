import { printAdvance, printFinished } from '../../../src/cli/backfill-progress.js';

const advanced = { type: 'backfill.advanced', revision: 'aaaa', table: 'public.product', pass: 1, seen: 300_000, set: 250_000, estimatedRows: 1_000_000, rowsPerSecond: 52_000 } as const;
const finished = { revision: 'aaaa', table: 'public.product', set: 1_000_000, left: 0, durationMs: 20_000 };

test('how far a backfill is, with a bar for a terminal', () => {
  expect(printAdvance(advanced, true)).toBe('backfill of public.product: [######              ] 30 %, 300,000 rows, 250,000 set, 52,000 a second, 13.5 s left');
  expect(printAdvance(advanced, false)).toBe('backfill of public.product: 30 %, 300,000 rows, 250,000 set, 52,000 a second, 13.5 s left');
});

test('nothing is made up of a table of which nobody knows the size, and no share is more than all', () => {
  expect(printAdvance({ ...advanced, estimatedRows: null }, true)).toBe('backfill of public.product: 300,000 rows, 250,000 set, 52,000 a second');
  expect(printAdvance({ ...advanced, estimatedRows: 200_000 }, true)).toContain('[####################] 100 %');
  expect(printAdvance({ ...advanced, pass: 2 }, true)).toContain('looking for rows that came meanwhile, 300,000 so far');
});

test('what came of it', () => {
  expect(printFinished(finished)).toBe('backfill of public.product: 1,000,000 rows set (20.0 s)');
  expect(printFinished({ ...finished, set: 1 })).toContain(': 1 row set');
  expect(printFinished({ ...finished, left: 5 })).toContain('`where` still holds for 5, so rows that came meanwhile were not looked for');
  expect(printFinished({ ...finished, left: finished.set })).toContain('`where` still holds for them');
});
