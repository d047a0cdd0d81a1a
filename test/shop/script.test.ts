import { join } from 'node:path';
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Migrator } from 'limbeck';
import { dataSource, limbeck } from '../../ormconfig';
import { createDatabase } from '../support/database.js';
import { readRunContents } from '../support/run-contents.js';
import { runScript } from '../support/run-script.js';

/** The shop in another database. */
const migratorOf = (options: object): Migrator =>
  new Migrator(new DataSource(Object.assign({ ...dataSource.options }, options)), { ...limbeck, directory: join(__dirname, '../..', limbeck.directory ?? '') });

test("a script leaves what a run leaves of the shop's history, there and back", async () => {
  await using ran = await createDatabase();
  await using scripted = await createDatabase();
  await using online = migratorOf(ran.options);
  const offline = migratorOf({ port: 1 });

  const { revisions, sql } = await offline.upgradeSql();
  expect(await online.upgrade()).toMatchObject(revisions.map(({ id }) => ({ id })));
  await runScript(scripted, sql);
  expect(await readRunContents(scripted)).toEqual(await readRunContents(ran));

  await online.downgrade('base');
  await runScript(scripted, (await offline.downgradeSql('head:base')).sql);
  expect(await readRunContents(scripted)).toEqual(await readRunContents(ran));
});
