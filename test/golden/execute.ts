import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change execute */
export class Execute1720000000010 implements MigrationInterface {
  static readonly revision = "00000000000a";
  static readonly downRevision = "000000000009";
  readonly name = "Execute1720000000010";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.execute("UPDATE product SET sku = 'P-' || id WHERE sku IS NULL");
    await op.execute(`CREATE FUNCTION f() RETURNS int
LANGUAGE sql AS $$ SELECT 1 $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.execute("DROP FUNCTION f()");
    await op.execute("UPDATE product SET sku = NULL");
  }
}
