import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phase } from '../../src/revision/phase.js';

/** A revision file written by hand, with calls of `op`. */
export interface HandWritten {
  /** Letters and digits; in their order the revisions follow in time. */
  readonly id: string;
  readonly down: string | null;
  readonly up: string;
  readonly undo: string;
  readonly phase?: Phase;
  readonly branchLabels?: readonly string[];
  readonly dependsOn?: readonly string[];
  /** As a revision says it. */
  readonly transaction?: boolean;
}

/** Writes the file of a revision into `directory`. */
export async function writeByHand(directory: string, { id, down, up, undo, phase, branchLabels, dependsOn, transaction }: HandWritten): Promise<void> {
  const name = `Step${id}${1_700_000_000_000 + Number.parseInt(id, 36)}`;
  const body = (calls: string): string => `const op = operations(queryRunner);\n    ${calls}`;
  await writeFile(
    join(directory, `${id}.ts`),
    `import type { MigrationInterface, QueryRunner } from "typeorm";
import { LimbeckError, operations } from "limbeck";
void LimbeckError;

/** Step ${id} */
export class ${name} implements MigrationInterface {
  static readonly revision = "${id}";
  static readonly downRevision = ${JSON.stringify(down)};
${branchLabels === undefined ? '' : `  static readonly branchLabels = ${JSON.stringify(branchLabels)};\n`}${dependsOn === undefined ? '' : `  static readonly dependsOn = ${JSON.stringify(dependsOn)};\n`}${phase === undefined ? '' : `  static readonly phase = "${phase}";\n`}  readonly name = "${name}";
${transaction === undefined ? '' : `  readonly transaction = ${String(transaction)};\n`}
  async up(queryRunner: QueryRunner): Promise<void> {
    ${body(up)}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    ${body(undo)}
  }
}
`,
  );
}
