import type { DataSource, EntityMetadata } from 'typeorm';
import { memberRef, refKey } from '../model/identity.js';
import type { Expression } from '../model/schema.js';
import { defaultNamespaceOf, tableNameOf } from './compat.js';
import { storedColumns } from './read-columns.js';

/**
 * What TypeORM itself writes for the defaults that entities give as functions, by the `refKey` of the column.
 *
 * It puts older spellings of the clock in their place: `CURRENT_TIMESTAMP` becomes `now()`, `CURRENT_DATE` becomes `('now'::text)::date`.
 * On a database that TypeORM made, these stand for what the entity says.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.normalizeDatetimeFunction.
 */
export const readSynonyms = (metadatas: readonly EntityMetadata[], dataSource: DataSource): ReadonlyMap<string, Expression> =>
  new Map(
    metadatas.flatMap((metadata) => {
      const table = tableNameOf(metadata, defaultNamespaceOf(dataSource));
      return storedColumns(metadata)
        .filter((column) => typeof column.default === 'function')
        .flatMap((column): [string, Expression][] => {
          const text = dataSource.driver.normalizeDefault(column);
          return text === undefined ? [] : [[refKey(memberRef('column', table, column.databaseName)), text]];
        });
    }),
  );
