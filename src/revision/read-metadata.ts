import { LimbeckError } from '../kernel/errors.js';
import { fromDocComment } from './doc-comment.js';
import { findClasses, mostMembers, type FoundClass, type MemberName } from './find-classes.js';
import { isLabel, isRevisionId } from './names.js';
import { isPhase, type Phase } from './phase.js';
import type { Revision, RevisionId } from './revision.js';
import { Tokens, type Literal } from './tokens.js';
import { trunkIdOf } from './trunk.js';
import { writtenClass } from './written-class.js';

/** What the text of a file says of one revision. */
export interface Metadata extends Omit<Revision, 'parents' | 'file' | 'checksum' | 'instantiate'> {
  /** `null` for a migration that was written for TypeORM: it stands on what comes before it in time. */
  readonly parents: Revision['parents'] | null;
  /** `null` for a class without a name. */
  readonly className: string | null;
}

/**
 * Reads the metadata of revisions out of the text of a file, which is neither compiled nor run: of the one that Limbeck wrote, and of
 * all that were written for TypeORM. A file without a migration gives none.
 *
 * @throws {LimbeckError} `revision/not-one-class`, `revision/no-revision`, `revision/no-down-revision`,
 * `revision/not-a-literal`, `revision/bad-id`, `revision/bad-label`, `revision/bad-phase`, `revision/no-time-stamp`, each naming the file.
 */
export function readMetadata(text: string, file: string): readonly Metadata[] {
  const enough = mostMembers(text);
  const written = writtenClass(text, enough);
  // It has all members that the text may tell of, and of a text without `revision` there is no telling.
  if (written !== null) return [metadataOfOwn(written, file)];
  const classes = findClasses(new Tokens(text), enough);
  const own = ownClass(classes, file);
  const others = classes.filter((found) => found !== own && isMigration(found));
  return [...(own === null ? [] : [own]), ...others].map((found) => metadataOf(found, file));
}

/** What a class says of the revision that it is. Throws as {@link readMetadata}. */
export const metadataOf = (found: FoundClass, file: string): Metadata => (isOwn(found) ? metadataOfOwn(found, file) : metadataOfOld(found, file));

/** The class that says its place in the graph: the exported one, unless a compiler has hidden what is exported. */
function ownClass(classes: readonly FoundClass[], file: string): FoundClass | null {
  const isAnyExported = classes.some(({ isExported }) => isExported);
  const [own = null, ...others] = classes.filter((found) => (found.isExported || !isAnyExported) && isOwn(found));
  if (own === null || others.length === 0) return own;
  throw new LimbeckError('revision/not-one-class', { file, classes: [own, ...others].map(({ name }) => name ?? '(without a name)') });
}

const isOwn = ({ members }: FoundClass): boolean => members.has('revision') || members.has('downRevision');

/** Whether TypeORM would take a class for a migration, or would want to and miss the time stamp. */
function isMigration(found: FoundClass): boolean {
  if (isOwn(found)) return false;
  const property = found.members.get('name');
  return [found.name, property].some((name) => typeof name === 'string' && timeStamp.test(name)) || (found.hasUp && found.isExported && !found.isAbstract);
}

const timeStamp = /\d{13}$/;

function metadataOfOwn(found: FoundClass, file: string): Metadata {
  const id = idOf(found, file);
  return {
    id,
    parents: parentsOf(found, file),
    labels: listedIn(found, 'branchLabels', file).map((label) => checkLabel(label, file)),
    dependsOn: listedIn(found, 'dependsOn', file).map((dependency) => checkDependency(dependency, file)),
    replaces: listedIn(found, 'replaces', file).map((replaced) => checkId(replaced, file)),
    phase: phaseOf(found, file),
    ...namesOf(found, file),
  };
}

/** A migration that was written for TypeORM says nothing but its name, so its id is made of that. */
function metadataOfOld(found: FoundClass, file: string): Metadata {
  const names = namesOf(found, file);
  return { id: trunkIdOf(names.name), parents: null, labels: [], dependsOn: [], replaces: [], phase: null, ...names };
}

function namesOf(found: FoundClass, file: string): Pick<Metadata, 'name' | 'timestampMs' | 'message' | 'className'> {
  const name = nameOf(found, file);
  const stamp = timeStamp.exec(name);
  if (stamp === null) throw new LimbeckError('revision/no-time-stamp', { file, name });
  return { name, timestampMs: Number(stamp[0]), message: messageOf(found, name), className: found.name };
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

function phaseOf({ members }: FoundClass, file: string): Phase | null {
  if (!members.has('phase')) return null;
  const phase = members.get('phase');
  if (phase === undefined) throw new LimbeckError('revision/not-a-literal', { file, member: 'phase' });
  if (phase === null) return null;
  if (!isPhase(phase)) throw new LimbeckError('revision/bad-phase', { file, phase: listOf(phase).join(', ') });
  return phase;
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
  if (message !== '') return message;
  const words = name.replace(/[\W_]*\d{13}$/, '').replace(/(?<=\p{Ll}|\d)(?=\p{Lu})/gu, ' ');
  return words === '' ? name : words;
}
