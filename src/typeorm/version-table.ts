import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import type { QualifiedName } from '../model/schema.js';
import { type Send, sendOver } from './answer.js';
import { keepBooks } from './books.js';
import { dataSourceOf } from './data-source-of.js';
import { type OwnColumn, ownColumnNames, type RecordedRevision, VersionStatements } from './version-statements.js';

/** A row of the table: a migration that ran. What TypeORM's own runner wrote has `null` in Limbeck's columns. */
export interface AppliedRow {
  readonly id: number;
  readonly timestampMs: number;
  readonly name: string;
  readonly revision: string | null;
  readonly checksum: string | null;
  /** When it was written. */
  readonly appliedAt: Date | null;
  readonly durationMs: number | null;
  /** The name of the file that ran, without its folder. */
  readonly file: string | null;
  /** The role that ran it. */
  readonly role: string | null;
  /** The host of the process that ran it. */
  readonly host: string | null;
  /** The version of Limbeck that ran it. */
  readonly version: string | null;
}

/** The table over one QueryRunner. `read` copes with a table that is missing, or has TypeORM's columns only. */
export class VersionTable {
  readonly name: QualifiedName;
  readonly #statements: VersionStatements;
  readonly #raw: Send;
  /** That of this process. */
  readonly #host = hostname();

  constructor(queryRunner: QueryRunner) {
    this.#statements = new VersionStatements(dataSourceOf(queryRunner));
    this.name = this.#statements.name;
    this.#raw = sendOver(queryRunner);
  }

  /** The rows, in the order in which they were written. */
  async read(): Promise<readonly AppliedRow[]> {
    const columns = await this.readColumns();
    if (columns.size === 0) return [];
    const fields = fieldNames.map((name) => (columns.has(name) ? `applied."${name}"` : 'NULL')).join(', ');
    // One text: a driver reads thousands of fields in four times as long.
    const [found] = await this.send(`SELECT coalesce(json_agg(json_build_array(${fields}) ORDER BY applied."id"), '[]')::text AS rows FROM ${this.#statements.path} AS applied`);
    return (JSON.parse(String(found?.['rows'])) as readonly Fields[]).map(readRow);
  }

