// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {import('./machine.mjs').Machine} Machine
 * @typedef {{ machine: Machine, seconds: number, rows: import('./part.mjs').Row[], error?: string }} PartResults
 * @typedef {Record<string, PartResults>} ResultsOfParts
 */

/** The results as they are kept, one file for all parts: measuring a part anew replaces its rows only, and only with the first new one. */
export class Results {
  /** @type {ResultsOfParts} */
  parts;

  /** @param {string} folder */
  constructor(folder) {
    this.file = join(folder, 'results.json');
    mkdirSync(folder, { recursive: true });
    this.parts = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : {};
  }

  /**
   * Puts what a part has measured until now in the place of what was there.
   *
   * @param {string} name
   * @param {PartResults} part
   */
  set(name, part) {
    this.parts[name] = part;
    writeFileSync(this.file, `${JSON.stringify(this.parts, null, 1)}\n`);
  }
}
