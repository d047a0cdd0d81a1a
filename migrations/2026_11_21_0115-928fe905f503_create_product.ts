import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** Create product */
export class CreateProduct1795223700574 implements MigrationInterface {
  static readonly revision = "928fe905f503";
  static readonly downRevision = null;
  readonly name = "CreateProduct1795223700574";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createTable({
      name: "product",
      columns: [
        { name: "id", type: "integer", nullable: false, generation: "serial" },
        { name: "name", type: "character varying(120)", nullable: false },
        { name: "description", type: "text" },
        { name: "price", type: "numeric(10,2)", nullable: false },
      ],
      primaryKey: { name: "PK_bebc9158e480b949565b4dc7a82", columns: ["id"] },
      checks: [{ name: "CHK_a6d65e8af0ba6a91cf2efcafda", expression: "(price >= (0)::numeric)" }],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    // data/lost: Every row of table public.product is lost.
    await op.dropTable("product");
  }
}
