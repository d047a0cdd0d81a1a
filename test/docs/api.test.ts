import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { type LimbeckEvent, Migrator, type MigratorOptions, LimbeckError } from '../../src/index.js';
import { completeOptions } from '../../src/migrator/options.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import { fileNameOf } from '../../src/revision/file-name.js';
import { RevisionGraph } from '../../src/revision/graph.js';
import { downgradePath, upgradeTargets } from '../../src/revision/target.js';
import { createProject, environmentOf } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { brokenLinks, codeIn, compile, evaluate, fileNameIn, moduleOf, readPage, type Section } from '../support/docs.js';
import { lineOf } from '../support/revisions.js';

const page = readPage('api.md');
const repository = join(__dirname, '../..');

const sectionOf = (title: string): Section => {
  const found = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found;
};

const below = (chapter: string): readonly Section[] => page.sections.filter((section) => section.chapter === chapter && section.level === 3);
const firstCells = ({ rows }: Section): readonly string[] => rows.flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
const codesOf = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const blocks = page.sections.flatMap((section) => section.blocks);
const needsImport = /^(?!import )[^]*: MigratorOptions = /;
const asModule = (text: string): string => moduleOf(needsImport.test(text) ? `import type { MigratorOptions } from 'limbeck';\n${text}` : text);

