import type { EntitySchema } from 'typeorm';
import { Migrator } from '../../src/migrator/migrator.js';
import type { CaseEntity } from '../cases/case.js';
import { entity } from '../cases/entity.js';
import { viewsOf } from '../cases/views.js';
import { createDatabase } from '../support/database.js';
import { defaultTypeOrm, withDataSource } from '../support/entities.js';

const { view } = viewsOf(defaultTypeOrm);

const item = (rest: Parameters<typeof entity>[0] = {}): EntitySchema => entity({ name: { type: 'varchar', length: 40 }, ...rest });

interface Attempt {
  readonly before: readonly CaseEntity[];
  /** SQL that runs after TypeORM has made the database of `before`. */
  readonly sql: string;
  readonly after: readonly CaseEntity[];
}

/** What is to be done; or why not. */
async function compare({ before, sql, after }: Attempt): Promise<unknown> {
  await using database = await createDatabase();
  await withDataSource(database, { entities: before, synchronize: true }, () => Promise.resolve());
  await database.query(sql);
  return await withDataSource(database, { entities: after }, (dataSource) => new Migrator(dataSource).diff());
}

describe('a view that is in the way', () => {
  it('is refused where it reads what goes, if no entity names it', async () => {
    const attempt = compare({ before: [item()], sql: 'CREATE VIEW reading AS SELECT name FROM item', after: [entity({})] });
    await expect(attempt).rejects.toMatchObject({ code: 'canonicalise/view-in-the-way', details: { view: 'view public.reading' } });
  });

  it('is refused where it has privileges that a drop would take away', async () => {
    const before = [item(), view('cheap', 'SELECT id, name FROM item')];
    const after = [item({ name: { type: 'text' } }), view('cheap', 'SELECT id, name FROM item')];
    const attempt = compare({ before, sql: 'GRANT SELECT ON cheap TO PUBLIC', after });
    await expect(attempt).rejects.toMatchObject({ code: 'diff/view-not-kept', details: { view: 'public.cheap', attachments: ['privileges'] } });
  });

  it('keeps its privileges where it is replaced in place', async () => {
    const before = [item(), view('cheap', 'SELECT id FROM item')];
    const after = [item(), view('cheap', 'SELECT id, name FROM item')];
    expect(await compare({ before, sql: 'GRANT SELECT ON cheap TO PUBLIC', after })).toMatchObject([{ verb: 'alter', kind: 'view' }, { verb: 'execute' }, { verb: 'execute' }]);
  });

  it('is left alone with all that changes around it', async () => {
    const after = [item({ note: { type: 'text', nullable: true } })];
    expect(await compare({ before: [item()], sql: 'CREATE VIEW reading AS SELECT name FROM item', after })).toMatchObject([{ verb: 'create', kind: 'column' }]);
  });
});

describe('a view that PostgreSQL refuses', () => {
  it.each([
    ['SELECT nowhere FROM item', '42703'],
    ['SELEKT 1', '42601'],
    ['SELECT id FROM missing', '42P01'],
  ])('is named: %s', async (expression, sqlState) => {
    const attempt = compare({ before: [item()], sql: '', after: [item(), view('cheap', expression)] });
    await expect(attempt).rejects.toMatchObject({ code: 'canonicalise/invalid-expression', details: { owner: 'view public.cheap', expression, sqlState } });
  });
});

it('leaves no trace when views and their tables are spelled', async () => {
  await using database = await createDatabase();
  await withDataSource(database, { entities: [item(), view('cheap', 'SELECT id, name FROM item')], synchronize: true }, () => Promise.resolve());
  const identities = () => database.query("SELECT oid, relname, relfilenode, xmin::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid");
  const before = await identities();
  const after = [item({ name: { type: 'text' } }), entity({}, { name: 'part' }), view('cheap', 'SELECT i.id, i.name, p.id AS part FROM item i JOIN part p USING (id)')];
  await withDataSource(database, { entities: after }, async (dataSource) => {
    expect(await new Migrator(dataSource).diff()).not.toEqual([]);
  });
  expect(await identities()).toEqual(before);
});
