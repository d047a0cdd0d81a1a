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
  const members = membersFrom(text, found[0].length, enough);
  if (members.size !== enough) return null;
  return { name: found.groups?.name ?? null, isExported: found.groups?.export !== undefined, isAbstract: false, hasUp: true, doc: found.groups?.doc ?? null, members };
}

/** No line of imports holds a sign by which a comment or a text could go on in the next line. */
const beginning = new RegExp(
  [
    String.raw`^(?:(?:import|const) [^\n\\*` + '`' + String.raw`]*;\r?\n|\r?\n)*`,
    String.raw`(?:(?<doc>/\*\*(?!/)(?:[^*]|\*(?!/))*\*/)\r?\n)?`,
    String.raw`(?<export>export )?class (?<name>\w+)(?: implements MigrationInterface)? \{\r?\n`,
  ].join(''),
);

const quoted = String.raw`'[^'\\\r\n]*'|"[^"\\\r\n]*"`;
const texts = new RegExp(quoted, 'g');
const property = new RegExp(String.raw`[ \t]+(?<static>static )?(?:readonly )?(?<name>\w+) = (?<value>null|${quoted}|\[(?:(?:${quoted})(?:, (?:${quoted}))*)?\]);\r?\n`, 'y');

/** The members that stand one after another from a position, each a line; no more than are `enough`. */
function membersFrom(text: string, start: number, enough: number): ReadonlyMap<MemberName, Literal> {
  const members = new Map<MemberName, Literal>();
  property.lastIndex = start;
  while (members.size < enough) {
    const line = property.exec(text)?.groups;
    const name = memberNames.find((member) => member === line?.name);
    if (name === undefined || (line?.static === undefined) !== (name === 'name')) break;
    members.set(name, literalOf(line?.value ?? ''));
  }
  return members;
}

function literalOf(value: string): Literal {
  if (value === 'null') return null;
  return value.startsWith('[') ? (value.match(texts) ?? []).map(withoutQuotes) : withoutQuotes(value);
}

const withoutQuotes = (text: string): string => text.slice(1, -1);
