import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change column */
export class Column1720000000003 implements MigrationInterface {
  static readonly revision = "000000000003";
  static readonly downRevision = "000000000002";
  readonly name = "Column1720000000003";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.addColumn("product", { name: "sku", type: "character varying(40)" });
    await op.addColumn(
      { schema: "shop", name: "order" },
      { name: "created_at", type: "timestamp with time zone", nullable: false, default: "now()" },
    );
    // data/needs-fill: Rows without a value make this fail.
    // Complete `fill`: an SQL expression for the rows without a value.
    await op.alterColumn("product", "sku", { nullable: { from: true, to: false } }, { fill: null });
    await op.alterColumn(
      "product",
      "price",
      {
        type: { from: "character varying", to: "numeric(10,2)" },
        nullable: { from: true, to: false },
        default: { from: null, to: "0" },
      },
      { using: "price::numeric(10,2)", fill: "0" },
    );
    await op.alterColumn({ schema: "shop", name: "order" }, "note", {
      comment: { from: null, to: "two\nlines" },
    });
    await op.renameColumn("product", "titel", "title");
    // data/lost: All values of weight are lost.
    await op.dropColumn("product", "weight");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.addColumn("product", { name: "weight", type: "double precision" });
    await op.renameColumn("product", "title", "titel");
    await op.alterColumn({ schema: "shop", name: "order" }, "note", {
      comment: { from: "two\nlines", to: null },
    });
    await op.alterColumn("product", "price", {
      type: { from: "numeric(10,2)", to: "character varying" },
      nullable: { from: false, to: true },
      default: { from: "0", to: null },
    });
    await op.alterColumn("product", "sku", { nullable: { from: false, to: true } });
    // data/lost: All values of created_at are lost.
    await op.dropColumn({ schema: "shop", name: "order" }, "created_at");
    // data/lost: All values of sku are lost.
    await op.dropColumn("product", "sku");
  }
}
