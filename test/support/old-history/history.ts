import { entitiesText, type OldTable } from './model.js';
import { drawFrom } from './random.js';
import { firstKind, kinds, type OldKind, type OldStep } from './steps.js';

/** The files of an app that was migrated by TypeORM for years, and the names of its migrations in the order in which they run. */
export interface OldHistory {
  readonly files: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  readonly tables: readonly OldTable[];
}

/** An app with this many migrations of many kinds, as people write them: by SQL and by TypeORM's classes, in files of many shapes. The same for the same seed. */
export function oldHistory(migrations: number, seed: number): OldHistory {
  const draw = drawFrom(seed);
  const named: { readonly name: string; readonly step: OldStep }[] = [];
  let tables: readonly OldTable[] = [];
  let timestampMs = 1_500_000_000_000;
  while (named.length < migrations) {
    const number = named.length;
    const kind: OldKind = number < 2 ? firstKind : draw.one(kinds);
    const step = kind({ tables, number, draw });
    if (step === null) continue;
    timestampMs += 1000 + draw.below(10 ** 9);
    named.push({ name: `${step.about.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}${timestampMs}`, step });
    tables = step.tables;
  }
  const files = named.map(({ name, step }, position) => [`src/migrations/${fileName(name, position)}.ts`, migrationText(name, step, position)] as const);
  return { files: { ...Object.fromEntries(files), 'src/entities.ts': entitiesText(tables) }, names: named.map(({ name }) => name), tables };
}

/** As TypeORM calls files, and as others do. */
const fileName = (name: string, position: number): string => (position % 5 === 4 ? `m${position}_${name.slice(0, -13).toLowerCase()}` : `${name.slice(-13)}-${name.slice(0, -13)}`);

const imports = 'import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex, TableUnique } from "typeorm";\n\n';

/** Some say their name, some are the default export, some have a `transaction` of their own. */
function migrationText(name: string, { up, down, isOutside }: OldStep, position: number): string {
  const lines = (statements: readonly string[]): string => statements.map((each) => `        ${each}\n`).join('');
  const own = [...(position % 3 === 0 ? [] : [`    name = '${name}'\n`]), ...(isOutside === true ? ['    transaction = false\n'] : [])];
  return `${imports}export ${position % 7 === 6 ? 'default ' : ''}class ${name} implements MigrationInterface {
${own.length === 0 ? '' : `${own.join('')}\n`}    public async up(queryRunner: QueryRunner): Promise<void> {
${lines(up)}    }

    public async down(queryRunner: QueryRunner): Promise<void> {
${lines(down)}    }
}
`;
}
