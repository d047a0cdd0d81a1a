// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyOf } from '../support/history.mjs';

/**
 * Files of which the floor reads the names only: it has the statements in memory.
 *
 * @param {string} folder
 * @param {number} count
 */
export function write(folder, count) {
  for (const { name } of historyOf(count)) writeFileSync(join(folder, `${name}.js`), '');
}
