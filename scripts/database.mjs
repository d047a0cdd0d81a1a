// @ts-check
/**
 * Starts or stops the PostgreSQL server that `.env` names: `node scripts/database.mjs start|stop`, after `npm run build`.
 */
import { config } from 'dotenv';
import { fileURLToPath } from 'node:url';
import { LimbeckError } from '../dist/kernel/errors.js';
import { startLocalServer, stopLocalServer } from '../dist/testing/local-server.js';

const project = fileURLToPath(new URL('..', import.meta.url));
config({ path: fileURLToPath(new URL('../.env', import.meta.url)), quiet: true });
const {
  POSTGRES_HOST: host = 'localhost',
  POSTGRES_PORT: port = '5432',
  POSTGRES_USER: user = 'postgres',
  POSTGRES_PASSWORD: password = '',
  POSTGRES_DB: database = user,
} = process.env;

async function start() {
  const { started, created, folder } = await startLocalServer({ project, host, port: Number(port), user, password, database });
  console.log(`PostgreSQL ${started ? 'runs now' : 'was already running'} on ${host}:${port}; the database "${database}" ${created ? 'is new' : 'was there'}.`);
  console.log(`Its data is in ${folder} and stays there after \`npm run db:stop\`.`);
}

async function stop() {
  const { stopped, folder } = await stopLocalServer({ project });
  console.log(stopped ? `PostgreSQL is stopped; its data is still in ${folder}.` : 'PostgreSQL was not running.');
}

const commands = new Map([['start', start], ['stop', stop]]);
const command = commands.get(process.argv[2] ?? '');
if (command === undefined) {
  console.error('Use: node scripts/database.mjs start|stop');
  process.exitCode = 2;
} else {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof LimbeckError)) throw error;
    console.error(`${error.message}\n${error.hint}`);
    process.exitCode = 2;
  }
}
