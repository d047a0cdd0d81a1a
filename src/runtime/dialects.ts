import type { Dialect } from '../dialect/dialect.js';
import { postgres } from '../dialect/postgres/dialect.js';
import { LimbeckError } from '../kernel/errors.js';

/** The dialects by the `type` of a TypeORM DataSource. */
const dialects: ReadonlyMap<string, Dialect> = new Map([['postgres', postgres]]);

/**
 * The dialect for a DataSource of this `type`.
 *
 * @throws {LimbeckError} `config/unsupported-driver`.
 */
export function dialectFor(driver: string): Dialect {
  const dialect = dialects.get(driver);
  if (dialect === undefined) throw new LimbeckError('config/unsupported-driver', { driver });
  return dialect;
}
