import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** change backfill */
export class Backfill1720000000015 implements MigrationInterface {
  static readonly revision = "00000000000f";
  static readonly downRevision = "00000000000e";
  static readonly phase = "migrate";
  readonly name = "Backfill1720000000015";
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.backfill("product", { set: { sku: "'P-' || id", price: "0" }, where: "sku IS NULL" });
    await op.backfill(
      { schema: "shop", name: "order" },
      { set: { note: "upper(note)" }, where: null, batchSize: 500, pauseMs: 100 },
    );
  }

  async down(): Promise<void> {
    // There is nothing to undo.
  }
}
