import { type FoundClass, type MemberName, memberNames } from './find-classes.js';
import type { Literal } from './tokens.js';

/**
 * The class of a file that begins as Limbeck writes it, in TypeScript or in JavaScript; `null` for any other file, which is read token by token at ten times
 * the cost: of a thousand files, that is a good part of an upgrade that has nothing to do.
 *
 * Before the class stand only whole lines of imports and one doc comment, so that it cannot stand within a text or a comment itself; and all that
 * can be a member of it follows at once.
 *
 * @param enough How many members the class has, where it is the only one; as of `findClasses`.
 */
export function writtenClass(text: string, enough: number): FoundClass | null {
  const found = beginning.exec(text);
  if (found === null) return null;
  const [whole, doc = null, exported, name = null] = found;
  const members = membersFrom(text, whole.length, enough);
  return members.size === enough ? { name, isExported: exported !== undefined, isAbstract: false, hasUp: true, doc, members } : null;
}

/** The doc comment, `export` and the name. No line of imports holds a sign by which a comment or a text could go on in the next line. */
const beginning = new RegExp(
  [
    String.raw`^(?:(?:import|const) [^\n\\*` + '`' + String.raw`]*;\r?\n|\r?\n)*`,
    String.raw`(?:(/\*\*(?!/)(?:[^*]|\*(?!/))*\*/)\r?\n)?`,
    String.raw`(export )?class (\w+)(?: implements MigrationInterface)? \{\r?\n`,
  ].join(''),
);

const quoted = String.raw`'[^'\\\r\n]*'|"[^"\\\r\n]*"`;
const texts = new RegExp(quoted, 'g');
/** `static`, the name and the value. Counted, not named: an object of named groups costs as much again for each of a thousand files. */
const property = new RegExp(String.raw`[ \t]+(static )?(?:readonly )?(\w+) = (null|${quoted}|\[(?:(?:${quoted})(?:, (?:${quoted}))*)?\]);\r?\n`, 'y');

/** The members that stand one after another from a position, each a line; no more than are `enough`. */
function membersFrom(text: string, start: number, enough: number): ReadonlyMap<MemberName, Literal> {
  const members = new Map<MemberName, Literal>();
  property.lastIndex = start;
  while (members.size < enough) {
    const line = property.exec(text);
    const name = line?.[2];
    if (line === null || !isMemberName(name) || (line[1] === undefined) !== (name === 'name')) break;
    members.set(name, literalOf(line[3] ?? ''));
  }
  return members;
}

const names: ReadonlySet<string | undefined> = new Set(memberNames);
const isMemberName = (word: string | undefined): word is MemberName => names.has(word);

function literalOf(value: string): Literal {
  if (value === 'null') return null;
  return value.startsWith('[') ? (value.match(texts) ?? []).map(withoutQuotes) : withoutQuotes(value);
}

const withoutQuotes = (text: string): string => text.slice(1, -1);
