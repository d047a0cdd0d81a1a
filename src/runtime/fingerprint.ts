import { createHash } from 'node:crypto';

/** Tells statements with their parameters apart, also from one process to another. */
export const fingerprint = (sql: string, parameters: readonly unknown[]): string =>
  createHash('sha256').update(sql).update('\0').update(JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))).digest('hex');
