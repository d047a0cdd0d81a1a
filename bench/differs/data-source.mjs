// @ts-check
/** What the commands `limbeck` and `typeorm` are given with `-d`: the environment says which database, and how many tables. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { entitiesOf } from './typeorm-entities.mjs';

const { BENCH_URL: url, BENCH_SIZE: size, BENCH_CHANGED: isChanged, BENCH_DIRECTORY: directory, BENCH_MIGRATIONS: migrations } = process.env;
if (url === undefined) throw new Error('BENCH_URL names the database.');

export const dataSource = new DataSource({
  type: 'postgres',
  url,
  entities: entitiesOf({ size: Number(size ?? 0), isChanged: isChanged === 'true' }),
  ...(migrations === undefined ? {} : { migrations: [`${migrations}/*.js`] }),
});

/** The options of Limbeck. */
export const limbeck = directory === undefined ? {} : { directory };
