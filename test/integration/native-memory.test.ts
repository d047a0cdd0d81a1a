import { existsSync, statfsSync } from 'node:fs';
import { Client } from 'pg';
import { startNativeServer } from '../../src/server/native-server.js';

/** What Linux calls a file system in memory, with the 2 GiB that are asked for. */
const hasMemory = existsSync('/dev/shm') && statfsSync('/dev/shm').type === 0x01021994 && statfsSync('/dev/shm').bavail * statfsSync('/dev/shm').bsize >= 2 ** 31;

test(`the data lies ${hasMemory ? 'in memory' : 'on the disk, as there is not memory enough here'}, and goes with the server`, async () => {
  const server = await startNativeServer({ storage: 'memory' });
  const client = new Client({ connectionString: server.url('postgres') });
  await client.connect();
  const { rows } = await client.query<{ data: string }>("SELECT current_setting('data_directory') AS data");
  await client.end();
  const data = rows[0]?.data ?? '';
  expect(data.startsWith('/dev/shm/')).toBe(hasMemory);
  expect(existsSync(data)).toBe(true);
  await server.stop();
  expect(existsSync(data)).toBe(false);
});
