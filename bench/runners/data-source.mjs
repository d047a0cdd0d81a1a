// @ts-check
/** What the commands `limbeck` and `typeorm` are given with `-d`: the environment says which database, and where the files are. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';

const { BENCH_URL: url, BENCH_FOLDER: directory, BENCH_MIGRATIONS: migrations } = process.env;
if (url === undefined) throw new Error('BENCH_URL names the database.');

export const dataSource = new DataSource({ type: 'postgres', url, ...(migrations === undefined ? {} : { migrations: [`${migrations}/*.{js,ts}`] }) });

/** The options of Limbeck. */
export const limbeck = directory === undefined ? {} : { directory };
