// @ts-check
import { cpus, loadavg, totalmem, type } from 'node:os';
import { versionsOf } from './packages.mjs';

const packages = ['typeorm', 'pg', '@mikro-orm/core', 'drizzle-kit', 'node-pg-migrate', 'umzug'];

/** @typedef {{ processor: string, cores: number, memoryGiB: number, system: string, node: string, postgres: string, date: string, load: number, versions: Record<string, string> }} Machine `load`: what else ran, as the load average of the minute before. */

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
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    versions: versionsOf(packages),
    date: new Date().toISOString().slice(0, 10),
  };
}
