import { readCatalog } from './catalog.js';
import type { TestDatabase } from './database.js';

/** All that a run leaves: the catalog, the rows, and the books but for the times and the host, which a script does not know. */
export async function readRunContents(database: TestDatabase): Promise<unknown> {
  const tables = await database.query<{ readonly table: string }>(
    "SELECT oid::regclass::text AS table FROM pg_class WHERE relkind = 'r' AND oid >= 16384 AND relname <> 'migrations_journal' ORDER BY 1",
  );
  const rows: unknown[] = [];
  for (const { table } of tables) {
    rows.push([table, await database.query(`SELECT to_jsonb(t) - 'limbeck_applied_at' - 'limbeck_duration_ms' - 'limbeck_host' AS row FROM ${table} AS t ORDER BY t::text`)]);
  }
  return { catalog: (await readCatalog(database)).filter((line) => !line.includes('migrations_journal')), rows };
}
