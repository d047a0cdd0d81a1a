import { literalAt, noToken, textOf, type Literal, type Token, type Tokens } from './tokens.js';

/** What of a class the place of a revision in the graph depends on. */
export const memberNames = ['revision', 'downRevision', 'branchLabels', 'dependsOn', 'replaces', 'phase', 'name'] as const;
export type MemberName = (typeof memberNames)[number];

/** A class of a file, and what its text says of it. */
export interface FoundClass {
  /** `null` for one without a name. */
  readonly name: string | null;
  readonly isExported: boolean;
  readonly isAbstract: boolean;
  /** Whether its text says what `up` does, as that of a migration does. */
  readonly hasUp: boolean;
  /** The doc comment before it. */
  readonly doc: string | null;
  /** `undefined` for a member that is there but not written out. */
  readonly members: ReadonlyMap<MemberName, Literal | undefined>;
}

/** How many members the class can have by the words of the file; where it may not be the only one or not ours, there is no telling. */
export function mostMembers(text: string): number {
  const isOnlyClass = (text.match(/\bclass\b/g)?.length ?? 0) === 1;
  return isOnlyClass && text.includes('revision') ? memberNames.filter((name) => text.includes(name)).length : Infinity;
}

interface OpenClass extends FoundClass {
  hasUp: boolean;
  readonly members: Map<MemberName, Literal | undefined>;
}

/**
 * The classes that stand at the outermost level of a file.
 *
 * Reads TypeScript, and what tsc, SWC and esbuild make of it for Node: static members in the class, assigned in a static
 * block or after the class, or set by a helper function; `name` in the class or in its constructor. A function whose name ends in
 * a time stamp is what ES5 has for the class of a migration.
 *
 * @param enough {@link mostMembers}: once they are known, the rest is not read.
 */
export function findClasses(tokens: Tokens, enough: number): readonly FoundClass[] {
  const classes: OpenClass[] = [];
  const exported = new Set<string>();
  let depth = 0;
  for (let position = 0; ; position += 1) {
    const token = tokens.at(position);
    if (token === noToken) break;
    depth += depthChanges.get(token.value) ?? 0;
    if (!telling.has(token.value)) continue;
    if ((depth === 0 && isClassStart(tokens, position)) || isFunctionOfMigration(tokens, position)) classes.push(openClass(tokens, position));
    if (token.value === 'export' && tokens.at(position + 1).value === '{') exportedNames(tokens, position + 2).forEach((name) => exported.add(name));
    const current = classes.at(-1);
    if (current === undefined) continue;
    current.hasUp ||= depth === 1 && isUp(tokens, position);
    readMember({ tokens, position, depth, current, classes });
    if (current.members.size === enough) break;
  }
  return classes.map((found) => ({ ...found, isExported: found.isExported || (found.name !== null && exported.has(found.name)) }));
}

/** A text or a template that is but a bracket keeps its quotes, so only brackets are taken for brackets. */
const depthChanges: ReadonlyMap<string, number> = new Map([
  ...['{', '(', '['].map((bracket) => [bracket, 1] as const),
  ...['}', ')', ']'].map((bracket) => [bracket, -1] as const),
]);

/** The tokens that something can begin at. */
const telling: ReadonlySet<string> = new Set(['class', 'function', 'export', 'up', ...memberNames.flatMap((name) => [name, `'${name}'`, `"${name}"`, `\`${name}\``])]);

const isClassStart = (tokens: Tokens, position: number): boolean =>
  tokens.at(position).value === 'class' && tokens.at(position).type === 'IdentifierName' && !['.', 'declare'].includes(tokens.at(position - 1).value);

/** Functions that migrations are made by, which TypeORM knows by their names alone. */
const isFunctionOfMigration = (tokens: Tokens, position: number): boolean =>
  tokens.at(position).value === 'function' && /\d{13}$/.test(tokens.at(position + 1).value);

/** The method `up`, or a property of that name. */
const isUp = (tokens: Tokens, position: number): boolean => tokens.at(position).value === 'up' && ['(', '='].includes(tokens.at(position + 1).value);

