import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cases, sameCases } from '../cases/all.js';
import type { Case, SameCase } from '../cases/case.js';
import { faults } from '../cases/faults.js';
import { featuresOf } from '../support/case-features.js';
import { brokenLinks, readPage, type Section } from '../support/docs.js';
import { typeOrmVersions, unconnectedDataSource } from '../support/entities.js';
import { declaredDecorators, declaredOptions } from '../support/typeorm-features.js';

const page = readPage('coverage.md');
const all = new Map<string, Case | SameCase>([...cases, ...sameCases].map((each) => [each.name, each]));

const codesIn = (cell: string | undefined): string[] => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const sectionOf = (title: string): Section => {
  const section = page.sections.find((each) => each.title === title);
  if (section === undefined) throw new Error(`there is no section "${title}"`);
  return section;
};

const codesOf = ({ rows }: Section): string[] => rows.flatMap(([first]) => codesIn(first)).sort();

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('coverage.md', () => {
  const rows = page.sections.flatMap(({ title, rows: list }) => list.map(([feature = '', does = '', tried = '']) => ({ title, feature, does, tried })));

  it('has no broken links', () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('names cases that there are, and each but once', () => {
    const isThere = (name: string): boolean => all.has(name) || (name.endsWith('.test.ts') && existsSync(join(resolve(__dirname, '../..'), name)));
    expect(rows.flatMap(({ tried }) => codesIn(tried)).filter((name) => !isThere(name))).toEqual([]);
    expect(all.size).toBe(cases.length + sameCases.length);
  });

  it.each(rows)('$title, $feature: has a case, unless it says nothing of the schema', ({ does, tried }) => {
    expect(tried === '—' ? does : 'tried').toMatch(/^tried$|^nothing: /);
  });

  it('knows every type of both lines of TypeORM', async () => {
    const sources = await Promise.all(typeOrmVersions.map((version) => unconnectedDataSource({ version, entities: [] })));
    const types = sources.flatMap(({ driver }) => driver.supportedDataTypes.map(String));
    expect(codesOf(sectionOf('Types'))).toEqual(sorted([...types, 'simple-array', 'simple-json', 'simple-enum']));
  });

  it('knows every decorator', () => {
    expect(codesOf(sectionOf('Decorators'))).toEqual(sorted([...declaredDecorators()].map((name) => `@${name}`)));
  });

  it('knows every method of an index', () => {
    const row = sectionOf('Indexes').rows.find(([first]) => first === '`type`');
    const [, source] = typeOrmVersions.map((version) => unconnectedDataSource({ version, entities: [] }));
    return expect(source?.then(({ driver }) => sorted((driver as { supportedIndexTypes?: string[] }).supportedIndexTypes ?? []))).resolves.toEqual(sorted(codesIn(row?.[1])));
  });

  describe('the options that TypeORM declares', () => {
    const declared = [...declaredOptions()];
    const sections = page.sections.filter(({ prose }) => declared.some(([name]) => prose.includes(`\`${name}\``)));

    it.each(declared.map(([name]) => name))('%s has its section', (name) => {
      expect(sections.filter(({ prose }) => prose.includes(`\`${name}\``)).map(({ title }) => title)).toHaveLength(1);
    });

    it.each(sections.map((section) => [section.title, section] as const))('%s: each option has its row', (_, section) => {
      const keys = declared.flatMap(([name, options]) => (section.prose.includes(`\`${name}\``) ? [...options] : []));
      expect(codesOf(section)).toEqual(sorted(keys));
    });
  });

  describe('what a case is named for is in its entities', () => {
    const titles = ['Types', 'Columns', 'Entities', 'Views', 'Indexes', 'Constraints', 'Relations', 'The data source'];
    const tried = rows.filter(({ title, tried: names }) => titles.includes(title) && all.has(codesIn(names)[0] ?? ''));

    it.each(tried)('$title: $feature', ({ feature, tried: names }) => {
      const used = new Set(codesIn(names).flatMap((name) => [...featuresOf(all.get(name) as Case)]));
      expect(codesIn(feature).filter((option) => !used.has(option))).toEqual([]);
    });
  });

  it("lists the faults of TypeORM's schema builder as they are tried", () => {
    const listed = sectionOf("What TypeORM's own schema builder makes of it").rows.map(([cause, , names]) => [codesIn(cause)[0], codesIn(names)]);
    const causes = [...new Set(faults.map(({ cause }) => cause))];
    expect(listed).toEqual(causes.map((cause) => [cause, faults.filter((fault) => fault.cause === cause).map((fault) => fault.case)]));
  });
});
