import { LimbeckError } from '../kernel/errors.js';
import { fromDocComment } from './doc-comment.js';
import { findClasses, type FoundClass } from './find-classes.js';
import type { Revision, RevisionId } from './revision.js';
import { Tokens, type Literal } from './tokens.js';

/** What the text of a revision file says. */
export interface Metadata extends Pick<Revision, 'id' | 'parents' | 'name' | 'timestampMs' | 'message'> {
  /** `null` for a class without a name. */
  readonly className: string | null;
}

/**
 * Reads the metadata of a revision out of the text of its file, which is neither compiled nor run.
 *
 * @throws {LimbeckError} `revision/not-one-class`, `revision/no-revision`, `revision/no-down-revision`,
 * `revision/not-a-literal`, `revision/bad-id`, `revision/no-time-stamp`, each naming the file.
 */
export function readMetadata(text: string, file: string): Metadata {
  const isOnlyClass = (text.match(/\bclass\b/g)?.length ?? 0) === 1;
  const found = theClass(findClasses(new Tokens(text), isOnlyClass), file);
  const id = idOf(found, file);
  const name = nameOf(found, file);
  const stamp = /\d{13}$/.exec(name);
  if (stamp === null) throw new LimbeckError('revision/no-time-stamp', { file, name });
  return { id, parents: parentsOf(found, file), name, timestampMs: Number(stamp[0]), message: messageOf(found, name), className: found.name };
}

/** The exported class; where a compiler has hidden what is exported, the one that has a revision. */
function theClass(classes: readonly FoundClass[], file: string): FoundClass {
  const exported = classes.filter(({ isExported }) => isExported);
  const withRevision = classes.filter(({ members }) => members.has('revision'));
  const candidates = exported.length > 0 ? exported : withRevision.length > 0 ? withRevision : classes;
  const [only] = candidates;
  if (only === undefined || candidates.length > 1) {
    throw new LimbeckError('revision/not-one-class', { file, classes: candidates.map(({ name }) => name ?? '(without a name)') });
  }
  return only;
}

function idOf({ members }: FoundClass, file: string): RevisionId {
  if (!members.has('revision')) throw new LimbeckError('revision/no-revision', { file });
  const id = members.get('revision');
  if (typeof id !== 'string') throw new LimbeckError('revision/not-a-literal', { file, member: 'revision' });
  return checkId(id, file);
}

function parentsOf({ members }: FoundClass, file: string): readonly RevisionId[] {
  if (!members.has('downRevision')) throw new LimbeckError('revision/no-down-revision', { file });
  const parents = members.get('downRevision');
  if (parents === undefined) throw new LimbeckError('revision/not-a-literal', { file, member: 'downRevision' });
  return [...new Set(listOf(parents))].map((id) => checkId(id, file));
}

const listOf = (value: Literal): readonly string[] => (value === null ? [] : typeof value === 'string' ? [value] : value);

/** Words that stand for revisions where one is named. */
const reserved = ['head', 'heads', 'base', 'current'];

function checkId(id: string, file: string): RevisionId {
  if (!/^\w+$/.test(id) || reserved.includes(id)) throw new LimbeckError('revision/bad-id', { file, id });
  return id;
}

/** TypeORM records the property `name`, and the name of the class where there is none (typeorm 1.1.1, MigrationExecutor.getMigrations). */
function nameOf({ name, members }: FoundClass, file: string): string {
  const property = members.get('name');
  if (members.has('name') && typeof property !== 'string') throw new LimbeckError('revision/not-a-literal', { file, member: 'name' });
  return typeof property === 'string' ? property : (name ?? '');
}

/** The doc comment; where a compiler has removed it, the words of the name. */
function messageOf({ doc }: FoundClass, name: string): string {
  const message = doc === null ? '' : fromDocComment(doc);
  return message === '' ? name.replace(/\d{13}$/, '').replace(/(?<=\p{Ll}|\d)(?=\p{Lu})/gu, ' ') : message;
}
