import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type LimbeckEvent, Migrator, type MigratorOptions, type WrittenRevision } from '../../src/index.js';
import { before, entities } from '../cases/planted-faults/change.js';
import { faultsInChain, type PlantedFault, plantedFaults } from '../cases/planted-faults/faults.js';
import { plant } from '../cases/planted-faults/plant.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let dataSource: DataSource;
let catalog: readonly string[];
let directory: string;
let events: LimbeckEvent[];

beforeAll(async () => {
  database = await createDatabase();
  await database.query(before);
  dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [...entities] });
  catalog = await readCatalog(database);
});

afterAll(async () => {
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  events = [];
  directory = await mkdtemp(join(tmpdir(), 'limbeck-faults-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
  expect(await readCatalog(database)).toEqual(catalog);
});

/** Generates the files of the change; `edit` is what becomes of each before it is tried out. */
async function generate(options: MigratorOptions, edit: (text: string) => string): Promise<WrittenRevision | null> {
  const hook = async (file: string): Promise<void> => writeFile(file, edit(await readFile(file, 'utf8')));
  return new Migrator(dataSource, { directory, postWriteHooks: [hook], onEvent: (event) => events.push(event), ...options }).revision({ message: 'change', autogenerate: true });
}

/** One file gets the fault, and none is kept. */
async function expectRefused(planted: PlantedFault, options: MigratorOptions): Promise<void> {
  let files = 0;
  const edit = (text: string): string => {
    const faulty = plant(text, planted);
    if (faulty !== text) files += 1;
    return faulty;
  };
  const { differences, reason, shows: step } = planted;
  await expect(generate(options, edit)).rejects.toMatchObject(reason === undefined ? { code: 'verify/differs', details: { step, differences } } : { code: 'verify/failed', details: { step, reason } });
  expect(files).toBe(1);
  expect(await readdir(directory)).toEqual([]);
}

async function expectKept(options: MigratorOptions, files: number): Promise<void> {
  expect(await generate(options, (text) => text)).not.toBeNull();
  expect(await readdir(directory)).toHaveLength(files);
  expect(events.filter(({ type }) => type === 'revision.unverified')).toEqual([]);
}

const ofEachKind = (['up', 'down'] as const).flatMap((direction) => {
  const inIt = plantedFaults.filter((planted) => planted.in === direction);
  return [inIt.find(({ differences }) => differences !== undefined), inIt.find(({ reason }) => reason !== undefined)].filter((found) => found !== undefined);
});

describe('a fault between the plan and the file is found on the connected database', () => {
  it.each(plantedFaults)('in $in: $fault', (planted) => expectRefused(planted, {}));
  it('and without one the file is kept', () => expectKept({}, 1));
});

describe('a fault is found on a scratch database', () => {
  it.each(ofEachKind)('in $in: $fault', (planted) => expectRefused(planted, { verify: 'scratch' }));
  it('and without one the file is kept', () => expectKept({ verify: 'scratch' }, 1));
});

describe('a fault in one file of a chain is found', () => {
  it.each(faultsInChain)('in $in: $fault', (planted) => expectRefused(planted, { online: true }));
  it('and without one all files are kept', () => expectKept({ online: true }, 5));
});
