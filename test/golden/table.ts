import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change table */
export class Table1720000000002 implements MigrationInterface {
  static readonly revision = "000000000002";
  static readonly downRevision = "000000000001";
  readonly name = "Table1720000000002";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createTable({
      schema: "shop",
      name: "order",
      columns: [
        { name: "id", type: "integer", nullable: false, generation: "identityByDefault" },
        { name: "number", type: "integer", nullable: false, generation: "serial" },
        { name: "customer_id", type: "uuid", nullable: false, default: "uuid_generate_v4()" },
        {
          name: "status",
          type: "order_status_enum",
          nullable: false,
          default: "'new'::order_status_enum",
        },
        {
          name: "note",
          type: "character varying(200)",
          collation: "C",
          comment: 'What the customer wrote; "as is", it\'s kept.',
        },
        {
          name: "gross",
          type: "numeric(12,2)",
          generated: "(net * (1.0 + tax_rate / 100.0)) + COALESCE(shipping_costs, (0)::numeric)",
        },
      ],
      primaryKey: { name: "PK_order", columns: ["id"] },
      uniques: [
        { name: "UQ_order_number", columns: ["number"] },
        { name: "UQ_order_customer", columns: ["customer_id", "number"], deferrable: "deferred" },
      ],
      checks: [{ name: "CHK_order_gross", expression: "(gross >= (0)::numeric)" }],
      exclusions: [{ name: "XCL_order", definition: "USING gist (room WITH =, during WITH &&)" }],
      comment: "What customers bought.",
    });
    await op.createTable({
      name: "product",
      columns: [{ name: "id", type: "integer", nullable: false }],
      primaryKey: { name: "PK_product", columns: ["id"] },
    });
    await op.alterTable("product", { comment: { from: null, to: "What is sold." } });
    await op.renameTable({ schema: "shop", name: "customer" }, "buyer");
    // data/lost: All values of product are lost.
    await op.dropTable("product");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createTable({
      name: "product",
      columns: [{ name: "id", type: "integer", nullable: false }],
      primaryKey: { name: "PK_product", columns: ["id"] },
    });
    await op.renameTable({ schema: "shop", name: "buyer" }, "customer");
    await op.alterTable("product", { comment: { from: "What is sold.", to: null } });
    // data/lost: All values of product are lost.
    await op.dropTable("product");
    // data/lost: All values of order are lost.
    await op.dropTable({ schema: "shop", name: "order" });
  }
}