function openClass(tokens: Tokens, position: number): OpenClass {
  let start = position;
  while (['abstract', 'default', 'export'].includes(tokens.at(start - 1).value)) start -= 1;
  const words = Array.from({ length: position - start + 1 }, (_, offset) => start + offset);
  return {
    name: classNameAt(tokens, position),
    isExported: words.some((word) => tokens.at(word).value === 'export'),
    isAbstract: words.some((word) => tokens.at(word).value === 'abstract'),
    hasUp: false,
    doc: words.map((word) => tokens.docBefore(word)).find((doc) => doc !== null) ?? null,
    members: new Map(),
  };
}

/** The name after `class`, or that of the variable that gets the class. */
function classNameAt(tokens: Tokens, position: number): string | null {
  const { type, value } = tokens.at(position + 1);
  if (type === 'IdentifierName' && value !== 'extends' && value !== 'implements') return value;
  return tokens.at(position - 1).value === '=' ? tokens.at(position - 2).value : null;
}

/** The names that `export { a, b as c }` takes. */
function exportedNames(tokens: Tokens, start: number): readonly string[] {
  const names: string[] = [];
  for (let position = start; !['}', ''].includes(tokens.at(position).value); position += 1) {
    if (tokens.at(position - 1).value === '{' || tokens.at(position - 1).value === ',') names.push(tokens.at(position).value);
  }
  return names;
}

interface Cursor {
  readonly tokens: Tokens;
  readonly position: number;
  /** How many brackets are open. */
  readonly depth: number;
  /** The class that was found last: the one around, or the one before. */
  readonly current: OpenClass;
  readonly classes: readonly OpenClass[];
}

function readMember(cursor: Cursor): void {
  const name = memberNames.find((member) => member === tokenName(cursor.tokens.at(cursor.position)));
  if (name === undefined) return;
  readProperty(cursor, name);
  readAssignment(cursor, name);
  readHelperCall(cursor, name);
}

const tokenName = (token: Token): string | undefined => (token.type === 'IdentifierName' ? token.value : textOf(token));

const modifiers = ['public', 'private', 'protected', 'readonly', 'override', 'declare', 'accessor', 'get'];

/** `static readonly revision: string = "…"`, `readonly name = "…"`. */
function readProperty({ tokens, position, depth, current }: Cursor, name: MemberName): void {
  if (depth !== 1) return;
  let before = position - 1;
  while (modifiers.includes(tokens.at(before).value)) before -= 1;
  const isStatic = tokens.at(before).value === 'static';
  const starts = isStatic || before < position - 1 || ['{', '}', ';'].includes(tokens.at(before).value);
  if (!starts || isStatic !== (name !== 'name')) return;
  let after = position + 1;
  while (!['=', ';', '(', '}', ''].includes(tokens.at(after).value)) after += 1;
  if (tokens.at(after).value === '=') current.members.set(name, literalAt(tokens, after + 1));
  else if (isStatic) current.members.set(name, undefined);
}

/** `this.name = "…"` in a constructor, `this.revision = "…"` in a static block, `AddInvoices.revision = "…"` after the class. */
function readAssignment({ tokens, position, current, classes }: Cursor, name: MemberName): void {
  if (tokens.at(position - 1).value !== '.' || tokens.at(position + 1).value !== '=') return;
  setFromOutside(ownerOf(tokens.at(position - 2).value, current, classes), name, literalAt(tokens, position + 2));
}

/** `_define_property(AddInvoices, "revision", "…")`, `Object.defineProperty(this, "name", { …, value: "…" })`. */
function readHelperCall({ tokens, position, current, classes }: Cursor, name: MemberName): void {
  if (tokens.at(position - 1).value !== ',' || tokens.at(position + 1).value !== ',') return;
  const value = tokens.at(position + 2).value === '{' ? valueOfDescriptor(tokens, position + 3) : literalAt(tokens, position + 2);
  setFromOutside(ownerOf(tokens.at(position - 2).value, current, classes), name, value);
}

function valueOfDescriptor(tokens: Tokens, start: number): Literal | undefined {
  let position = start;
  while (!['value', '}', ''].includes(tokens.at(position).value)) position += 1;
  return tokens.at(position).value === 'value' ? literalAt(tokens, position + 2) : undefined;
}

const ownerOf = (text: string, current: OpenClass, classes: readonly OpenClass[]): OpenClass | undefined =>
  text === 'this' ? current : classes.find(({ name }) => name === text);

function setFromOutside(owner: OpenClass | undefined, name: MemberName, value: Literal | undefined): void {
  if (value !== undefined) owner?.members.set(name, value);
}
