import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change unique */
export class Unique1720000000005 implements MigrationInterface {
  static readonly revision = "000000000005";
  static readonly downRevision = "000000000004";
  readonly name = "Unique1720000000005";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createUnique("product", { name: "UQ_product_sku", columns: ["sku"] });
    await op.createUnique(
      { schema: "shop", name: "order" },
      { name: "UQ_order", columns: ["number", "year"], deferrable: "deferrable" },
    );
    await op.renameUnique("product", "product_sku_key", "UQ_sku");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameUnique("product", "UQ_sku", "product_sku_key");
    await op.dropUnique({ schema: "shop", name: "order" }, "UQ_order");
    await op.dropUnique("product", "UQ_product_sku");
  }
}
