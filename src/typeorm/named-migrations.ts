import type { DataSource, MigrationInterface } from 'typeorm';

/** The class of a migration, and whatever it says besides. */
export type MigrationClass = (new () => MigrationInterface) & { readonly [member: string]: unknown };

/** The migrations that the options of a data source name: classes, and paths or globs of files. */
export interface NamedMigrations {
  readonly classes: readonly MigrationClass[];
  /** Relative to the working directory. */
  readonly patterns: readonly string[];
}

/** What a data source was made of that leads to another database. */
const originals = new WeakMap<DataSource, DataSource>();

/** Says that the migrations of `original` are those of `copy`, too, though TypeORM is told of none: it would load their files when it initialises. */
export function shareMigrations(copy: DataSource, original: DataSource): DataSource {
  originals.set(copy, originals.get(original) ?? original);
  return copy;
}

/**
 * What `DataSource.options.migrations` names.
 *
 * Source: typeorm 0.3.31 and 1.1.1, DataSource.buildMetadatas and OrmUtils.splitClassesAndStrings.
 */
export function namedMigrations(dataSource: DataSource): NamedMigrations {
  const { options } = originals.get(dataSource) ?? dataSource;
  const named = Object.values(options.migrations ?? {}) as readonly unknown[];
  return {
    classes: named.filter((value): value is MigrationClass => typeof value === 'function'),
    patterns: named.filter((value) => typeof value === 'string'),
  };
}
