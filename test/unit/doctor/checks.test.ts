import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerFacts } from '../../../src/dialect/server-facts.js';
import { checkClock, checkNode } from '../../../src/doctor/check-machine.js';
import { checkSwitches } from '../../../src/doctor/check-project.js';
import { checkExtensions, checkPrivileges, checkSearchPath, checkTimeZone, checkVersion } from '../../../src/doctor/check-server.js';
import { versionIn } from '../../../src/doctor/installed-version.js';

const facts = (differing: Partial<ServerFacts> = {}): ServerFacts => ({
  version: '18.1',
  majorVersion: 18,
  database: 'shop',
  role: 'clerk',
  mayCreateDatabase: true,
  mayCreateNamespace: true,
  namespaces: new Map([['public', { mayCreate: true }]]),
  foreignTables: [],
  searchPath: '"$user", public',
  currentNamespace: 'public',
  timeZone: 'UTC',
  offsetMinutes: 0,
  nowMs: 0,
  installedExtensions: [],
  availableExtensions: [],
  lockHolder: null,
  ...differing,
});

describe('the checks', () => {
  it('know the oldest Node.js as package.json has it', () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { readonly engines: { readonly node: string } };
    const oldest = manifest.engines.node.replace('>=', '');
    expect(checkNode(`${oldest}.0`).level).toBe('good');
    const [major, minor] = versionIn(oldest);
    expect(checkNode(`${major}.${minor - 1}.9`).level).toBe('problem');
    expect(checkNode('18.20.0').level).toBe('problem');
    expect(checkNode('26.0.0').level).toBe('good');
  });

  it('tell which way a clock is wrong', () => {
    expect(checkClock(0, 59_000)).toMatchObject({ level: 'good' });
    expect(checkClock(0, 120_000)).toMatchObject({ level: 'warning', text: '120 s ahead of that of the server' });
    expect(checkClock(120_000, 0)).toMatchObject({ level: 'warning', text: '120 s behind that of the server' });
  });

  it('take the switch that loses rows for the worst', () => {
    const check = (options: object) => checkSwitches({ options: { type: 'postgres', ...options } });
    expect(check({ dropSchema: true, synchronize: true })).toMatchObject({ level: 'problem', text: expect.stringContaining('dropSchema') });
    expect(check({ migrationsRun: true })).toMatchObject({ level: 'warning' });
    expect(check({})).toMatchObject({ level: 'good' });
  });

  it('know the oldest server', () => {
    expect(checkVersion(facts({ majorVersion: 12 })).level).toBe('problem');
    expect(checkVersion(facts({ majorVersion: 13 })).level).toBe('good');
  });

  it('look at schemas that are still to be made', () => {
    const schema = { tables: [], namespaces: [{ name: 'sales' }] };
    expect(checkPrivileges(facts(), schema).map(({ level }) => level)).toEqual(['good', 'good', 'good']);
    expect(checkPrivileges(facts({ mayCreateNamespace: false }), schema)[0]).toMatchObject({ level: 'problem', text: 'there is no schema sales, and the role clerk may make none' });
  });

  it('tell of a search path that leads nowhere', () => {
    expect(checkSearchPath(facts({ currentNamespace: null }), 'public').level).toBe('problem');
    expect(checkSearchPath(facts(), 'public').level).toBe('good');
  });

  it('tell of extensions that are made, and of those that cannot be', () => {
    const schema = { extensions: [{ name: 'citext' }] };
    expect(checkExtensions(facts({ availableExtensions: ['citext'] }), schema)).toMatchObject({ level: 'good', text: 'the next revision makes citext' });
    expect(checkExtensions(facts(), schema).level).toBe('problem');
  });

  it('tell of time zones only where it matters', () => {
    const withColumn = (type: string) => ({ tables: [{ name: 'product', columns: [{ name: 'at', type }] }] });
    expect(checkTimeZone(facts({ offsetMinutes: 540 }), withColumn('timestamp with time zone'), 0).level).toBe('good');
    expect(checkTimeZone(facts({ offsetMinutes: 60 }), withColumn('timestamp without time zone'), 60).level).toBe('good');
    expect(checkTimeZone(facts({ offsetMinutes: 540 }), withColumn('timestamp(3) without time zone'), 0)).toMatchObject({ level: 'warning', text: expect.stringContaining('as product.at') });
  });
});
