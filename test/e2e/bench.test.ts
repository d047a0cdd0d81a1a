import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const bench = resolve(__dirname, '../../bench/main.mjs');
const parts = ['diff', 'initial-revision', 'upgrade', 'latency', 'start-up', 'test-databases'];
const marks = '<!-- bench:begin -->\nwhat was there\n<!-- bench:end -->';

type Row = Readonly<Record<string, unknown>>;
type Results = Readonly<Record<string, { readonly rows: readonly Row[]; readonly error?: string }>>;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-bench-test-'));
  mkdirSync(join(folder, 'performance'));
  writeFileSync(join(folder, 'performance.md'), `# Before\n\n${marks}\n\nAfter.\n`);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words: string[]): void => {
  const { status, stderr } = spawnSync(process.execPath, [bench, '--without-peers', '--out', folder, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The bench ended with ${String(status)}: ${stderr}`);
};
const page = (): string => readFileSync(join(folder, 'performance.md'), 'utf8');
const readResults = (): Results => JSON.parse(readFileSync(join(folder, 'performance/results.json'), 'utf8')) as Results;
const writeResults = (rows: Readonly<Record<string, readonly Row[]>>): void => {
  const machine = { processor: 'P', cores: 2, memoryGiB: 1, system: 'Linux', node: '20', postgres: '18', date: '2026-01-01', load: 0, versions: { pg: '8.0.0' } };
  const results = Object.fromEntries(Object.entries(rows).map(([part, of]) => [part, { machine, seconds: 1, rows: of }]));
  writeFileSync(join(folder, 'performance/results.json'), JSON.stringify(results));
};
const line = (beginning: string): string => page().split('\n').find((text) => text.startsWith(`| ${beginning}`)) ?? '';

describe('npm run bench', () => {
  it('measures each part at small sizes, without the packages of the peers, and writes what it measured', () => {
    run('--quick', '--sizes', '3');

    const results = readResults();
    expect(Object.keys(results)).toEqual(parts);
    const rows = Object.values(results).flatMap((part) => part.rows);
    expect(rows.filter(({ error, wholeError }) => error !== undefined || wholeError !== undefined)).toEqual([]);
    expect(rows.every(({ ms }) => typeof ms === 'number' && ms > 0)).toBe(true);

    const trips = (peer: string): unknown => results['diff']?.rows.find((row) => row['peer'] === peer && row['isChanged'] === false && row['beside'] === 'all')?.['roundTrips'];
    expect(trips('floor')).toBe(1);
    // TypeORM asks twice about each table.
    expect(trips('TypeORM')).toBeGreaterThan(2 * 3);

    expect(page()).toMatch(/^# Before\n\n<!-- bench:begin -->\n/);
    expect(page()).toMatch(/<!-- bench:end -->\n\nAfter\.\n$/);
    expect(page()).not.toContain('what was there');
    for (const heading of ['Targets', 'Comparing', 'Running revisions', 'A database that is far away', 'Starting', 'Databases for tests']) expect(page()).toContain(`# ${heading}\n`);
    const written = page();
    run('--report');
    expect(page()).toBe(written);
  }, 300_000);

  it('holds the results against the targets', () => {
    const compared = { size: 1000, isChanged: false, spelling: 'typed', beside: 'all', roundTrips: 4 };
    const besideFloor = { ...compared, beside: 'floor' };
    writeResults({
      diff: [
        { ...compared, peer: 'floor', ms: 100 },
        { ...compared, peer: 'Limbeck', ms: 140 },
        { ...besideFloor, peer: 'floor', ms: 100 },
        { ...besideFloor, peer: 'Limbeck', ms: 120 },
        { ...besideFloor, spelling: 'printed', peer: 'floor', ms: 100 },
        { ...besideFloor, spelling: 'printed', peer: 'Limbeck', ms: 110 },
        { ...compared, peer: 'TypeORM', ms: 14_000 },
        { ...compared, peer: 'MikroORM', ms: 700 },
      ],
      'start-up': [{ what: 'limbeck --help', ms: 151, loadsTypeOrm: false }],
    });
    run('--report');

    expect(line('a comparison without a difference')).toContain('| 1.10 times at 1,000 | met |');
    expect(line('… and where a check and a predicate')).toContain('| 1.20 times at 1,000 | met |');
    expect(line('40 times faster than TypeORM')).toContain('| 100.0 times | met |');
    expect(line('10 times faster than the fastest peer')).toContain('| 5.00 times | **missed** |');
    expect(line('`limbeck --help` under 150 ms')).toContain('| 151 ms | **missed** |');
    expect(line('an upgrade of 1,000 revisions')).toContain('| not measured |  |');
  });

  it('says what failed and why, and shows the rest', () => {
    const compared = { size: 10, isChanged: false, spelling: 'typed', beside: 'all' };
    writeResults({ diff: [{ ...compared, peer: 'floor', ms: 5, runs: 1, roundTrips: 1, bytesIn: 1, bytesOut: 1 }, { ...compared, peer: 'MikroORM', error: 'out of luck\nat line 3' }] });
    run('--report');

    expect(line('floor')).toBe('| floor | 5.0 ms |');
    expect(line('MikroORM')).toBe('| MikroORM | failed |');
    expect(page()).toContain('- MikroORM, 10: out of luck\n');
  });
});
