import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';

/**
 * The error for a DataSource that cannot even be made, because TypeORM does not know its type or the package of its driver is
 * not installed; `null` for every other error. To install that package would not help, unless it is the one of PostgreSQL.
 *
 * Source: typeorm 0.3.31 and 1.1.1, DriverPackageNotInstalledError and MissingDriverError.
 */
export function unsupportedDriver(error: unknown): LimbeckError<'config/unsupported-driver'> | null {
  const message = messageOf(error);
  const [, driver] = /^(.+) package has not been found installed/.exec(message) ?? /^Wrong driver: "(.*)" given\./.exec(message) ?? [];
  return driver === undefined || driver === 'Postgres' ? null : new LimbeckError('config/unsupported-driver', { driver }, { cause: error });
}
