import { randomBytes } from 'node:crypto';
import { LimbeckError } from '../kernel/errors.js';
import type { Revision, RevisionId } from './revision.js';

/** Words that stand for revisions where one is named. */
const reserved: readonly string[] = ['head', 'heads', 'base', 'current'];

/** Whether a text can be the id of a revision: letters A to Z, digits and `_`, and no word that stands for a revision. */
export const isRevisionId = (text: string): boolean => /^\w+$/.test(text) && !reserved.includes(text);

/**
 * Whether a text can be a branch label: as an id, and between its letters `-`, `.` or `/` may stand, of which each is followed
 * by a letter, so that `shop-2` always is two steps before `shop`.
 */
export const isLabel = (text: string): boolean => /^\w+(?:[-./][A-Za-z_]\w*)*$/.test(text) && !reserved.includes(text);

/** A new id: 12 hexadecimal digits, by chance (48 bits: among 10,000 revisions two are alike once in 5 million times). */
export const makeRevisionId = (): RevisionId => randomBytes(6).toString('hex');

/** The time stamp of a new revision: now, but later than every parent's, so that TypeORM's order is that of the graph. */
export const nextTimestampMs = (parents: readonly Pick<Revision, 'timestampMs'>[], nowMs: number): number =>
  Math.max(nowMs, ...parents.map(({ timestampMs }) => timestampMs + 1));

/**
 * The name of the class: the message in PascalCase and the 13-digit time stamp that TypeORM wants at its end.
 *
 * Only of A to Z and digits, with accents taken off: which other letters an identifier may hold depends on the version
 * of Unicode that a compiler knows. A message without such letters gives `Revision1720000000000`.
 */
export function classNameOf(message: string, timestampMs: number): string {
  const words = message.normalize('NFKD').replace(/\p{M}/gu, '').match(/[A-Za-z0-9]+/g) ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `${/^[A-Z]/.test(name) ? '' : 'Revision'}${name.slice(0, longestName)}${timestampMs}`;
}

/**
 * The message as part of a file's name: its words in lower case, joined by `_`, cut between words at `length` letters.
 *
 * Letters and digits of every script stay; what no file system refuses is all there is.
 *
 * @throws {LimbeckError} `revision/empty-message`.
 */
export function slugOf(message: string, length: number): string {
  const letters = [...wordsOf(message).join('_').toLowerCase()];
  if (letters.length <= length) return letters.join('');
  const cut = letters.slice(0, length).join('');
  const end = letters[length] === '_' ? cut.length : cut.lastIndexOf('_');
  return end === -1 ? cut : cut.slice(0, end);
}

/** The most letters of the message in the name of a class. */
const longestName = 100;

/** What of a message can stand in the name of a file: letters, marks and digits. Look-alikes become one (NFKC); what cannot be seen is left out. */
function wordsOf(message: string): readonly string[] {
  const words = message.normalize('NFKC').match(/(?:(?![\p{P}\p{DI}])\p{ID_Continue})+/gu);
  if (words === null) throw new LimbeckError('revision/empty-message', { message });
  return words;
}
