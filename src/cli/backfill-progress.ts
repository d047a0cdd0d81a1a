import { count } from '../kernel/text.js';
import type { LimbeckEvent } from '../runtime/events.js';
import { printDuration } from './print.js';
import { progressBar } from './progress-bar.js';

type Advanced = Extract<LimbeckEvent, { readonly type: 'backfill.advanced' }>;

/** A backfill that is done, as `--json` tells of it. */
export type FinishedBackfill = Omit<Extract<LimbeckEvent, { readonly type: 'backfill.finished' }>, 'type'>;

/** `backfill of public.product: [######              ] 30 %, 300,000 rows, 52,000 a second, 13.4 s left`; the bar for terminals only. */
export function printAdvance({ table, pass, seen, set, estimatedRows, rowsPerSecond }: Advanced, withBar: boolean): string {
  const share = estimatedRows === null || pass > 1 ? null : Math.min(1, seen / estimatedRows);
  const leftMs = estimatedRows === null || rowsPerSecond === 0 ? null : (Math.max(0, estimatedRows - seen) / rowsPerSecond) * 1000;
  const facts = [
    ...(share === null ? [] : [`${withBar ? `${progressBar(share)} ` : ''}${Math.floor(share * 100)} %`]),
    pass === 1 ? `${printNumber(seen)} rows` : `looking for rows that came meanwhile, ${printNumber(seen)} so far`,
    `${printNumber(set)} set`,
    `${printNumber(rowsPerSecond)} a second`,
    ...(leftMs === null ? [] : [`${printDuration(leftMs)} left`]),
  ];
  return `backfill of ${table}: ${facts.join(', ')}`;
}

/** What came of it; for rows for which the condition still holds nobody looks again. */
export function printFinished({ table, set, left, durationMs }: FinishedBackfill): string {
  const rest = left === 0 ? '' : `; \`where\` still holds for ${left === set ? 'them' : printNumber(left)}, so rows that came meanwhile were not looked for`;
  return `backfill of ${table}: ${set === 1 ? count(set, 'row') : `${printNumber(set)} rows`} set (${printDuration(durationMs)})${rest}`;
}

const printNumber = (value: number): string => Math.round(value).toLocaleString('en');
