import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { DataSource, QueryRunner } from 'typeorm';
import type { TestDatabase } from '../support/database.js';
import { createDatabase } from '../support/database.js';
import { orm } from '../support/entities.js';
import { ModelChanger } from './entity-pairs/change.js';
import { Draw } from './entity-pairs/draw.js';
import { ModelMaker } from './entity-pairs/make.js';
import type { Model } from './entity-pairs/model.js';
import { expectThereAndBack, isBeyondTypeOrm, type Pair, type Workplace } from './entity-pairs/there-and-back.js';

/**
 * `LIMBECK_PAIRS=5000 npx jest test/property/entity-pairs` runs more pairs, `LIMBECK_SEED` others; `LIMBECK_PAIRS_PATH` goes
 * straight to a batch that failed, and `LIMBECK_PAIRS_SHRINK=no` shows it as it was found.
 */
const pairs = Number(process.env['LIMBECK_PAIRS'] ?? 500);
const path = process.env['LIMBECK_PAIRS_PATH'];

/** Pairs that share a database, each under names of its own: asking the catalog costs the same for all as for one. */
const batchSize = 5;

let database: TestDatabase;
let dataSource: DataSource;
let queryRunner: QueryRunner;
let folder: string;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = new orm.DataSource({ type: 'postgres', ...database.options, entities: [], uuidExtension: 'pgcrypto' });
  await dataSource.initialize();
  queryRunner = dataSource.createQueryRunner();
  folder = await mkdtemp(join(tmpdir(), 'limbeck-pairs-'));
});

afterAll(async () => {
  await queryRunner.release();
  await dataSource.destroy();
  await database.drop();
  await rm(folder, { recursive: true });
});

it(
  'leads from any entities to any others, and back, and keeps the rows',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const draw = new Draw(gen);
        const isMadeByTypeOrm = draw.bool();
        const way = draw.int(0, 7) === 0 ? 'files' : 'operations';
        const batch = Array.from({ length: batchSize }, (_, position) => randomPair(draw, position));
        const madeBy = isMadeByTypeOrm && !batch.some(({ before }) => isBeyondTypeOrm(before)) ? 'TypeORM' : 'Limbeck';
        await expectAll(batch.map((pair) => ({ ...pair, madeBy, way })));
      }),
      { numRuns: Math.ceil(pairs / batchSize), ...(path === undefined ? {} : { path }), interruptAfterTimeLimit: 3_000_000, ...(process.env['LIMBECK_PAIRS_SHRINK'] === 'no' ? { endOnFailure: true } : {}) },
    );
  },
  3_600_000,
);

function randomPair(draw: Draw, position: number): Pick<Pair, 'before' | 'after'> {
  const maker = new ModelMaker(draw, position === 0 ? '' : String(position));
  const before = maker.make();
  return { before, after: new ModelChanger(maker).change(before) };
}

/** All at once; after a failure each alone, so that the one that fails is shown by itself. */
async function expectAll(batch: readonly Pair[]): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  const place: Workplace = { database, dataSource, queryRunner, folder };
  try {
    await expectThereAndBack({ ...first, before: together(batch.map(({ before }) => before)), after: together(batch.map(({ after }) => after)) }, place);
  } catch (error) {
    for (const pair of batch) {
      await expectThereAndBack(pair, place).catch((cause: unknown) => {
        if (fc.PreconditionFailure.isFailure(cause)) return;
        throw new Error(`${String(cause)}\n${JSON.stringify(pair)}`, { cause });
      });
    }
    throw error;
  }
}

const together = (models: readonly Model[]): Model => ({
  tables: models.flatMap(({ tables }) => tables),
  views: models.flatMap(({ views }) => views),
  sharedEnums: Object.assign({}, ...models.map(({ sharedEnums }) => sharedEnums)) as Model['sharedEnums'],
});
