import type { MigrationInterface, QueryRunner } from "typeorm";
import { LimbeckError, operations } from "limbeck";

/** change irreversible */
export class Irreversible1720000000012 implements MigrationInterface {
  static readonly revision = "00000000000c";
  static readonly downRevision = "00000000000b";
  readonly name = "Irreversible1720000000012";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    // data/lost: Rows are deleted.
    await op.execute("DELETE FROM product WHERE NOT is_active");
  }

  async down(): Promise<void> {
    throw new LimbeckError("operation/irreversible", {
      what: "DELETE FROM product WHERE NOT is_active, which takes rows away for good",
    });
  }
}
