import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change enum */
export class Enum1720000000001 implements MigrationInterface {
  static readonly revision = "000000000001";
  static readonly downRevision = "000000000000";
  readonly name = "Enum1720000000001";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createEnum({ name: "product_status_enum", values: ["draft", "on sale", "it's over"] });
    await op.createEnum({ schema: "shop", name: "mood", values: [] });
    await op.alterEnum("size", { values: { from: ["s", "m"], to: ["s", "m", "l"] } });
    await op.alterEnum(
      "status",
      { values: { from: ["new", "paid", "lost"], to: ["new", "paid", "sent"] } },
      {
        convert: [
          {
            table: { schema: "shop", name: "order" },
            column: "status",
            type: "status",
            default: { from: "'lost'::status", to: "'new'::status" },
          },
          { table: "product", column: "states", type: "status[]" },
        ],
      },
    );
    await op.renameEnum("colour", "color");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.renameEnum("color", "colour");
    await op.alterEnum("status", {
      values: { from: ["new", "paid", "sent"], to: ["new", "paid", "lost"] },
    });
    await op.alterEnum(
      "size",
      { values: { from: ["s", "m", "l"], to: ["s", "m"] } },
      { convert: [{ table: "product", column: "size", type: "size" }] },
    );
    await op.dropEnum({ schema: "shop", name: "mood" });
    await op.dropEnum("product_status_enum");
  }
}
