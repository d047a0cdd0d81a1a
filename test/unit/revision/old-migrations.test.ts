import { transformSync, type JscTarget } from '@swc/core';
import ts from 'typescript';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { readMetadata } from '../../../src/revision/read-metadata.js';

const file = '/app/migrations/1720000000000-add-invoices.ts';

/** A file as TypeORM's command writes it, with what can mislead a reader in its bodies. */
const usual = `import { MigrationInterface, QueryRunner } from "typeorm";

export class AddInvoices1720000000000 implements MigrationInterface {
    name = 'AddInvoices1720000000000'

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(\`CREATE TABLE "invoice" ("name" text, "class" text DEFAULT 'class B1720000000001 {')\`);
        await queryRunner.query(\`COMMENT ON TABLE "invoice" IS '\${"revision = 1"}'\`); // class C1720000000002 {}
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(\`DROP TABLE "invoice"\`);
    }
}
`;

const expected = {
  id: 'AddInvoices1720000000000',
  parents: null,
  labels: [],
  dependsOn: [],
  replaces: [],
  phase: null,
  name: 'AddInvoices1720000000000',
  timestampMs: 1_720_000_000_000,
  message: 'Add Invoices',
  className: 'AddInvoices1720000000000',
};

const body = 'async up() {} async down() {}';
const namesIn = (text: string): readonly string[] => readMetadata(text, file).map(({ name }) => name);

function errorOf(text: string): string {
  try {
    readMetadata(text, file);
  } catch (error) {
    if (error instanceof LimbeckError) return (error as LimbeckError).code;
    throw error;
  }
  throw new Error('It was read.');
}

describe('a migration that was written for TypeORM', () => {
  it('is read from a file of its command', () => expect(readMetadata(usual, file)).toEqual([expected]));

  it.each([
    ['without the property name', `export class A1720000000000 implements MigrationInterface { ${body} }`],
    ['whose property alone has the time stamp', `export default class { name = 'A1720000000000'; ${body} }`],
    ['whose class has another name', `export class Migration { name = "A1720000000000" as const; ${body} }`],
    ['named in the constructor', `export class Migration { constructor() { this.name = "A1720000000000"; } ${body} }`],
    ['that inherits what it does', `export class A1720000000000 extends Base { statements = []; }`],
    ['in CommonJS', `module.exports = class A1720000000000 { ${body} }`],
    ['in CommonJS, by name', `class A1720000000000 { ${body} }\nmodule.exports = { A1720000000000 };`],
    ['in an exported variable', `export const A1720000000000 = class { ${body} };`],
    ['exported later', `class A1720000000000 { ${body} }\nexport default A1720000000000;`],
    ['as a function', `function A1720000000000() {}\nA1720000000000.prototype.up = async function () {};\nmodule.exports = { A1720000000000 };`],
    ['beside helpers', `export abstract class Base { abstract up(): Promise<void>; }\nexport class Names { all = [] }\nexport class A1720000000000 extends Base { ${body} }`],
  ])('is read: one %s', (_, text) => expect(namesIn(text)).toEqual(['A1720000000000']));

  it('is read of a file of several', () => {
    const text = `export class B1720000000001 { ${body} }\nclass Helper {}\nexport class A1720000000000 { ${body} }\nclass C1720000000002 { ${body} }\nexport default [C1720000000002];`;
    expect(namesIn(text)).toEqual(['B1720000000001', 'A1720000000000', 'C1720000000002']);
  });

  it('is read beside a revision of Limbeck', () => {
    const text = `export class B1720000000001 { static revision = "b1"; static downRevision = "A1720000000000"; ${body} }\nexport class A1720000000000 { ${body} }`;
    expect(readMetadata(text, file).map(({ id, parents }) => ({ id, parents }))).toEqual([
      { id: 'b1', parents: ['A1720000000000'] },
      { id: 'A1720000000000', parents: null },
    ]);
  });

  it('takes its message from its doc comment, or from its name', () => {
    expect(readMetadata(usual.replace('export class', '/** Invoices for all. */\nexport class'), file)[0]?.message).toBe('Invoices for all.');
    expect(readMetadata(`export class A { name = "add-invoices-1720000000000"; ${body} }`, file)).toMatchObject([{ id: 'add_invoices_1720000000000', message: 'add-invoices' }]);
    expect(readMetadata(`export class A { name = "1720000000000"; ${body} }`, file)).toMatchObject([{ id: '1720000000000', message: '1720000000000' }]);
  });

  it.each([
    ['has no time stamp', `export class AddInvoices { ${body} }`, 'revision/no-time-stamp'],
    ['has a short time stamp', `export class AddInvoices172000000000 { ${body} }`, 'revision/no-time-stamp'],
    ['has a name without one', `export class AddInvoices1720000000000 { name = "AddInvoices"; ${body} }`, 'revision/no-time-stamp'],
    ['computes its name', `export class AddInvoices1720000000000 { name = prefix + "1720000000000"; ${body} }`, 'revision/not-a-literal'],
    ['takes its name from elsewhere', `export class A { name = nameOf("1720000000000"); ${body} }`, 'revision/not-a-literal'],
  ])('is refused where it %s', (_, text, code) => expect(errorOf(text)).toBe(code));
});

describe('a migration that was compiled', () => {
  const { ES5, ES2015, ES2017, ES2022, ESNext } = ts.ScriptTarget;
  const typescript = [ES5, ES2015, ES2017, ES2022, ESNext].flatMap((target) =>
    [ts.ModuleKind.CommonJS, ts.ModuleKind.ESNext].map((module) => [`${ts.ScriptTarget[target]} ${ts.ModuleKind[module]}`, { target, module, ignoreDeprecations: '6.0' }] as const),
  );
  it.each(typescript)('by tsc %s', (_, compilerOptions) => {
    expect(readMetadata(ts.transpileModule(usual, { compilerOptions }).outputText, file)).toEqual([expected]);
  });

  const targets: readonly JscTarget[] = ['es5', 'es2015', 'es2022', 'esnext'];
  it.each(targets.flatMap((target) => (['commonjs', 'es6'] as const).map((type) => [`${target} ${type}`, target, type] as const)))('by SWC %s', (_, target, type) => {
    const { code } = transformSync(usual, { jsc: { parser: { syntax: 'typescript' }, target }, module: { type } });
    expect(readMetadata(code, file)).toEqual([expected]);
  });
});

describe('a file without a migration', () => {
  it.each([
    ['is empty', ''],
    ['has functions', 'export function up() {}\nexport const name = "A1720000000000";'],
    ['has no class', 'export const a = { class: 1 }; a.class;'],
    ['has a class in a comment and in a text', '// class A1720000000000 {}\nconst a = "class B1720000000001 {}";'],
    ['has other classes', 'export class Names { all = [] }\nexport abstract class Base { abstract up(): Promise<void>; }'],
    ['hands on what others have', `export * from "./a.js";\nexport { A1720000000000 } from "./b.js";\nimport { B1720000000001 } from "./c.js";\nexport const all = [B1720000000001];`],
    ['hands on, compiled', `Object.defineProperty(exports, "A1720000000000", { enumerable: true, get: function () { return a.A1720000000000; } });\n__exportStar(require("./b"), exports);`],
  ])('gives none: it %s', (_, text) => expect(readMetadata(text, file)).toEqual([]));
});
