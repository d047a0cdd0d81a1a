import { basename } from 'node:path';
import type { DataSource } from 'typeorm';
import { dollarQuote, quoteLiteral } from '../dialect/postgres/quote.js';
import { limbeckVersion } from '../kernel/version.js';
import type { QualifiedName } from '../model/schema.js';
import { configuredNamespaceOf } from './compat.js';

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

export type OwnColumn = keyof typeof ownColumns;

export const ownColumnNames = Object.keys(ownColumns) as readonly OwnColumn[];

/**
 * The name of the table in which TypeORM keeps its books, and Limbeck too.
 *
 * Without the option `schema`, it is in the current schema of the connection; in `public` where there is none.
 */
export function versionTableName(dataSource: DataSource): QualifiedName {
  const { schema, tableName } = dataSource.driver.parseTableName(pathOf(dataSource));
  return { schema: schema ?? configuredNamespaceOf(dataSource), name: tableName };
}

/** The name of the table of what is half done, beside that of what is applied. */
export const journalName = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name: `${name}_journal` });

/** The name of the lock that whoever changes what the table speaks of holds. */
export const lockKeyOf = ({ schema, name }: QualifiedName): string => `${schema}.${name}`;

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

/** What is known of how a revision came to be applied. */
export interface RunFacts {
  /** `null` where it was not run, or nobody measured it. */
  readonly durationMs: number | null;
  /** The host of the process that ran it; `null` where nobody knows, as in a script. */
  readonly host: string | null;
}

/** The SQL that keeps the books, the same in a run and in a script: no statement has parameters, and none asks anything. */
export class VersionStatements {
  readonly name: QualifiedName;
  /** Its name in SQL. */
  readonly path: string;
  readonly #namespace: string;

  constructor(private readonly dataSource: DataSource) {
    const { driver } = dataSource;
    this.name = versionTableName(dataSource);
    this.#namespace = driver.escape(this.name.schema);
    this.path = `${this.#namespace}.${driver.escape(this.name.name)}`;
  }

  /**
   * What makes the table where it is missing, its schema too, and adds those of Limbeck's columns that are missing.
   * What is there needs no right to make it.
   *
   * The columns and the primary key are TypeORM's, in name and type.
   * Source: typeorm 0.3.31 and 1.1.1, MigrationExecutor.createMigrationsTableIfNotExist and PostgresQueryRunner.createTableSql.
   */
  prepare(): readonly string[] {
    const { path, dataSource } = this;
    const key = dataSource.driver.escape(dataSource.namingStrategy.primaryKeyName(pathOf(dataSource), ['id']));
    const added = ownColumnNames.map((column) => `ADD COLUMN IF NOT EXISTS ${define(column)}`);
    return [
      unless(`to_regnamespace(${quoteLiteral(this.#namespace)}) IS NOT NULL`, `CREATE SCHEMA ${this.#namespace}`),
      unless(
        `to_regclass(${quoteLiteral(path)}) IS NOT NULL`,
        `CREATE TABLE ${path} (
      "id" SERIAL NOT NULL, "timestamp" bigint NOT NULL, "name" character varying NOT NULL,
      CONSTRAINT ${key} PRIMARY KEY ("id"))`,
      ),
      unless(
        `(SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(${quoteLiteral(path)}) AND NOT attisdropped
      AND attname IN (${ownColumnNames.map(quoteLiteral).join(', ')})) = ${ownColumnNames.length}`,
        `ALTER TABLE ${path} ${added.join(', ')}`,
      ),
    ];
  }

  /** What says that `revision` is applied. */
  insert({ id, name, timestampMs, checksum, file }: RecordedRevision, { durationMs, host }: RunFacts): string {
    const duration = durationMs === null ? 'NULL' : Math.round(durationMs);
    const machine = host === null ? 'NULL' : quoteLiteral(host);
    const values = [quoteLiteral(id), quoteLiteral(checksum), 'clock_timestamp()', duration, quoteLiteral(basename(file)), 'session_user', machine, quoteLiteral(limbeckVersion())];
    return `INSERT INTO ${this.path} ("timestamp", "name", ${ownColumnNames.map((column) => `"${column}"`).join(', ')})
VALUES (${timestampMs}, ${quoteLiteral(name)}, ${values.join(', ')})`;
  }

  /** What says that `revision` is applied no longer, nor those that it was squashed out of. */
  delete(revision: RecordedRevision): string {
    const squashed = revision.replaces.map((name) => ` OR "name" = ${quoteLiteral(name)}`).join('');
    return `DELETE FROM ${this.path} WHERE ${rowOf(revision)}${squashed}`;
  }

  /** What takes away all that the table says. */
  clear(): string {
    return `DELETE FROM ${this.path}`;
  }

  /** What adds the revision and its checksum to the rows of these that TypeORM's runner wrote. */
  complete(revisions: readonly RecordedRevision[]): string {
    const known = revisions.map(({ name, id, checksum, file }) => `(${[name, id, checksum, basename(file)].map(quoteLiteral).join(', ')})`);
    return `UPDATE ${this.path} AS applied SET "limbeck_revision" = known.revision, "limbeck_checksum" = known.checksum, "limbeck_file" = known.file
  FROM (VALUES ${known.join(', ')}) AS known (name, revision, checksum, file)
 WHERE applied."name" = known.name AND applied."limbeck_revision" IS NULL`;
  }

  /** A condition: the table says that `revision` is applied. */
  isApplied(revision: RecordedRevision): string {
    return `EXISTS (SELECT FROM ${this.path} WHERE ${rowOf(revision)})`;
  }
}

const define = (column: OwnColumn): string => `"${column}" ${ownColumns[column]}`;

/** TypeORM knows a row by its name; by its id, a class may be renamed. */
const rowOf = ({ name, id }: RecordedRevision): string => `"name" = ${quoteLiteral(name)} OR "limbeck_revision" = ${quoteLiteral(id)}`;

const unless = (condition: string, sql: string): string => `DO ${dollarQuote(`BEGIN\n  IF NOT (${condition}) THEN\n    ${sql};\n  END IF;\nEND`)}`;
