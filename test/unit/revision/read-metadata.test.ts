import { transformSync, type JscTarget } from '@swc/core';
import ts from 'typescript';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { type Metadata, readMetadata as readAll } from '../../../src/revision/read-metadata.js';

const file = '/app/migrations/a.ts';

/** What is read of a file with one revision. */
function readMetadata(text: string, path: string): Metadata {
  const [only, ...others] = readAll(text, path);
  if (only === undefined || others.length > 0) throw new Error(`It has ${others.length + 1} revisions.`);
  return only;
}

/** A file as Limbeck writes it, with what can mislead a reader in its bodies. */
const usual = `import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** Add invoices. */
export class AddInvoices1720000000000 implements MigrationInterface {
  static readonly revision = "ae1027a6acf0";
  static readonly downRevision = "4c5d91f0b2e7";
  static readonly branchLabels = "shop";
  static readonly dependsOn = ["accounts", "0a1b2c3d4e5f"];
  static readonly replaces = ["111111111111", "222222222222"];
  static readonly phase = "contract";
  readonly name = "AddInvoices1720000000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    // class Wrong1 { static revision = "000000000000" }
    await op.execute(\`select '}', \${"class Wrong2 {"} /* \`);
    await op.execute("class Wrong3 { static downRevision = null }");
    if (1 / 2 > 0) await op.execute(/[}"]class/.source);
  }

  async down(): Promise<void> {}
}
`;

const expected = {
  id: 'ae1027a6acf0',
  parents: ['4c5d91f0b2e7'],
  labels: ['shop'],
  dependsOn: ['accounts', '0a1b2c3d4e5f'],
  replaces: ['111111111111', '222222222222'],
  phase: 'contract',
  name: 'AddInvoices1720000000000',
  timestampMs: 1_720_000_000_000,
  message: 'Add invoices.',
  className: 'AddInvoices1720000000000',
};

/** What of it a file says that has but the least. */
const least = { ...expected, labels: [], dependsOn: [], replaces: [], phase: null };

/** A class with these members. */
const withMembers = (members: string, before = 'export class AddInvoices1720000000000'): string => `/** Add invoices. */\n${before} {\n${members}\n async up() {}\n async down() {}\n}\n`;
const ids = 'static revision = "ae1027a6acf0"; static downRevision = null;';

function errorOf(text: string): LimbeckError {
  try {
    readAll(text, file);
  } catch (error) {
    if (error instanceof LimbeckError) return error as LimbeckError;
    throw error;
  }
  throw new Error('It was read.');
}