  /** Makes the table if it is missing, just as TypeORM does, and adds Limbeck's columns if they are. */
  async prepare(): Promise<void> {
    const columns = await this.readColumns();
    if (ownColumnNames.every((column) => columns.has(column))) return;
    for (const sql of this.#statements.prepare()) await this.send(sql);
  }

  /** Says that `revision` is applied; `durationMs` is `null` where it was not run. */
  async insert(revision: RecordedRevision, durationMs: number | null): Promise<void> {
    await this.send(this.insertion(revision, durationMs));
  }

  /** The statement of {@link insert}. */
  insertion(revision: RecordedRevision, durationMs: number | null): string {
    return this.#statements.insert(revision, { durationMs, host: this.#host });
  }

  /** Says that what these rows stand for is applied no longer. */
  async delete(rows: readonly AppliedRow[]): Promise<void> {
    if (rows.length > 0) await this.send(this.deletion(rows));
  }

  /** The statement of {@link delete}. */
  deletion(rows: readonly AppliedRow[]): string {
    return `DELETE FROM ${this.#statements.path} WHERE "id" IN (${rows.map(({ id }) => id).join(', ')})`;
  }

  /** Takes away all that the table says. */
  async clear(): Promise<void> {
    await this.send(this.#statements.clear());
  }

  /** Adds what is known of the revision to the rows that TypeORM's runner wrote. */
  async complete(applied: Iterable<Applied<RecordedRevision>>): Promise<void> {
    const bare = [...applied].filter(({ row }) => row.revision === null);
    if (bare.length > 0) await this.send(this.#statements.complete(bare.map(({ revision }) => revision)));
  }

  /** Says that these ran from the files as they are. */
  async describe(applied: readonly Applied<RecordedRevision>[]): Promise<void> {
    await this.send(
      `UPDATE ${this.#statements.path} AS applied SET "limbeck_revision" = known.revision, "limbeck_checksum" = known.checksum, "limbeck_file" = known.file
         FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS known (id, revision, checksum, file)
        WHERE applied."id" = known.id`,
      [
        applied.map(({ row }) => row.id),
        applied.map(({ revision }) => revision.id),
        applied.map(({ revision }) => revision.checksum),
        applied.map(({ revision }) => basename(revision.file)),
      ],
    );
  }

  /** The names of the columns; none when there is no such table. */
  private async readColumns(): Promise<ReadonlySet<string>> {
    const rows = await this.send(
      `SELECT attribute.attname AS name FROM pg_catalog.pg_attribute AS attribute
        WHERE attribute.attrelid = to_regclass($1) AND attribute.attnum > 0 AND NOT attribute.attisdropped`,
      [this.#statements.path],
    );
    return new Set(rows.map((row) => String(row['name'])));
  }

  private send(sql: string, parameters: readonly unknown[] = []): Promise<readonly RawRow[]> {
    return keepBooks(this.name, async () => (await this.#raw(sql, parameters)).records as readonly RawRow[]);
  }
}

type RawRow = Readonly<Record<string, unknown>>;

/** What is read of a row, in the order of {@link Fields}: without the names, one text of thousands of rows is half as long. */
const fieldNames = [
  'id',
  'timestamp',
  'name',
  'limbeck_revision',
  'limbeck_checksum',
  'limbeck_applied_at',
  'limbeck_duration_ms',
  'limbeck_file',
  'limbeck_role',
  'limbeck_host',
  'limbeck_version',
] as const satisfies readonly (OwnColumn | 'id' | 'timestamp' | 'name')[];

/** A row as JSON has it. */
type Fields = readonly [
  id: number,
  timestampMs: number,
  name: string,
  revision: string | null,
  checksum: string | null,
  appliedAt: string | null,
  durationMs: number | null,
  file: string | null,
  role: string | null,
  host: string | null,
  version: string | null,
];

function readRow([id, timestampMs, name, revision, checksum, appliedAt, durationMs, file, role, host, version]: Fields): AppliedRow {
  return { id, timestampMs, name, revision, checksum, appliedAt: appliedAt === null ? null : new Date(appliedAt), durationMs, file, role, host, version };
}

/** A revision and the row that says it is applied. */
export interface Applied<R extends RecordedRevision> {
  readonly revision: R;
  readonly row: AppliedRow;
  /** The rows of the revisions that it was squashed out of, where these ran before. */
  readonly replaced: readonly AppliedRow[];
}

/** Where rows come from, as errors name it. */
export interface RowsPlace {
  readonly table: QualifiedName;
  readonly directory: string;
}

/** The rows of the table beside the revisions that are known. */
export interface AssignedRows<R extends RecordedRevision> {
  /** By the id of the revision. */
  readonly applied: ReadonlyMap<string, Applied<R>>;
  /** The rows that belong to no revision that is known. */
  readonly unknown: readonly AppliedRow[];
}

/**
 * The revisions that the rows stand for. A row belongs to the revision of its name, since that is all that
 * TypeORM knows; else to that of its id, so that a class may be renamed; else to the one that was squashed out of it.
 *
 * @throws {LimbeckError} `revision/half-squashed`.
 */
export function assignRows<R extends RecordedRevision>(rows: readonly AppliedRow[], revisions: Iterable<R>, place: RowsPlace): AssignedRows<R> {
  const known = [...revisions];
  const byName = new Map(known.map((revision) => [revision.name, revision]));
  const byId = new Map(known.map((revision) => [revision.id, revision]));
  const squashed = new Map(known.flatMap((revision) => revision.replaces.map((name) => [name, revision] as const)));
  const found = new Map<string, { readonly revision: R; row: AppliedRow | null; readonly replaced: AppliedRow[] }>();
  const unknown: AppliedRow[] = [];
  for (const row of rows) {
    const own = byName.get(row.name) ?? byId.get(row.revision ?? '');
    const revision = own ?? squashed.get(row.name);
    if (revision === undefined) {
      unknown.push(row);
      continue;
    }
    const entry = found.get(revision.id) ?? { revision, row: null, replaced: [] };
    if (own === undefined) entry.replaced.push(row);
    else entry.row = row;
    found.set(revision.id, entry);
  }
  const applied = new Map<string, Applied<R>>();
  for (const [id, { revision, row, replaced }] of found) applied.set(id, { revision, row: row ?? halfSquashed({ revision, replaced }, place), replaced });
  return { applied, unknown };
}

/**
 * As {@link assignRows}, by the id of the revision, where each row must belong to one.
 *
 * @throws {LimbeckError} `revision/missing-file` for a row that belongs to none, `revision/half-squashed`.
 */
export function matchRows<R extends RecordedRevision>(rows: readonly AppliedRow[], revisions: Iterable<R>, place: RowsPlace): ReadonlyMap<string, Applied<R>> {
  const { applied, unknown } = assignRows(rows, revisions, place);
  const [missing] = unknown;
  if (missing === undefined) return applied;
  throw new LimbeckError('revision/missing-file', { name: missing.name, revision: missing.revision, table: nameIn(place), directory: place.directory });
}

const nameIn = ({ table }: RowsPlace): string => `${table.schema}.${table.name}`;

function halfSquashed({ revision, replaced }: Pick<Applied<RecordedRevision>, 'revision' | 'replaced'>, place: RowsPlace): never {
  const applied = replaced.map(({ name }) => name);
  throw new LimbeckError('revision/half-squashed', { revision: revision.id, table: nameIn(place), applied, missing: revision.name });
}
