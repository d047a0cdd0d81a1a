// @ts-check
/** What the commands `limbeck` and `typeorm` are given with `-d`: the environment says which database, and where the files are. */
require('reflect-metadata');
const { DataSource } = require('typeorm');

const { BENCH_URL: url, BENCH_FOLDER: directory, BENCH_MIGRATIONS: migrations } = process.env;
if (url === undefined) throw new Error('BENCH_URL names the database.');

exports.dataSource = new DataSource({ type: 'postgres', url, ...(migrations === undefined ? {} : { migrations: [`${migrations}/*.{js,ts}`] }) });

/** The options of Limbeck. */
exports.limbeck = directory === undefined ? {} : { directory };