describe('metadata', () => {
  it('is read from a file that Limbeck wrote', () => expect(readMetadata(usual, file)).toEqual(expected));

  it.each([
    ['a base', 'static revision = "ae1027a6acf0"; static downRevision = null', []],
    ['a merge', 'static revision = "ae1027a6acf0"; static downRevision = ["a1", "b2"]', ['a1', 'b2']],
    ['a merge with a comma at its end', 'static revision = "ae1027a6acf0"; static downRevision = ["a1", "b2",] as const;', ['a1', 'b2']],
    ['an empty list', 'static revision = "ae1027a6acf0"; static downRevision: string[] = []', []],
    ['a parent named twice', 'static revision = "ae1027a6acf0"; static downRevision = ["a1", "a1"]', ['a1']],
    ['single quotes', "static revision = 'ae1027a6acf0'; static downRevision = 'a1'", ['a1']],
    ['a template', 'static revision = `ae1027a6acf0`; static downRevision = `a1`', ['a1']],
    ['types', 'public static readonly revision: string = "ae1027a6acf0"; static readonly downRevision: string | null = "a1"', ['a1']],
    ['no semicolons', 'static revision = "ae1027a6acf0"\n static downRevision = "a1"', ['a1']],
    ['comments', 'static /* a */ revision /* b */ = // c\n "ae1027a6acf0"; static downRevision = /* "zz" */ "a1"', ['a1']],
    ['the other order', 'static downRevision = "a1"; static revision = "ae1027a6acf0"', ['a1']],
    ['assertions', 'static revision = "ae1027a6acf0" as const; static downRevision = "a1" satisfies string', ['a1']],
    ['a quoted key', 'static "revision" = "ae1027a6acf0"; static "downRevision" = "a1"', ['a1']],
    ['a static block', 'static { this.revision = "ae1027a6acf0"; this.downRevision = "a1"; }', ['a1']],
  ])('is read with %s', (_, members, parents) => expect(readMetadata(withMembers(members), file)).toEqual({ ...least, parents }));

  it.each([
    ['export default class AddInvoices1720000000000', 'AddInvoices1720000000000'],
    ['export abstract class AddInvoices1720000000000', 'AddInvoices1720000000000'],
    ['export class AddInvoices1720000000000 extends Base<{ a: 1 }> implements MigrationInterface', 'AddInvoices1720000000000'],
    ['class AddInvoices1720000000000', 'AddInvoices1720000000000'],
    ['module.exports = class AddInvoices1720000000000', 'AddInvoices1720000000000'],
    ['exports.AddInvoices1720000000000 = class', 'AddInvoices1720000000000'],
  ])('is read of: %s', (before, className) => expect(readMetadata(withMembers(ids, before), file)).toMatchObject({ id: 'ae1027a6acf0', className }));

  it.each([
    ['a label', 'static branchLabels = "shop"', { labels: ['shop'] }],
    ['labels', "static branchLabels: string[] = ['shop', 'web-shop', 'v2.next', 'team/shop']", { labels: ['shop', 'web-shop', 'v2.next', 'team/shop'] }],
    ['none', 'static branchLabels = null; static dependsOn = null; static replaces = []', {}],
    ['a dependency', 'static readonly dependsOn = "ae10"', { dependsOn: ['ae10'] }],
    ['one named twice', 'static dependsOn = ["a1", "shop", "a1"]', { dependsOn: ['a1', 'shop'] }],
    ['what it replaces', 'static replaces = ["a1", "b2"] as const', { replaces: ['a1', 'b2'] }],
    ['a phase', 'static readonly phase: Phase = "expand"', { phase: 'expand' }],
    ['no phase', 'static phase = null', {}],
    ['the words after the methods', 'async up() {} static dependsOn = "a1"', { dependsOn: ['a1'] }],
  ])('is read with %s', (_, members, said) => {
    expect(readMetadata(withMembers(`${ids} ${members}`), file)).toEqual({ ...least, parents: [], ...said });
    expect(readMetadata(withMembers(`name = "AddInvoices1720000000000"; ${members}; ${ids}`), file)).toEqual({ ...least, parents: [], ...said });
  });

  it('takes the name that TypeORM records', () => {
    const name = 'OtherName1730000000000';
    expect(readMetadata(withMembers(`${ids} name = "${name}"`), file)).toMatchObject({ name, timestampMs: 1_730_000_000_000, className: 'AddInvoices1720000000000' });
    expect(readMetadata(withMembers(`${ids} name: string; constructor() { this.name = "${name}"; }`), file)).toMatchObject({ name });
  });

  it('knows helpers from the revision', () => {
    const helper = 'class Helper { static revision = "000000000000"; name = "x" }\n';
    expect(readMetadata(`${helper}${withMembers(ids)}`, file).id).toBe('ae1027a6acf0');
    expect(readMetadata(`${withMembers(ids)}${helper}`, file).id).toBe('ae1027a6acf0');
    expect(readMetadata(`${helper}${withMembers(ids, 'class AddInvoices1720000000000')}export { AddInvoices1720000000000 as Migration };`, file).id).toBe('ae1027a6acf0');
  });

  it('is not taken from what is inside a method', () => {
    const inner = `async down() { class Inner { static revision = "b"; static downRevision = "c"; name = "d" } let name; name = "e"; return { name, Inner }; }`;
    expect(readMetadata(withMembers(`${inner} ${ids}`), file)).toEqual({ ...least, parents: [] });
    expect(readMetadata(withMembers(`${ids} ${inner}`), file)).toEqual({ ...least, parents: [] });
  });

  it('takes the first paragraph of the doc comment, or the words of the name', () => {
    const text = withMembers(ids).replace('/** Add invoices. */', '/**\n * Add invoices,\n * and more.\n *\n * At length.\n */');
    expect(readMetadata(text, file).message).toBe('Add invoices, and more.');
    expect(readMetadata(withMembers(ids).replace('/** Add invoices. */', ''), file).message).toBe('Add Invoices');
    expect(readMetadata(withMembers(ids).replace('/** Add invoices. */', '/** Add. */\n@Decorated()\n'), file).message).toBe('Add Invoices');
  });

  it('is read with a byte order mark and other line ends', () => {
    expect(readMetadata(`\ufeff${usual.replaceAll('\n', '\r\n')}`, file)).toEqual(expected);
  });
});

describe('metadata of compiled files', () => {
  const { ES2015, ES2017, ES2022, ESNext } = ts.ScriptTarget;
  const typescript = [ES2015, ES2017, ES2022, ESNext].flatMap((target) =>
    [ts.ModuleKind.CommonJS, ts.ModuleKind.ESNext].flatMap((module) => [true, false].map((useDefineForClassFields) => ({ target, module, useDefineForClassFields }))),
  );
  it.each(typescript.map((options) => [JSON.stringify(options), options] as const))('by tsc %s', (_, compilerOptions) => {
    expect(readMetadata(ts.transpileModule(usual, { compilerOptions }).outputText, file)).toEqual(expected);
  });

  const targets: readonly JscTarget[] = ['es2015', 'es2017', 'es2021', 'es2022', 'esnext'];
  const swc = targets.flatMap((target) => (['commonjs', 'es6'] as const).map((type) => [`${target} ${type}`, target, type] as const));
  it.each(swc)('by SWC %s', (_, target, type) => {
    const { code } = transformSync(usual, { jsc: { parser: { syntax: 'typescript' }, target }, module: { type } });
    // For CommonJS, SWC puts the comment before all else, where it belongs to no class.
    expect(readMetadata(code, file)).toEqual({ ...expected, message: type === 'commonjs' ? 'Add Invoices' : expected.message });
  });

  it('without comments', () => {
    const { outputText } = ts.transpileModule(usual, { compilerOptions: { target: ES2022, removeComments: true } });
    expect(readMetadata(outputText, file)).toEqual({ ...expected, message: 'Add Invoices' });
  });
});

