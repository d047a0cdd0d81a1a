import { LimbeckError } from '../kernel/errors.js';
import { fromDocComment } from './doc-comment.js';
import { findClasses, memberNames, type FoundClass, type MemberName } from './find-classes.js';
import { isLabel, isRevisionId } from './names.js';
import type { Revision, RevisionId } from './revision.js';
import { Tokens, type Literal } from './tokens.js';

/** What the text of a revision file says. */
export interface Metadata extends Pick<Revision, 'id' | 'parents' | 'labels' | 'dependsOn' | 'replaces' | 'name' | 'timestampMs' | 'message'> {
  /** `null` for a class without a name. */
  readonly className: string | null;
}

/**
 * Reads the metadata of a revision out of the text of its file, which is neither compiled nor run.
 *
 * @throws {LimbeckError} `revision/not-one-class`, `revision/no-revision`, `revision/no-down-revision`,
 * `revision/not-a-literal`, `revision/bad-id`, `revision/bad-label`, `revision/no-time-stamp`, each naming the file.
 */
export function readMetadata(text: string, file: string): Metadata {
  const found = theClass(findClasses(new Tokens(text), mostMembers(text)), file);
  const id = idOf(found, file);
  const name = nameOf(found, file);
  const stamp = /\d{13}$/.exec(name);
  if (stamp === null) throw new LimbeckError('revision/no-time-stamp', { file, name });
  return {
    id,
    parents: parentsOf(found, file),
    labels: listedIn(found, 'branchLabels', file).map((label) => checkLabel(label, file)),
    dependsOn: listedIn(found, 'dependsOn', file).map((dependency) => checkDependency(dependency, file)),
    replaces: listedIn(found, 'replaces', file).map((replaced) => checkId(replaced, file)),
    name,
    timestampMs: Number(stamp[0]),
    message: messageOf(found, name),
    className: found.name,
  };
}

/** How many members the class can have by the words of the file; where it may not be the only one, there is no telling. */
const mostMembers = (text: string): number =>
  (text.match(/\bclass\b/g)?.length ?? 0) === 1 ? memberNames.filter((name) => text.includes(name)).length : Infinity;

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
  return listOf(parents).map((id) => checkId(id, file));
}

/** The texts of a member that may be left out. */
function listedIn({ members }: FoundClass, member: MemberName, file: string): readonly string[] {
  if (!members.has(member)) return [];
  const value = members.get(member);
  if (value === undefined) throw new LimbeckError('revision/not-a-literal', { file, member });
  return listOf(value);
}

const listOf = (value: Literal): readonly string[] => (value === null ? [] : typeof value === 'string' ? [value] : [...new Set(value)]);

function checkId(id: string, file: string): RevisionId {
  if (!isRevisionId(id)) throw new LimbeckError('revision/bad-id', { file, id });
  return id;
}

function checkLabel(label: string, file: string): string {
  if (!isLabel(label)) throw new LimbeckError('revision/bad-label', { file, label });
  return label;
}

/** What a revision depends on is named by an id or by a label. */
const checkDependency = (name: string, file: string): string => (isRevisionId(name) ? name : checkLabel(name, file));

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
