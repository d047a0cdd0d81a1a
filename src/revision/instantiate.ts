import type { MigrationInterface } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import { explainLoadFailure } from '../loader/explain-load-error.js';
import { loadVersion } from '../loader/load-module.js';
import type { MigrationClass } from '../typeorm/named-migrations.js';
import type { Metadata } from './read-metadata.js';
import type { Revision } from './revision.js';

/** Loads the file and makes the migration, which must be the one that the text of the file told of. */
export async function instantiate({ file, checksum }: Pick<Revision, 'file' | 'checksum'>, metadata: Metadata): Promise<MigrationInterface> {
  const module = await loadVersion(file, checksum).catch((error: unknown) => {
    throw explainLoadFailure(error, file);
  });
  const found = theClass(classesIn(module), file, metadata);
  if (found === undefined) throw new LimbeckError('revision/not-one-class', { file, classes: [] });
  const migration = construct(found, file);
  const differs = found['revision'] !== revisionOf(metadata) ? 'revision' : recordedName(found, migration) !== metadata.name ? 'name' : null;
  if (differs !== null) throw new LimbeckError('revision/not-a-literal', { file, member: differs });
  return migration;
}

/** What a class says its id is: one that was written for TypeORM says nothing. */
const revisionOf = ({ id, parents }: Metadata): string | undefined => (parents === null ? undefined : id);

/** The class of these metadata; one that is exported without its name shows it only when it is made. */
function theClass(exported: readonly MigrationClass[], file: string, metadata: Metadata): MigrationClass | undefined {
  const revision = revisionOf(metadata);
  return (
    (revision === undefined ? undefined : exported.find((value) => value['revision'] === revision)) ??
    exported.find(({ name }) => name === metadata.className) ??
    exported.find((value) => metadata.className === null && recordedName(value, construct(value, file)) === metadata.name)
  );
}

/**
 * The classes that a module exports, also in lists and objects, where TypeORM looks as well.
 *
 * Source: typeorm 0.3.31 and 1.1.1, importClassesFromDirectories.
 */
function classesIn(module: object): readonly MigrationClass[] {
  const exported = Object.values(module) as readonly unknown[];
  const inside = exported.flatMap((value): readonly unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  return [...new Set([...exported, ...inside])].filter((value): value is MigrationClass => typeof value === 'function');
}

/** The name that TypeORM records (typeorm 1.1.1, MigrationExecutor.getMigrations). */
export const recordedName = (migrationClass: MigrationClass, { name }: MigrationInterface): string => name ?? migrationClass.name;

/** Makes the migration, whose class came from `file`. */
export function construct(migration: MigrationClass, file: string): MigrationInterface {
  try {
    return new migration();
  } catch (error) {
    throw explainLoadFailure(error, file);
  }
}
