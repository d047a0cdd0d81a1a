import { setTimeout } from 'node:timers/promises';
import type { TestDatabase } from './database.js';

const longestMs = 60_000;

/**
 * The scratch databases on the server that somebody has left behind. Those that other tests have at work now go in their own time, so that only what is still
 * there when all had time to end was left.
 */
export async function scratchesLeft(database: TestDatabase): Promise<readonly string[]> {
  const endMs = performance.now() + longestMs;
  let left = await scratches(database);
  while (left.length > 0 && performance.now() < endMs) {
    await setTimeout(200);
    const there = await scratches(database);
    left = left.filter((name) => there.includes(name));
  }
  return left;
}

async function scratches(database: TestDatabase): Promise<readonly string[]> {
  const rows = await database.query<{ readonly datname: string }>("SELECT datname FROM pg_database WHERE datname LIKE 'limbeck\\_scratch\\_%'");
  return rows.map(({ datname }) => datname);
}
