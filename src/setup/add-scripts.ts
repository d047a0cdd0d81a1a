import { Node, type ObjectLiteralExpression } from 'ts-morph';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { literalTextOf, nameOf, parse, propertyOf } from './parse.js';
import { newLineOf } from './style.js';
import { startOfLine, type TextEdit } from './text-edit.js';

/** npm scripts by name. */
export type Scripts = Readonly<Record<string, string>>;

/** What there is to do to a `package.json`. */
export interface AddedScripts {
  readonly edits: readonly TextEdit[];
  /** Scripts of these names are there and do something else; they stay. */
  readonly taken: readonly string[];
}

/**
 * Adds scripts to the text of a `package.json`, written as what is there: its indentation, its ends of lines, or all on one line.
 *
 * @throws {LimbeckError} `setup/package-invalid`.
 */
export function addScripts(file: string, text: string, wanted: Scripts): AddedScripts {
  const root = rootOf(file, text);
  const scripts = scriptsOf(root, file);
  const there = scripts === null ? new Map<string, string | null>() : valuesOf(scripts);
  const missing = Object.entries(wanted).filter(([name]) => !there.has(name));
  const taken = Object.keys(wanted).filter((name) => there.has(name) && there.get(name) !== wanted[name]);
  if (missing.length === 0) return { edits: [], taken };
  const page = { text, unit: unitOf(root, text), newLine: newLineOf(text) };
  const entries = missing.map(([name, command]) => `${JSON.stringify(name)}: ${JSON.stringify(command)}`);
  return { edits: [scripts === null ? insert(root, [`"scripts": ${block(entries, 1, page)}`], { ...page, depth: 0 }) : insert(scripts, entries, { ...page, depth: 1 })], taken };
}

/** TypeScript's own reader of JSON knows where each value stands. */
function rootOf(file: string, text: string): ObjectLiteralExpression {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new LimbeckError('setup/package-invalid', { file: shownPath(file), problem: messageOf(cause) }, { cause });
  }
  const statement = parse('package.json', text).getStatements()[0];
  const root = Node.isExpressionStatement(statement) ? statement.getExpression() : undefined;
  if (!Node.isObjectLiteralExpression(root)) throw new LimbeckError('setup/package-invalid', { file: shownPath(file), problem: 'it holds no object' });
  return root;
}

function scriptsOf(root: ObjectLiteralExpression, file: string): ObjectLiteralExpression | null {
  const value = propertyOf(root, 'scripts')?.getInitializer();
  if (value === undefined) return null;
  if (!Node.isObjectLiteralExpression(value)) throw new LimbeckError('setup/package-invalid', { file: shownPath(file), problem: '"scripts" is no object' });
  return value;
}

const valuesOf = (object: ObjectLiteralExpression): ReadonlyMap<string, string | null> =>
  new Map(object.getProperties().filter(Node.isPropertyAssignment).map((property) => [nameOf(property), literalTextOf(property.getInitializer())]));

/** A text, and how it is written. */
interface Page {
  readonly text: string;
  /** One step of indentation; `null` where all stands on one line. */
  readonly unit: string | null;
  readonly newLine: string;
}

function unitOf(root: ObjectLiteralExpression, text: string): string | null {
  const first = root.getProperties()[0];
  return first === undefined ? '  ' : indentationAt(text, first.getStart());
}

/** The white space before what stands first in its line; `null` for what does not. */
function indentationAt(text: string, position: number): string | null {
  const start = startOfLine(text, position);
  const before = text.slice(start, position);
  return start > 0 && before.trim() === '' ? before : null;
}

/** An object at a depth, counted in steps of indentation. */
function block(entries: readonly string[], depth: number, { unit, newLine }: Page): string {
  if (unit === null) return `{ ${entries.join(', ')} }`;
  const indentation = unit.repeat(depth);
  return `{${newLine}${entries.map((entry) => `${indentation}${unit}${entry}`).join(`,${newLine}`)}${newLine}${indentation}}`;
}

/** Behind the last property of an object. */
function insert(object: ObjectLiteralExpression, entries: readonly string[], page: Page & { readonly depth: number }): TextEdit {
  const last = object.getProperties().at(-1);
  if (last === undefined) return { start: object.getStart(), end: object.getEnd(), text: block(entries, page.depth, page) };
  const indentation = indentationAt(page.text, last.getStart());
  const before = indentation === null ? ', ' : `,${page.newLine}${indentation}`;
  return { start: last.getEnd(), end: last.getEnd(), text: entries.map((entry) => `${before}${entry}`).join('') };
}
