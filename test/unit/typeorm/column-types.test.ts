import type { EntitySchemaColumnOptions } from 'typeorm';
import { readEntities } from '../../../src/typeorm/read-entities.js';
import { typeOrmVersions, unconnectedDataSource } from '../../support/entities.js';
import { entity } from '../../support/entity-samples.js';

/** What the server of the tests lacks (PostGIS, pgvector); test/integration/read-columns.test.ts has the rest. */
const cases: readonly (readonly [EntitySchemaColumnOptions, string, string | null])[] = [
  [{ type: 'geometry' }, 'geometry', null],
  [{ type: 'geometry', spatialFeatureType: 'Point' }, 'geometry(Point)', null],
  [{ type: 'geometry', spatialFeatureType: 'Point', srid: 4326 }, 'geometry(Point,4326)', null],
  [{ type: 'geometry', srid: 4326 }, 'geometry(Geometry,4326)', null],
  [{ type: 'geography', spatialFeatureType: 'LineString', srid: 4326, array: true }, 'geography(LineString,4326)[]', null],
  [{ type: 'geometry', default: { type: 'Point', coordinates: [1, 2] } }, 'geometry', `'{"type":"Point","coordinates":[1,2]}'::geometry`],
  [{ type: 'int', precision: 10 }, 'integer', null],
  [{ type: 'int', default: 2 ** 31 }, 'integer', "'2147483648'::integer"],
];

const vectors: typeof cases = [
  [{ type: 'vector' }, 'vector', null],
  [{ type: 'vector', length: 3, default: [1, 2, 3] }, 'vector(3)', "'[1,2,3]'::vector"],
  [{ type: 'halfvec', length: 4 }, 'halfvec(4)', null],
];

describe.each(typeOrmVersions)('the type of a column, TypeORM %s', (version) => {
  test.each([...cases, ...vectors])('%j is %s', async (options, type, defaultExpression) => {
    const { schema } = readEntities(await unconnectedDataSource({ version, entities: [entity('Thing', { value: options })] }));
    expect(schema.tables[0]?.columns[1]).toMatchObject({ type, default: defaultExpression });
  });
});
