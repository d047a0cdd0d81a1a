/** What a revision file of a test says; what is left out is not in the file. */
export interface RevisionText {
  readonly id?: string;
  /** `null`: a base. */
  readonly down?: string | null;
  readonly message: string;
  /** 13 digits at the end of the class's name. */
  readonly timestampMs: number;
  /** SQL of `up()`. */
  readonly up?: string;
  /** SQL of `down()`. */
  readonly undo?: string;
}

/** A revision file as an author writes it by hand. */
export function revisionText({ id, down, message, timestampMs, up, undo }: RevisionText): string {
  const name = `${message.replace(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase())}${timestampMs}`;
  const execute = (sql: string | undefined): string => (sql === undefined ? '' : `await queryRunner.query(${JSON.stringify(sql)});`);
  return `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ${message} */
export class ${name} implements MigrationInterface {
${id === undefined ? '' : `  static readonly revision = ${JSON.stringify(id)};\n`}${down === undefined ? '' : `  static readonly downRevision = ${JSON.stringify(down)};\n`}  readonly name = '${name}';

  async up(queryRunner: QueryRunner): Promise<void> {
    ${execute(up)}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    ${execute(undo)}
  }
}
`;
}
