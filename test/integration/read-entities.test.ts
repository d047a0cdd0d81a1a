import type { DataSource } from 'typeorm';
import { canonicalise } from '../../src/dialect/postgres/canonicalise/canonicalise.js';
import { render } from '../../src/dialect/postgres/ddl/ddl.js';
import { introspect } from '../../src/dialect/postgres/introspect/introspect.js';
import { type ObjectRef, refKey } from '../../src/model/identity.js';
import type { Schema, Table } from '../../src/model/schema.js';
import type { Operation } from '../../src/operation/operation.js';
import { inSnapshot } from '../../src/dialect/postgres/snapshot.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import { readEntities } from '../../src/typeorm/read-entities.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { decorate, type Model, typeOrmVersions, type TypeOrmVersion, withDataSource } from '../support/entities.js';
import { type Sample, samples, samplesBeyondTypeOrm } from '../support/entity-samples.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

/** Nothing else than the order of lists may differ between what we read of the entities, as PostgreSQL spells it, and its catalog. */
async function expectSameAsCatalog(dataSource: DataSource): Promise<void> {
  const model = readEntities(dataSource);
  const { schema, ignored } = model;
  const excluded = new Set(ignored.map(refKey));
  const scope = { namespaces: schema.namespaces.map(({ name }) => name), excludes: (ref: ObjectRef) => excluded.has(refKey(ref)), claims: () => true };
  const queryRunner = dataSource.createQueryRunner();
  try {
    await inSnapshot(queryableOf(queryRunner), async (snapshot) => {
      const current = await introspect(snapshot, scope);
      const desired = await canonicalise(snapshot, model, current);
      expect(sorted(desired)).toEqual(sorted(current));
      expect(current.tables.length).toBeGreaterThan(0);
    });
  } finally {
    await queryRunner.release();
  }
}

/** Makes what we read of the entities, by our own statements. */
async function createAsRead(dataSource: DataSource): Promise<void> {
  const { enums, tables } = readEntities(dataSource).schema;
  const operations: readonly Operation[] = [
    ...enums.map((value): Operation => ({ verb: 'create', kind: 'enum', schema: value.schema, value })),
    ...tables.map((value): Operation => ({ verb: 'create', kind: 'table', schema: value.schema, value: { ...value, foreignKeys: [], indexes: [] } })),
    ...tables.flatMap((table) => table.indexes.map((value): Operation => ({ verb: 'create', kind: 'index', table, value }))),
    ...tables.flatMap((table) => table.foreignKeys.map((value): Operation => ({ verb: 'create', kind: 'foreignKey', table, value }))),
  ];
  for (const { sql } of operations.flatMap(render)) await dataSource.query(sql);
}

const byName = <T extends { readonly name: string; readonly schema?: string }>(list: readonly T[]): T[] =>
  [...list].sort((left, right) => (JSON.stringify([left.schema, left.name]) < JSON.stringify([right.schema, right.name]) ? -1 : 1));

const sorted = (schema: Schema): Schema => ({
  extensions: byName(schema.extensions),
  namespaces: byName(schema.namespaces),
  enums: byName(schema.enums),
  tables: byName(schema.tables.map(sortedTable)),
  views: byName(schema.views),
  materializedViews: byName(schema.materializedViews),
  viewFacts: schema.viewFacts,
  unmanaged: [],
  typeNames: schema.typeNames,
});

const sortedTable = (table: Table): Table => ({
  ...table,
  columns: byName(table.columns),
  uniques: byName(table.uniques),
  checks: byName(table.checks),
  exclusions: byName(table.exclusions),
  foreignKeys: byName(table.foreignKeys),
  indexes: byName(table.indexes),
});

const modelOf = ({ entities, setUp: _, versions: __, ...options }: Sample, version: TypeOrmVersion): Model => ({
  version,
  ...options,
  entities: typeof entities === 'function' ? decorate(version, entities) : entities,
});

describe.each(typeOrmVersions)('entities and the database, TypeORM %s', (version) => {
  const ofVersion = (all: Readonly<Record<string, Sample>>): [string, Sample][] =>
    Object.entries(all).filter(([, { versions = typeOrmVersions }]) => versions.includes(version));

  test.each(ofVersion(samples))('as TypeORM makes it: %s', async (_, sample) => {
    if (sample.setUp !== undefined) await database.query(sample.setUp);
    await withDataSource(database, modelOf(sample, version), async (dataSource) => {
      await dataSource.synchronize();
      await expectSameAsCatalog(dataSource);
    });
  });

  test.each(ofVersion(samplesBeyondTypeOrm))('as TypeORM cannot make it: %s', async (_, sample) => {
    await withDataSource(database, modelOf(sample, version), async (dataSource) => {
      await expect(dataSource.synchronize()).rejects.toThrow();
      await createAsRead(dataSource);
      await expectSameAsCatalog(dataSource);
    });
  });
});
