import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change index */
export class Index1720000000009 implements MigrationInterface {
  static readonly revision = "000000000009";
  static readonly downRevision = "000000000008";
  readonly name = "Index1720000000009";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createIndex("product", {
      name: "IDX_product_active",
      keys: ["name"],
      where: "is_active",
    });
    await op.createIndex(
      { schema: "shop", name: "order" },
      {
        name: "IDX_order_customer",
        keys: [{ sql: 'lower("customerEmail") DESC NULLS LAST' }, "number"],
        unique: true,
        include: ["status", "created_at"],
        nullsNotDistinct: true,
        where: "(deleted_at IS NULL)",
      },
    );
    await op.createIndex("product", {
      name: "IDX_attributes",
      keys: [{ sql: "attributes jsonb_path_ops" }],
      method: "gin",
    });
    await op.renameIndex("product", "product_name_idx", "IDX_name");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameIndex("product", "IDX_name", "product_name_idx");
    await op.dropIndex("product", "IDX_attributes");
    await op.dropIndex({ schema: "shop", name: "order" }, "IDX_order_customer");
    await op.dropIndex("product", "IDX_product_active");
  }
}
