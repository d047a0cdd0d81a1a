import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change branch */
export class Branch1720000000014 implements MigrationInterface {
  static readonly revision = "00000000000e";
  static readonly downRevision = null;
  static readonly branchLabels = "shop";
  static readonly dependsOn = ["000000000001", "accounts"];
  static readonly replaces = ["000000000002", "000000000003"];
  readonly name = "Branch1720000000014";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op; // Write the steps here: await op.execute("…");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op; // Write the steps here: await op.execute("…");
  }
}
