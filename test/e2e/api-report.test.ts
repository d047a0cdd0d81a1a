import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');
const accepted = join(repository, '.ci/api');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-api-report-'));
  execFileSync(process.execPath, [join(repository, 'scripts/api-report.mjs'), folder], { stdio: 'pipe' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (from: string): Readonly<Record<string, string>> => Object.fromEntries(readdirSync(from).sort().map((name) => [name, readFileSync(join(from, name), 'utf8')]));

/** Types that a public one is made of and nobody has to name: lists whose members are the type, and what the compiler computes others with. */
const workings = ['Each', 'Facets', 'Named', 'Names', 'Optional', 'Processed', 'Project', 'Verdict', 'Whole', 'catalogue', 'hazardCodes', 'lockModes', 'phases'];

describe('the API', () => {
  // Where the change is meant: npm run api:accept, and the files of .ci/api go with it; a break goes into CHANGELOG.md.
  it('is as it was accepted, else `npm run api:accept`', () => expect(read(folder)).toEqual(read(accepted)));

  it('exports what its types are made of', () => {
    const reports = Object.values(read(folder)).join('\n');
    const exported = new Set([...reports.matchAll(/^export (?:abstract )?(?:class|interface|type|function|const) (\w+)/gm)].map(([, name]) => name));
    const needed = [...reports.matchAll(/\(ae-forgotten-export\) The symbol "(\w+)"/g)].map(([, name = '']) => name);
    expect(exported.size).toBeGreaterThan(100);
    expect(needed.length).toBeGreaterThan(0);
    expect([...new Set(needed)].filter((name) => !exported.has(name)).sort()).toEqual(workings);
  });

  it('says of each type, function and method what it is', () => {
    const silent = Object.values(read(folder)).flatMap((report) => [...report.matchAll(/\(undocumented\)\n\s*(export .*|[^:\n]*\(.*)/g)].map(([, declaration]) => declaration));
    expect(silent).toEqual([]);
  });
});
