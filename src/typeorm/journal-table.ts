import { deserialize, serialize } from 'node:v8';
import type { QueryRunner } from 'typeorm';
import type { BackfillProgress } from '../dialect/backfill.js';
import type { QualifiedName } from '../model/schema.js';
import { type Answer, type Send, sendOver } from './answer.js';
import { keepBooks } from './books.js';
import { dataSourceOf } from './data-source-of.js';
import { journalName, versionTableName } from './version-statements.js';

/** Which direction of which revision. */
export interface JournalKey {
  readonly revision: string;
  readonly direction: 'up' | 'down';
}

/** A statement that a revision sent, and what became of it. */
export interface JournalEntry {
  /** Its number among those that the revision sent, from 0. */
  readonly position: number;
  /**
   * `started`: it was sent outside a transaction, and nothing more is known. `failed`: the server refused it. `underway`: a backfill of
   * which the last batch is not committed yet.
   */
  readonly state: 'started' | 'failed' | 'underway' | 'done';
  /** Of the statement and its parameters. */
  readonly checksum: string;
  readonly sql: string;
  /** What it gave; `null` for what changes the session only and so is sent again. */
  readonly answer: Answer | null;
  /** How far a backfill has come; `null` for everything else. */
  readonly progress: BackfillProgress | null;
}

/** A revision that was interrupted after a part of it was committed. */
export interface HalfDone extends JournalKey {
  /** By position. */
  readonly entries: readonly JournalEntry[];
}

/**
 * What revisions did that could not be rolled back: a table beside that of the applied revisions, made when the first such statement is
 * sent. A revision that is done leaves nothing in it.
 */
export class JournalTable {
  readonly name: QualifiedName;
  /** Its name in SQL. */
  private readonly path: string;
  private readonly raw: Send;
  private isMade = false;

  constructor(queryRunner: QueryRunner) {
    const dataSource = dataSourceOf(queryRunner);
    this.name = journalName(versionTableName(dataSource));
    this.path = `${dataSource.driver.escape(this.name.schema)}.${dataSource.driver.escape(this.name.name)}`;
    this.raw = sendOver(queryRunner);
  }

  /** The revisions that are half done. */
  async read(): Promise<readonly HalfDone[]> {
    const sql = `SELECT to_regclass($1) IS NOT NULL AS found, EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = 'progress') AS made`;
    const [table] = await this.send(sql, [this.path]);
    this.isMade = table?.['made'] === true;
    if (table?.['found'] !== true) return [];
    const rows = await this.send(`SELECT * FROM ${this.path} ORDER BY "revision", "direction", "position"`);
    const halves = new Map<string, { readonly key: JournalKey; readonly entries: JournalEntry[] }>();
    for (const row of rows) {
      const key = { revision: String(row['revision']), direction: row['direction'] as JournalKey['direction'] };
      const half = halves.get(`${key.revision} ${key.direction}`) ?? { key, entries: [] };
      halves.set(`${key.revision} ${key.direction}`, half);
      half.entries.push(readEntry(row));
    }
    return [...halves.values()].map(({ key, entries }) => ({ ...key, entries }));
  }

  /** Makes the table if it is missing, and the column that an earlier version did not make. In a transaction, it belongs to that. */
  async prepare(): Promise<void> {
    if (this.isMade) return;
    await this.send(
      `CREATE TABLE IF NOT EXISTS ${this.path} (
         "revision" character varying NOT NULL, "direction" character varying NOT NULL, "position" integer NOT NULL,
         "state" character varying NOT NULL, "checksum" character varying NOT NULL, "sql" text NOT NULL, "answer" bytea,
         "changed_at" timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
         PRIMARY KEY ("revision", "direction", "position"))`,
    );
    await this.send(`ALTER TABLE ${this.path} ADD COLUMN IF NOT EXISTS "progress" jsonb`);
    this.isMade = true;
  }

  /** Forgets what is known of the table, after a rollback may have undone its making. */
  forget(): void {
    this.isMade = false;
  }

  /** Writes what became of statements, in place of what was said of them before. */
  async write({ revision, direction }: JournalKey, entries: readonly JournalEntry[]): Promise<void> {
    await this.send(
      `INSERT INTO ${this.path} ("revision", "direction", "position", "state", "checksum", "sql", "answer", "progress")
       SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::jsonb[])
       ON CONFLICT ("revision", "direction", "position") DO UPDATE
         SET "state" = excluded."state", "checksum" = excluded."checksum", "sql" = excluded."sql", "answer" = excluded."answer",
           "progress" = excluded."progress", "changed_at" = clock_timestamp()`,
      [
        revision,
        direction,
        entries.map(({ position }) => position),
        entries.map(({ state }) => state),
        entries.map(({ checksum }) => checksum),
        entries.map(({ sql }) => sql),
        entries.map(({ answer }) => (answer === null ? null : serialize({ ...answer }))),
        entries.map(({ progress }) => (progress === null ? null : JSON.stringify(progress))),
      ],
    );
  }

  /** Forgets all of a revision. */
  async clear({ revision, direction }: JournalKey): Promise<void> {
    await this.send(`DELETE FROM ${this.path} WHERE "revision" = $1 AND "direction" = $2`, [revision, direction]);
  }

  private send(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]> {
    return keepBooks(this.name, async () => (await this.raw(sql, parameters)).records as readonly Row[]);
  }
}

type Row = Readonly<Record<string, unknown>>;

const readEntry = (row: Row): JournalEntry => ({
  position: Number(row['position']),
  state: row['state'] as JournalEntry['state'],
  checksum: String(row['checksum']),
  sql: String(row['sql']),
  answer: row['answer'] instanceof Uint8Array ? (deserialize(row['answer']) as Answer) : null,
  progress: (row['progress'] as BackfillProgress | null | undefined) ?? null,
});
