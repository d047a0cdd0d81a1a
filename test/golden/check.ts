import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change check */
export class Check1720000000006 implements MigrationInterface {
  static readonly revision = "000000000006";
  static readonly downRevision = "000000000005";
  readonly name = "Check1720000000006";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createCheck("product", { name: "CHK_price", expression: "(price >= (0)::numeric)" });
    await op.createCheck(
      { schema: "shop", name: "order" },
      {
        name: "CHK_order_dates",
        expression:
          '((sent_at IS NULL) OR ((sent_at >= created_at) AND ("deliveredAt" IS NULL OR "deliveredAt" >= sent_at)))',
      },
    );
    await op.renameCheck("product", "product_price_check", "CHK_price");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameCheck("product", "CHK_price", "product_price_check");
    await op.dropCheck({ schema: "shop", name: "order" }, "CHK_order_dates");
    await op.dropCheck("product", "CHK_price");
  }
}
