import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** join *\/ both */
export class Merge1720000000013 implements MigrationInterface {
  static readonly revision = "00000000000d";
  static readonly downRevision = ["000000000001", "000000000002"];
  readonly name = "Merge1720000000013";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op; // Write the steps here: await op.execute("…");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op; // Write the steps here: await op.execute("…");
  }
}
