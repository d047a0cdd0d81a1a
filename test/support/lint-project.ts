import type { Project } from './command.js';

/** The parts of a revision file that the tests of linting vary. */
export interface LintedFile {
  /** The lines of `up()`; what they call is `op` and `queryRunner`. */
  readonly up: readonly string[];
  readonly down?: readonly string[];
  /** Lines right above the class. */
  readonly aboveClass?: readonly string[];
  /** Further members of the class. */
  readonly members?: readonly string[];
  /** Lines at the end of the file. */
  readonly after?: readonly string[];
}

const base = 'aaaaaaaaaaa1';
const linted = 'bbbbbbbbbbb2';

/** The id of the revision that the tests look at; it stands on one that makes the tables `product` and `shelf`. */
export const lintedId = linted;

const tables = ['CREATE TABLE product (id serial PRIMARY KEY, name text, weight integer)', 'CREATE TABLE shelf (id serial PRIMARY KEY, label text)'];

/** A revision file in TypeScript. */
export const typescriptFile = ({ up, down = [], aboveClass = [], members = [], after = [] }: LintedFile): string =>
  [
    'import type { MigrationInterface, QueryRunner } from "typeorm";',
    'import { operations } from "limbeck";',
    '',
    '/** what is linted */',
    ...aboveClass,
    'export class Linted1700000000002 implements MigrationInterface {',
    `  static readonly revision: string = "${linted}";`,
    `  static readonly downRevision: string = "${base}";`,
    '  readonly name = "Linted1700000000002";',
    ...members.map((line) => `  ${line}`),
    '',
    '  async up(queryRunner: QueryRunner): Promise<void> {',
    '    const op = operations(queryRunner);',
    ...up.map((line) => `    ${line}`),
    '    void op;',
    '  }',
    '',
    '  async down(queryRunner: QueryRunner): Promise<void> {',
    '    const op = operations(queryRunner);',
    ...down.map((line) => `    ${line}`),
    '    void op;',
    '  }',
    '}',
    ...after,
    '',
  ].join('\n');

/** The same in JavaScript, as a CommonJS or as an ES module. */
export const javascriptFile = (format: 'cjs' | 'mjs', { up, down = [], aboveClass = [], members = [] }: LintedFile): string =>
  [
    format === 'cjs' ? 'const { operations } = require("limbeck");' : 'import { operations } from "limbeck";',
    '',
    ...aboveClass,
    `${format === 'cjs' ? '' : 'export '}class Linted1700000000002 {`,
    `  static revision = "${linted}";`,
    `  static downRevision = "${base}";`,
    '  name = "Linted1700000000002";',
    ...members.map((line) => `  ${line}`),
    '  async up(queryRunner) {',
    '    const op = operations(queryRunner);',
    ...up.map((line) => `    ${line}`),
    '  }',
    '  async down(queryRunner) {',
    '    const op = operations(queryRunner);',
    ...down.map((line) => `    ${line}`),
    '  }',
    '}',
    ...(format === 'cjs' ? ['module.exports = { Linted1700000000002 };'] : []),
    '',
  ].join('\n');

/** Puts the revision that makes the tables into a project. */
export const writeBase = (project: Project): Promise<void> =>
  project.write({
    'migrations/1-base.ts': [
      'import type { MigrationInterface, QueryRunner } from "typeorm";',
      '/** the tables */',
      'export class Base1700000000001 implements MigrationInterface {',
      `  static readonly revision = "${base}";`,
      '  static readonly downRevision = null;',
      '  readonly name = "Base1700000000001";',
      '  async up(queryRunner: QueryRunner): Promise<void> {',
      ...tables.map((sql) => `    await queryRunner.query("${sql}");`),
      '  }',
      '  async down(queryRunner: QueryRunner): Promise<void> {',
      '    await queryRunner.query("DROP TABLE product, shelf");',
      '  }',
      '}',
      '',
    ].join('\n'),
  });
