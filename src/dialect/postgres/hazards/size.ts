import type { QualifiedName } from '../../../model/schema.js';
import type { Work } from '../../hazard.js';
import type { Ledger } from './ledger.js';

/** How many bytes of a table common hardware gets through in a second; only good for a word like "minutes". */
const bytesPerSecond: { readonly [W in Work]: number } = { scan: 200e6, rewrite: 40e6, 'index build': 40e6, update: 10e6 };

/** ` (about 1,200,000 rows, 310 MB: seconds)`; nothing where the size is not known, or there was no row when somebody counted last. */
export function sizeOf(table: QualifiedName | undefined, work: Work, ledger: Ledger): string {
  const figures = table === undefined ? undefined : ledger.figuresOf(table);
  if (figures === undefined || figures.rows < 1) return '';
  const { rows, bytes } = figures;
  return ` (about ${rows.toLocaleString('en')} rows, ${showBytes(bytes)}: ${showDuration(bytes / bytesPerSecond[work])})`;
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

function showBytes(bytes: number): string {
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)), byteUnits.length - 1);
  return `${Math.round(bytes / 1024 ** power).toLocaleString('en')} ${byteUnits[power]}`;
}

function showDuration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 50) return 'seconds';
  if (seconds < 100) return 'about a minute';
  if (seconds < 2700) return 'minutes';
  return seconds < 5400 ? 'about an hour' : 'hours';
}
