import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change empty */
export class Empty1720000000011 implements MigrationInterface {
  static readonly revision = "00000000000b";
  static readonly downRevision = "00000000000a";
  readonly name = "Empty1720000000011";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op; // Write the steps here: await op.execute("…");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op; // Write the steps here: await op.execute("…");
  }
}
