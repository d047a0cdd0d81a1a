import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change foreign-key */
export class ForeignKey1720000000008 implements MigrationInterface {
  static readonly revision = "000000000008";
  static readonly downRevision = "000000000007";
  readonly name = "ForeignKey1720000000008";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createForeignKey("product", {
      name: "FK_product_category",
      columns: ["category_id"],
      references: { table: "category", columns: ["id"] },
      onDelete: "cascade",
    });
    await op.createForeignKey(
      { schema: "shop", name: "order" },
      {
        name: "FK_line",
        columns: ["order_id", "line"],
        references: { table: { schema: "shop", name: "line" }, columns: ["order_id", "number"] },
        onDelete: "set null",
        onUpdate: "restrict",
        deferrable: "deferred",
      },
    );
    await op.alterForeignKey("product", "FK_product_category", {
      deferrable: { from: "no", to: "deferred" },
    });
    await op.renameForeignKey("product", "product_category_fkey", "FK_category");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameForeignKey("product", "FK_category", "product_category_fkey");
    await op.alterForeignKey("product", "FK_product_category", {
      deferrable: { from: "deferred", to: "no" },
    });
    await op.dropForeignKey({ schema: "shop", name: "order" }, "FK_line");
    await op.dropForeignKey("product", "FK_product_category");
  }
}
