import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { DataSource, QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { limbeckVersion } from '../kernel/version.js';
import type { QualifiedName } from '../model/schema.js';
import { type Send, sendOver } from './answer.js';
import { keepBooks } from './books.js';
import { defaultNamespaceOf } from './compat.js';
import { dataSourceOf } from './data-source-of.js';

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

/** What the table keeps of a revision. */
export interface RecordedRevision {
  readonly id: string;
  readonly name: string;
  readonly timestampMs: number;
  readonly checksum: string;
  /** Absolute path. */
  readonly file: string;
  /** The names of the migrations that it stands for beside its own. */
  readonly replaces: readonly string[];
}

/**
 * The columns that Limbeck adds to TypeORM's. All may be null, since TypeORM's runner fills in its own two only;
 * and they carry a prefix, so that neither a later TypeORM nor an app's own column has the same name.
 */
const ownColumns = {
  limbeck_revision: 'character varying',
  limbeck_checksum: 'character varying',
  limbeck_applied_at: 'timestamp with time zone',
  limbeck_duration_ms: 'integer',
  limbeck_file: 'character varying',
  limbeck_role: 'character varying',
  limbeck_host: 'character varying',
  limbeck_version: 'character varying',
} as const;

type OwnColumn = keyof typeof ownColumns;

const ownColumnNames = Object.keys(ownColumns) as readonly OwnColumn[];

/**
 * The name of the table in which TypeORM keeps its books, and Limbeck too.
 *
 * Needs a connected data source: without the option `schema`, it is in the current schema of the connection.
 */
export function versionTableName(dataSource: DataSource): QualifiedName {
  const { schema, tableName } = dataSource.driver.parseTableName(pathOf(dataSource));
  return { schema: schema ?? defaultNamespaceOf(dataSource), name: tableName };
}

/**
 * The name as TypeORM shows it to its driver and to the naming strategy: `schema.name` with the option `schema`.
 *
 * Source: typeorm 0.3.31 and 1.1.1, constructor of MigrationExecutor.
 */
function pathOf({ driver, options }: DataSource): string {
  const { migrationsTableName } = options;
  const name = migrationsTableName === undefined || migrationsTableName === '' ? 'migrations' : migrationsTableName;
  return driver.buildTableName(name, 'schema' in options ? options.schema : undefined, driver.database);
}

/** The name of the table of what is half done, beside that of what is applied. */
export const journalName = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name: `${name}_journal` });

/** The table over one QueryRunner. `read` copes with a table that is missing, or has TypeORM's columns only. */
export class VersionTable {
  readonly name: QualifiedName;
  /** Its name in SQL. */
  private readonly path: string;
  private readonly raw: Send;

  constructor(private readonly queryRunner: QueryRunner) {
    const dataSource = dataSourceOf(queryRunner);
    this.name = versionTableName(dataSource);
    this.path = `${dataSource.driver.escape(this.name.schema)}.${dataSource.driver.escape(this.name.name)}`;
    this.raw = sendOver(queryRunner);
  }

  /** The rows, in the order in which they were written. */
  async read(): Promise<readonly AppliedRow[]> {
    const columns = await this.readColumns();
    if (columns.size === 0) return [];
    const rows = await this.send(`SELECT * FROM ${this.path} ORDER BY "id"`);
    return rows.map(readRow);
  }

  /** Makes the table if it is missing, just as TypeORM does, and adds Limbeck's columns if they are. */
  async prepare(): Promise<void> {
    const columns = await this.readColumns();
    const missing = ownColumnNames.filter((column) => !columns.has(column));
    if (columns.size === 0) await this.create();
    else if (missing.length > 0) {
      await this.send(`ALTER TABLE ${this.path} ${missing.map((column) => `ADD COLUMN IF NOT EXISTS ${define(column)}`).join(', ')}`);
    }
  }

  /** Says that `revision` is applied. */
  async insert({ id, name, timestampMs, checksum, file }: RecordedRevision, durationMs: number): Promise<void> {
    await this.send(
      `INSERT INTO ${this.path} ("timestamp", "name", ${ownColumnNames.map((column) => `"${column}"`).join(', ')})
       VALUES ($1, $2, $3, $4, clock_timestamp(), $5, $6, session_user, $7, $8)`,
      [timestampMs, name, id, checksum, Math.round(durationMs), basename(file), hostname(), limbeckVersion()],
    );
  }

  /** Says that what these rows stand for is applied no longer. */
  async delete(rows: readonly AppliedRow[]): Promise<void> {
    await this.send(`DELETE FROM ${this.path} WHERE "id" = ANY ($1::int[])`, [rows.map(({ id }) => id)]);
  }

  /** Adds what is known of the revision to the rows that TypeORM's runner wrote. */
  async complete(applied: Iterable<Applied<RecordedRevision>>): Promise<void> {
    const bare = [...applied].filter(({ row }) => row.revision === null);
    if (bare.length > 0) await this.describe(bare);
  }

  /** Says that these ran from the files as they are. */
  async describe(applied: readonly Applied<RecordedRevision>[]): Promise<void> {
    await this.send(
      `UPDATE ${this.path} AS applied SET "limbeck_revision" = known.revision, "limbeck_checksum" = known.checksum, "limbeck_file" = known.file
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
      [this.path],
    );
    return new Set(rows.map((row) => String(row['name'])));
  }

  /**
   * The columns and the primary key are TypeORM's, in name and type.
   *
   * Source: typeorm 0.3.31 and 1.1.1, MigrationExecutor.createMigrationsTableIfNotExist and PostgresQueryRunner.createTableSql.
   */
  private async create(): Promise<void> {
    const dataSource = dataSourceOf(this.queryRunner);
    const { schema } = this.name;
    const key = dataSource.driver.escape(dataSource.namingStrategy.primaryKeyName(pathOf(dataSource), ['id']));
    await keepBooks(this.name, async () => {
      if (!(await this.queryRunner.hasSchema(schema))) await this.queryRunner.createSchema(schema, true);
    });
    await this.send(
      `CREATE TABLE ${this.path} (
         "id" SERIAL NOT NULL, "timestamp" bigint NOT NULL, "name" character varying NOT NULL,
         ${ownColumnNames.map(define).join(', ')},
         CONSTRAINT ${key} PRIMARY KEY ("id"))`,
    );
  }

  private send(sql: string, parameters: readonly unknown[] = []): Promise<readonly RawRow[]> {
    return keepBooks(this.name, async () => (await this.raw(sql, parameters)).records as readonly RawRow[]);
  }
}

const define = (column: OwnColumn): string => `"${column}" ${ownColumns[column]}`;

type RawRow = Readonly<Record<string, unknown>>;

function readRow(row: RawRow): AppliedRow {
  const text = (column: OwnColumn): string | null => (typeof row[column] === 'string' ? row[column] : null);
  const appliedAt = row['limbeck_applied_at'] ?? null;
  return {
    id: Number(row['id']),
    timestampMs: Number(row['timestamp']),
    name: String(row['name']),
    revision: text('limbeck_revision'),
    checksum: text('limbeck_checksum'),
    appliedAt: appliedAt === null ? null : new Date(appliedAt as Date | string),
    durationMs: typeof row['limbeck_duration_ms'] === 'number' ? row['limbeck_duration_ms'] : null,
    file: text('limbeck_file'),
    role: text('limbeck_role'),
    host: text('limbeck_host'),
    version: text('limbeck_version'),
  };
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
  const applied = new Map([...found].map(([id, { row, ...entry }]) => [id, { ...entry, row: row ?? halfSquashed(entry, place) }]));
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
