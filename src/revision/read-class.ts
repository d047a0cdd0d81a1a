import { createHash } from 'node:crypto';
import { LimbeckError } from '../kernel/errors.js';
import type { MigrationClass } from '../typeorm/named-migrations.js';
import { type FoundClass, memberNames } from './find-classes.js';
import { construct, recordedName } from './instantiate.js';
import { metadataOf } from './read-metadata.js';
import type { Revision } from './revision.js';
import type { Literal } from './tokens.js';
import type { Unlinked } from './trunk.js';

/** What stands for the file of a class that the data source names itself. */
const namedPlace = 'DataSource.options.migrations';

/** Whether a revision is a class that the data source names itself, so that its file is not known. */
export const isNamedPlace = ({ file }: Pick<Revision, 'file'>): boolean => file === namedPlace;

/**
 * The file of a revision, for who wants to change it.
 *
 * @throws {LimbeckError} `revision/no-file` for a class that the data source names itself.
 */
export function fileOf(revision: Pick<Revision, 'id' | 'file'>): string {
  if (isNamedPlace(revision)) throw new LimbeckError('revision/no-file', { revision: revision.id });
  return revision.file;
}

/**
 * The revision that a class is, which the data source names itself. Its file is not known; its checksum is that of its name, since
 * the text of a class is another with each compiler.
 *
 * @throws {LimbeckError} as `readMetadata`, and those of a constructor that throws.
 */
export function readClass(migrationClass: MigrationClass): Unlinked {
  const name = recordedName(migrationClass, construct(migrationClass, namedPlace));
  const { className: _, ...metadata } = metadataOf(foundIn(migrationClass, name), namedPlace);
  return {
    ...metadata,
    file: namedPlace,
    checksum: createHash('sha256').update(name).digest('hex'),
    instantiate: () => Promise.resolve(construct(migrationClass, namedPlace)),
  };
}

/** The class as the text of a file would tell of it. */
function foundIn(migrationClass: MigrationClass, name: string): FoundClass {
  const said = memberNames.filter((member) => member !== 'name' && migrationClass[member] !== undefined);
  const members = new Map(said.map((member) => [member, literalOf(migrationClass[member])]));
  return { name, isExported: true, isAbstract: false, hasUp: true, doc: null, members };
}

/** A value of a class, where it is one that can stand in a file. */
function literalOf(value: unknown): Literal | undefined {
  const isText = (each: unknown): each is string => typeof each === 'string';
  return value === null || isText(value) || (Array.isArray(value) && value.every(isText)) ? value : undefined;
}
