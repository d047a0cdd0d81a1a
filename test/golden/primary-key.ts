import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change primary-key */
export class PrimaryKey1720000000004 implements MigrationInterface {
  static readonly revision = "000000000004";
  static readonly downRevision = "000000000003";
  readonly name = "PrimaryKey1720000000004";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createPrimaryKey("product", { name: "PK_product", columns: ["id", "version"] });
    await op.renamePrimaryKey({ schema: "shop", name: "order" }, "order_pkey", "PK_order");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renamePrimaryKey({ schema: "shop", name: "order" }, "PK_order", "order_pkey");
    await op.dropPrimaryKey("product", "PK_product");
  }
}