describe('a file that is no revision', () => {
  it.each([
    ['exports two classes', `${withMembers(ids)}${withMembers(ids, 'export class Other1720000000001')}`, 'revision/not-one-class'],
    ['exports two classes in a list', `${withMembers(ids, 'class A1720000000000')}${withMembers(ids, 'class B1720000000001')}export { A1720000000000, B1720000000001 };`, 'revision/not-one-class'],
    ['has no revision', withMembers('static downRevision = null;'), 'revision/no-revision'],
    ['has a revision of its instances', withMembers('revision = "ae1027a6acf0"; static downRevision = null;'), 'revision/no-revision'],
    ['has no downRevision', withMembers('static revision = "ae1027a6acf0";'), 'revision/no-down-revision'],
    ['computes its revision', withMembers('static revision = "ae10" + "27a6acf0"; static downRevision = null;'), 'revision/not-a-literal'],
    ['calls for its revision', withMembers('static revision = makeId(); static downRevision = null;'), 'revision/not-a-literal'],
    ['takes its revision from elsewhere', withMembers('static get revision() { return "ae1027a6acf0"; } static downRevision = null;'), 'revision/not-a-literal'],
    ['makes its revision of a template', withMembers('static revision = `a${1}`; static downRevision = null;'), 'revision/not-a-literal'],
    ['makes its downRevision of a constant', withMembers('static revision = "ae1027a6acf0"; static downRevision = parent;'), 'revision/not-a-literal'],
    ['has a number as downRevision', withMembers('static revision = "ae1027a6acf0"; static downRevision = 12;'), 'revision/not-a-literal'],
    ['has a number among its parents', withMembers('static revision = "ae1027a6acf0"; static downRevision = ["a", 12];'), 'revision/not-a-literal'],
    ['has no end', 'export class A1720000000000 { static revision = "ae1027a6acf0"; static downRevision = ["a"', 'revision/not-a-literal'],
    ['has null as revision', withMembers('static revision = null; static downRevision = null;'), 'revision/not-a-literal'],
    ['computes its name', withMembers(`${ids} name = "A" + 1720000000000;`), 'revision/not-a-literal'],
    ['has an id with a sign', withMembers('static revision = "ae10-27"; static downRevision = null;'), 'revision/bad-id'],
    ['has a word as id', withMembers('static revision = "head"; static downRevision = null;'), 'revision/bad-id'],
    ['has an empty id', withMembers('static revision = ""; static downRevision = null;'), 'revision/bad-id'],
    ['has a wrong parent', withMembers('static revision = "ae1027a6acf0"; static downRevision = "a b";'), 'revision/bad-id'],
    ['computes its labels', withMembers(`${ids} static branchLabels = ["a" + 1];`), 'revision/not-a-literal'],
    ['takes what it depends on from elsewhere', withMembers(`${ids} static dependsOn = others;`), 'revision/not-a-literal'],
    ['has a label with a sign', withMembers(`${ids} static branchLabels = "shop@head";`), 'revision/bad-label'],
    ['has a label that looks like steps', withMembers(`${ids} static branchLabels = ["shop-2"];`), 'revision/bad-label'],
    ['has a word as label', withMembers(`${ids} static branchLabels = "heads";`), 'revision/bad-label'],
    ['has an empty label', withMembers(`${ids} static branchLabels = "";`), 'revision/bad-label'],
    ['depends on a word', withMembers(`${ids} static dependsOn = "base";`), 'revision/bad-label'],
    ['is in an unknown phase', withMembers(`${ids} static phase = "cleanup";`), 'revision/bad-phase'],
    ['is in a phase that is computed', withMembers(`${ids} static phase = phaseOf();`), 'revision/not-a-literal'],
    ['is in several phases', withMembers(`${ids} static phase = ["expand", "contract"];`), 'revision/bad-phase'],
    ['replaces what is no id', withMembers(`${ids} static replaces = "shop-x";`), 'revision/bad-id'],
    ['has no time stamp', withMembers(ids, 'export class AddInvoices'), 'revision/no-time-stamp'],
    ['has a short time stamp', withMembers(ids, 'export class AddInvoices172000000000'), 'revision/no-time-stamp'],
    ['has no time stamp in its name', withMembers(`${ids} name = "AddInvoices"`), 'revision/no-time-stamp'],
  ])('%s', (_, text, code) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(file);
  });

  it('is told which classes it exports', () => {
    expect(errorOf(`${withMembers(ids)}${withMembers(ids, 'export class Other1720000000001')}`).message).toBe(
      `${file} exports 2 classes: AddInvoices1720000000000, Other1720000000001.`,
    );
  });
});
