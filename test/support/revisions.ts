import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Revision } from '../../src/revision/revision.js';

/** What a revision does; what is left out does nothing. */
export interface Behaviour {
  readonly up?: (queryRunner: QueryRunner) => Promise<unknown>;
  readonly down?: (queryRunner: QueryRunner) => Promise<unknown>;
  readonly transaction?: boolean;
}

/** Revisions in a line, one standing on the other: `a`, `b`, `c` … by the names of their behaviours. */
export function lineOf(behaviours: Readonly<Record<string, Behaviour>>, file = '/app/migrations/revision.ts'): readonly Revision[] {
  const ids = Object.keys(behaviours);
  return Object.entries(behaviours).map(([id, behaviour], index) => {
    const timestampMs = 1_700_000_000_000 + index;
    return {
      id,
      parents: ids.slice(Math.max(0, index - 1), index),
      labels: [],
      dependsOn: [],
      replaces: [],
      phase: null,
      name: `${id}${timestampMs}`,
      timestampMs,
      message: `the revision ${id}`,
      file,
      checksum: `checksum of ${id}`,
      instantiate: () => Promise.resolve(migrationOf(`${id}${timestampMs}`, behaviour)),
    };
  });
}

const migrationOf = (name: string, { up, down, transaction }: Behaviour): MigrationInterface => ({
  name,
  ...(transaction === undefined ? {} : { transaction }),
  up: async (queryRunner) => void (await up?.(queryRunner)),
  down: async (queryRunner) => void (await down?.(queryRunner)),
});

/** A behaviour of two statements, there and back. */
export const sql = (up: string, down = 'SELECT 1'): Behaviour => ({
  up: (queryRunner) => queryRunner.query(up),
  down: (queryRunner) => queryRunner.query(down),
});
