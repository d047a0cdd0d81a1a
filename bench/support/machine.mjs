// @ts-check
import { cpus, totalmem, type } from 'node:os';

/** @typedef {{ processor: string, cores: number, memoryGiB: number, system: string, node: string, postgres: string, date: string }} Machine */

/**
 * What was measured on.
 *
 * @param {string} postgres
 * @returns {Machine}
 */
export function describeMachine(postgres) {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: type(),
    node: process.version.slice(1),
    postgres,
    date: new Date().toISOString().slice(0, 10),
  };
}
