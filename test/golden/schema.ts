import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change schema */
export class Schema1720000000000 implements MigrationInterface {
  static readonly revision = "000000000000";
  static readonly downRevision = null;
  readonly name = "Schema1720000000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createSchema("shop");
    await op.renameSchema("old", "archive");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameSchema("archive", "old");
    await op.dropSchema("shop");
  }
}