/** The file of this name on the page. */
function fileOf(name: string): string {
  const found = blocks.find(({ text }) => fileNameIn(text) === name);
  if (found === undefined) throw new Error(`The page has no file ${name}.`);
  return found.text;
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('the page of the API', () => {
  it('has TypeScript that compiles', () => {
    expect(blocks.length).toBeGreaterThan(20);
    expect(compile(new Map(blocks.map(({ text, line }) => [fileNameIn(text) ?? `api-line-${line}.ts`, asModule(text)])))).toEqual([]);
    expect(compile(new Map([['wrong.ts', asModule('await migrator.upgrade(1);')]]))).toEqual([expect.stringMatching(/wrong\.ts:\d+ .*'number' is not assignable/)]);
  });

  it('has every method of a migrator', () => {
    const methods = Object.getOwnPropertyNames(Migrator.prototype).filter((name) => name !== 'constructor');
    expect(below('Migrator').map(({ title }) => title).sort()).toEqual([...methods, 'Targets'].sort());
  });

  it('has all that can be imported', () => {
    const index = readFileSync(join(repository, 'src/index.ts'), 'utf8');
    const exported = [...index.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) => names.split(',').map((name) => name.replace('type ', '').trim()));
    expect(firstCells(sectionOf('What can be imported')).toSorted()).toEqual(exported.filter((name) => name !== '').sort());
  });

  it('asks for the versions that the package asks for', () => {
    const { engines, peerDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    const told = sectionOf('What it needs').rows.map(([name = '', version]) => [codeIn(name) ?? 'node', codeIn(version)]);
    expect(Object.fromEntries(told)).toEqual({ node: engines?.['node'], ...peerDependencies });
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
    expect(brokenLinks({ ...page, text: '[a](errors.md#lockhold) [b](nothing.md) [c](#options)' })).toEqual(['errors.md#lockhold', 'nothing.md']);
  });
});

describe('the options', () => {
  const unknown = thrownBy(() => completeOptions({ nothing: true }));
  const known = LimbeckError.is(unknown, 'config/unknown-option') ? unknown.details.known : [];
  const defaults: Readonly<Record<string, unknown>> = { ...completeOptions({}, repository), directory: 'migrations' };

  /** A method may have the name of an option. */
  const optionSection = (option: string): Section => below('Options').find(({ title }) => title === option) ?? sectionOf(option);

  it('are all there', () => {
    expect(known).toContain('directory');
    expect(below('Options').map(({ title }) => title)).toEqual(known);
    expect(completeOptions({}, repository).directory).toBe(join(repository, 'migrations'));
  });

  it.each(known)('%s: its default, and an example that is accepted', (option) => {
    const { prose, blocks: [example] } = optionSection(option);
    const told = /^Default: (.*)$/m.exec(prose)?.[1];
    const value = defaults[option];
    expect(told).toBeDefined();
    expect(codeIn(told)).toBe(value === undefined || typeof value === 'function' ? null : JSON.stringify(value));
    const { limbeck } = evaluate(asModule(example?.text ?? '')) as { readonly limbeck: MigratorOptions };
    expect(Object.keys(limbeck)).toEqual([option]);
    expect(() => completeOptions(limbeck)).not.toThrow();
  });

  it('have all tokens of a file name', () => {
    const subject = { revision: '8c41f0a6d2be', message: 'weigh products', timestampMs: Date.UTC(2026, 10, 21, 9, 5, 7) };
    const nameOf = (fileTemplate: string): string => fileNameOf(subject, { fileTemplate, timeZone: 'UTC', slugLength: 40 });
    const told = sectionOf('fileTemplate').rows.map(([token, value]) => [codeIn(token) ?? '', codeIn(value)] as const);
    expect(told.map(([token, value]) => [token, `${value}.ts`])).toEqual(told.map(([token]) => [token, nameOf(token)]));
    const refusal = thrownBy(() => nameOf('%(nothing)s'));
    const allowed = LimbeckError.is(refusal, 'config/bad-option') ? refusal.details.allowed : '';
    const names = (text: string): readonly (string | undefined)[] => [...text.matchAll(/%\((\w+)\)/g)].map(([, name]) => name);
    expect(names(told.map(([token]) => token).join())).toEqual(names(allowed));
  });

  it('decide about a comparison as the page says', async () => {
    await using database = await createDatabase();
    const columns = "(id integer CONSTRAINT {}_pk PRIMARY KEY, amount integer, changed_at timestamptz DEFAULT now())";
    for (const table of ['product', 'report_sales', 'legacy_order']) await database.query(`CREATE TABLE ${table} ${columns.replace('{}', table)}`);
    const entities = ['product', 'report_sales'].map(
      (name) =>
        new EntitySchema({
          name,
          columns: { id: { type: 'int', primary: true }, amount: { type: 'bigint', nullable: true }, changed_at: { type: 'timestamptz', nullable: true } },
        }),
    );
    const dataSource = await new DataSource({ type: 'postgres', ...database.options, entities }).initialize();
    const differences = async (option?: string): Promise<readonly string[]> => {
      const example = option === undefined ? undefined : sectionOf(option).blocks[0]?.text;
      const { limbeck } = (example === undefined ? { limbeck: {} } : evaluate(asModule(example))) as { readonly limbeck: MigratorOptions };
      const found = await new Migrator(dataSource, limbeck).diff();
      return found.map((operation) => describeOperation(operation, 'public')).sort();
    };
    const types = ['product', 'report_sales'].map((table) => `alter column ${table}.amount: type integer → bigint`);
    const fallbacks = ['product', 'report_sales'].map((table) => `alter column ${table}.changed_at: default now() → none`);
    const drop = 'drop table legacy_order';
    try {
      expect(await differences()).toEqual([...types, ...fallbacks, drop].sort());
      expect(await differences('compareType')).toEqual([types[0], ...fallbacks, drop].sort());
      expect(await differences('compareDefault')).toEqual([...types, drop].sort());
      expect(await differences('includeObject')).toEqual([...types, ...fallbacks].sort());
    } finally {
      await dataSource.destroy();
    }
  });
});

test('the targets are understood', () => {
  const revisions = lineOf({ aaaa00000000: {}, bbbb00000000: {}, '8c41f0a6d2be': {}, dddd00000000: {}, eeee00000000: {} });
  const graph = RevisionGraph.of(revisions);
  const applied = new Set(revisions.slice(0, 3).map(({ id }) => id));
  const targets = firstCells(sectionOf('Targets'));
  const reached = targets.map((target) => {
    const find = target.startsWith('-') ? downgradePath : upgradeTargets;
    return [target, find(graph, { target, applied }).map(({ id }) => id.slice(0, 4)).join()];
  });
  expect(Object.fromEntries(reached)).toEqual({
    head: 'eeee',
    heads: 'eeee',
    base: '',
    '8c41f0a6d2be': '8c41',
    '8c41': '8c41',
    '+1': 'dddd',
    '+2': 'eeee',
    '-1': '8c41',
    '-2': '8c41,bbbb',
    '8c41+1': 'dddd',
    'head-1': 'dddd',
  });
});

test('the events are all there, with what they bring', () => {
  type Fields<T extends LimbeckEvent['type']> = { readonly [F in Exclude<keyof Extract<LimbeckEvent, { type: T }>, 'type'>]: true };
  const events: { readonly [T in LimbeckEvent['type']]: Fields<T> } = {
    introspected: { tables: true, roundTrips: true, durationMs: true },
    canonicalised: { roundTrips: true, durationMs: true },
    hazard: { operation: true, hazard: true },
    'run.hazard': { level: true, revision: true, code: true, message: true, place: true },
    'revision.unverified': { revision: true, reason: true },
    'scratch.embedded': { server: true, reason: true, version: true, serverVersion: true },
    'scratch.alike': { revision: true, reason: true },
    'scratch.by-statement': { revision: true, direction: true, maxLocksPerTransaction: true, statements: true },
    'merge.unjudged': { reason: true },
    'revision.discarded': { message: true },
    'rename.candidate': { kind: true, from: true, to: true, rename: true },
    'difference.accepted': { difference: true, reason: true },
    'acceptance.unused': { difference: true, reason: true },
    unmanaged: { object: true, definition: true, stays: true },
    unsupported: { what: true },
    'revision.edited': { revision: true, file: true, appliedAt: true },
    'run.split': { parts: true },
    'run.held-back': { phase: true, revisions: true },
    'run.blocked': { revision: true, sql: true, blockers: true },
    'run.retried': { revision: true, attempt: true, attempts: true, waitMs: true, blockers: true },
    'revision.resumed': { revision: true, direction: true, statements: true },
    'revision.committed-early': { revision: true, sql: true },
    'statement.skipped': { revision: true, sql: true },
    'revision.tried': { revision: true, message: true, direction: true, durationMs: true },
    'backfill.advanced': { revision: true, table: true, pass: true, seen: true, set: true, estimatedRows: true, rowsPerSecond: true },
    'backfill.finished': { revision: true, table: true, set: true, left: true, durationMs: true },
    'revision.started': { revision: true, message: true, direction: true, position: true, total: true },
    'revision.verifying': { revision: true, message: true, position: true, total: true },
    'revision.finished': { revision: true, message: true, direction: true, durationMs: true },
  };
  const told = sectionOf('Events').rows.map(([type, , fields = '']) => [codeIn(type), codesOf(fields)]);
  expect(told).toEqual(Object.entries(events).map(([type, fields]) => [type, Object.keys(fields)]));
});

describe('an app made of the examples', () => {
  const entity = `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 80 })
  name: string;
}
`;

  /** What a test file does, in the order in which a test runner does it. */
  const runnerOf = (text: string): string =>
    `export const [before, after, tests]: (() => Promise<void>)[][] = [[], [], []];
const beforeAll = (step: () => Promise<void>) => before.push(step);
const afterAll = (step: () => Promise<void>) => after.push(step);
const test = (_: string, step: () => Promise<void>) => tests.push(step);
${text}`;

  it('does what the page says, from the first revision to the tests', async () => {
    await using database = await createDatabase();
    const names = ['data-source.ts', 'start.ts', 'test-database.ts'];
    const files = Object.fromEntries(names.map((name) => [name, fileOf(name)]));
    await using project = await createProject({ files: { ...files, 'product.entity.ts': entity, 'schema.test.ts': runnerOf(fileOf('schema.test.ts')) } });
    Object.assign(process.env, environmentOf(database.options));
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's own, which compiles
    const load = <T>(name: string): T => require(join(project.folder, name)) as T;
    const { dataSource } = load<{ readonly dataSource: DataSource }>('data-source.ts');
    const log = jest.spyOn(console, 'log').mockImplementation();

    const migrator = new Migrator(dataSource, { directory: join(project.folder, 'migrations') });
    for (const { title, blocks: examples } of below('Migrator')) {
      for (const { text } of examples) {
        const { example } = evaluate(moduleOf(text)) as { readonly example: (names: object) => Promise<void> };
        await expect(example({ migrator }).then(() => title)).resolves.toBe(title);
      }
    }
    expect(log.mock.calls).toEqual([
      ['product', null, 'Product', null],
      [expect.stringContaining('create_product'), expect.any(String), [expect.objectContaining({ verb: 'create', kind: 'table' })]],
      [expect.stringMatching(/^CREATE TABLE "public"."product" \(/)],
      [[expect.stringMatching(/^[0-9a-f]{12} create product$/)]],
      [expect.stringContaining('the_beginning'), 2],
      [true, 3],
      [3, expect.stringMatching(/^## 3 revisions to review\n/)],
      [expect.stringMatching(/^<!doctype html>/)],
      [expect.stringMatching(/^erDiagram\n {2}b0\["product"\] \{/)],
    ]);
    expect(dataSource.isInitialized).toBe(false);
    expect(await database.query("SELECT to_regclass('product') AS product")).toEqual([{ product: null }]);

    await load<{ start(): Promise<void> }>('start.ts').start();
    expect(await database.query('SELECT * FROM product')).toEqual([]);
    await dataSource.destroy();

    const { before, after, tests } = load<Readonly<Record<'before' | 'after' | 'tests', readonly (() => Promise<void>)[]>>>('schema.test.ts');
    expect(tests).toHaveLength(2);
    for (const step of [...before, ...tests]) await step();
    const testDatabases = (): Promise<readonly object[]> => database.query("SELECT FROM pg_database WHERE datname LIKE 'test\\_%'");
    expect(await testDatabases()).toHaveLength(1);
    for (const step of after) await step();
    expect(await testDatabases()).toHaveLength(0);
  });
});
