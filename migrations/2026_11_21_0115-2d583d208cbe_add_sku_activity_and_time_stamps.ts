import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** Add sku, activity and time stamps */
export class AddSkuActivityAndTimeStamps1795223704213 implements MigrationInterface {
  static readonly revision = "2d583d208cbe";
  static readonly downRevision = "928fe905f503";
  readonly name = "AddSkuActivityAndTimeStamps1795223704213";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.addColumn("product", { name: "sku", type: "character varying(32)" });
    // data/needs-fill: Column public.product.sku becomes NOT NULL, and PostgreSQL refuses while a
    // row has no value.
    await op.alterColumn("product", "sku", { nullable: { from: true, to: false } }, { fill: "'SKU-' || id" });
    await op.addColumn("product", {
      name: "is_active",
      type: "boolean",
      nullable: false,
      default: "true",
    });
    await op.addColumn("product", {
      name: "created_at",
      type: "timestamp with time zone",
      nullable: false,
      default: "now()",
    });
    await op.addColumn("product", {
      name: "updated_at",
      type: "timestamp with time zone",
      nullable: false,
      default: "now()",
    });
    // data/may-not-fit: PostgreSQL refuses unique constraint
    // public.product.UQ_34f6ca1cd897cc926bdcca1ca39 while two rows have the same values.
    await op.createUnique("product", { name: "UQ_34f6ca1cd897cc926bdcca1ca39", columns: ["sku"] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.dropUnique("product", "UQ_34f6ca1cd897cc926bdcca1ca39");
    // data/lost: Every value of column public.product.updated_at is lost.
    await op.dropColumn("product", "updated_at");
    // data/lost: Every value of column public.product.created_at is lost.
    await op.dropColumn("product", "created_at");
    // data/lost: Every value of column public.product.is_active is lost.
    await op.dropColumn("product", "is_active");
    await op.alterColumn("product", "sku", { nullable: { from: false, to: true } });
    // data/lost: Every value of column public.product.sku is lost.
    await op.dropColumn("product", "sku");
  }
}
