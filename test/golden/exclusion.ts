import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change exclusion */
export class Exclusion1720000000007 implements MigrationInterface {
  static readonly revision = "000000000007";
  static readonly downRevision = "000000000006";
  readonly name = "Exclusion1720000000007";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createExclusion("product", {
      name: "XCL_offer",
      definition: "USING gist (during WITH &&)",
    });
    await op.renameExclusion("product", "product_during_excl", "XCL_offer");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameExclusion("product", "XCL_offer", "product_during_excl");
    await op.dropExclusion("product", "XCL_offer");
  }
}
