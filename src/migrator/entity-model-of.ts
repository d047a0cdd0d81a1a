import type { DataSource } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { serverName } from '../typeorm/connection.js';
import type { EntityModel } from '../typeorm/entity-model.js';
import { readEntities } from '../typeorm/read-entities.js';

/** By the metadata, which TypeORM builds anew when it initialises the data source again. */
const models = new WeakMap<DataSource['entityMetadatas'], EntityModel>();

/**
 * What the entities say, read once: a file that is written is compared twice, and a test suite compares again and again.
 *
 * @throws {LimbeckError} `entities/no-metadata`, and those of `readEntities`.
 */
export function entityModelOf(dataSource: DataSource): EntityModel {
  if (dataSource.entityMetadatas.length === 0) throw new LimbeckError('entities/no-metadata', { dataSource: serverName(dataSource) });
  const known = models.get(dataSource.entityMetadatas);
  if (known !== undefined) return known;
  const model = readEntities(dataSource);
  models.set(dataSource.entityMetadatas, model);
  return model;
}
