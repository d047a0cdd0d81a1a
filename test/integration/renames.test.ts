import { Migrator } from '../../src/migrator/migrator.js';
import { entity } from '../cases/entity.js';
import { createDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';

const before = [entity({ mail: { type: 'text' } })];
const after = [entity({ email: { type: 'text' } })];
const renames = ['item.mail=item.email'];

test('a table that somebody uses is not waited for long, and nothing is left of the attempt', async () => {
  await using database = await createDatabase();
  await withDataSource(database, { entities: before, synchronize: true }, () => Promise.resolve());
  await database.query('BEGIN; LOCK TABLE item IN ACCESS SHARE MODE');
  await withDataSource(database, { entities: after }, async (dataSource) => {
    const migrator = new Migrator(dataSource);
    await expect(migrator.diff({ renames })).rejects.toMatchObject({ code: 'rename/refused', details: { sqlState: '55P03' } });
    await database.query('COMMIT');
    expect(await migrator.diff({ renames })).toEqual([expect.objectContaining({ verb: 'rename', kind: 'column' })]);
  });
  expect(await database.query("SELECT attname AS name FROM pg_attribute WHERE attrelid = 'item'::regclass AND attname LIKE '%mail'")).toEqual([{ name: 'mail' }]);
});
