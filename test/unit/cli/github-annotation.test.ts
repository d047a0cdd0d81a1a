import { join } from 'node:path';
import { annotationOf } from '../../../src/cli/github-annotation.js';
import type { LintFinding } from '../../../src/lint/finding.js';
import { lineOf } from '../../support/revisions.js';

const [revision] = lineOf({ a: {} }, join(process.cwd(), 'db/a, b: 50%.ts'));

const finding: LintFinding = {
  revision: revision as LintFinding['revision'],
  direction: 'up',
  code: 'data/lost',
  level: 'error',
  message: '100% lost, all: "x"\r\n::error::y',
  hint: 'Wait.',
  place: { line: 3, column: 7 },
  operation: null,
  acceptance: null,
};

const given = process.env['GITHUB_WORKSPACE'];

beforeEach(() => {
  delete process.env['GITHUB_WORKSPACE'];
});

afterAll(() => {
  if (given !== undefined) process.env['GITHUB_WORKSPACE'] = given;
});

it('escapes what GitHub would read otherwise', () => {
  expect(annotationOf(finding)).toBe('::error file=db/a%2C b%3A 50%25.ts,line=3,col=7,title=data/lost::100%25 lost, all: "x"%0A::error::y%0AWait.');
});

it('tells levels apart, and the reason of what is accepted', () => {
  expect(annotationOf({ ...finding, level: 'warn', message: 'm' })).toMatch(/^::warning .*::m%0AWait\.$/);
  expect(annotationOf({ ...finding, acceptance: 'so', message: 'm' })).toMatch(/^::notice .*::m%0Aso$/);
});

it('names a file from the checkout, and leaves out what is not known', () => {
  process.env['GITHUB_WORKSPACE'] = join(process.cwd(), '..');
  expect(annotationOf({ ...finding, place: null })).toMatch(new RegExp(`^::error file=[^/]+/db/a%2C b%3A 50%25\\.ts,title=data/lost::`));
  expect(annotationOf({ ...finding, revision: { ...finding.revision, file: 'DataSource.options.migrations' } })).toMatch(/^::error line=3,col=7,title=/);
});
