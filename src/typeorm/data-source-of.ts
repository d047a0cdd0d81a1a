import type { DataSource, QueryRunner } from 'typeorm';

/** The data source of a QueryRunner: `dataSource` since TypeORM 1.0, `connection` before. */
export function dataSourceOf(queryRunner: QueryRunner): DataSource {
  const { dataSource } = queryRunner as { readonly dataSource?: DataSource };
  return dataSource ?? queryRunner.connection;
}
