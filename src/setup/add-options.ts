import { Node, type SourceFile } from 'ts-morph';
import { isTypeScript, type ModuleFormat } from '../loader/module-format.js';
import { literalTextOf, objectOf, propertyOf } from './parse.js';
import { quoted, styleOf } from './style.js';
import type { TextEdit } from './text-edit.js';

/** What the export `limbeck` of a file says of the folder. */
export interface StatedOptions {
  /** `null`: it says nothing that can be read here. */
  readonly directory: string | null;
}

/** The export `limbeck` of a file; `null` if it has none. */
export function statedOptions(source: SourceFile): StatedOptions | null {
  const declaration = source.getVariableDeclaration('limbeck');
  const value = declaration?.getInitializer() ?? assignedOptions(source);
  if (value === undefined) return null;
  const options = objectOf(value);
  return { directory: options === null ? null : literalTextOf(propertyOf(options, 'directory')?.getInitializer()) };
}

/** `exports.limbeck = …` */
const assignedOptions = (source: SourceFile): Node | undefined =>
  source
    .getDescendants()
    .filter(Node.isBinaryExpression)
    .find((each) => /^(module\.)?exports\.limbeck$/.test(each.getLeft().getText()))
    ?.getRight();

/** What is to be said beside a DataSource. */
export interface NewOptions {
  readonly format: ModuleFormat;
  /** As the option `directory` has it. */
  readonly directory: string;
  /** The DataSource it is said of, where the file exports several. */
  readonly name: string | null;
}

/** What adds the export `limbeck` to a file that has none. */
export function addOptions(source: SourceFile, { format, directory, name }: NewOptions): readonly TextEdit[] {
  const text = source.getFullText();
  const { quote, end, newLine } = styleOf(text);
  const own = `{ directory: ${quoted(directory, quote)} }`;
  const value = name === null ? own : `{ ${name}: ${own} }`;
  const isTyped = isTypeScript(source.getFilePath());
  const isCommonJs = !isTyped && format === 'commonjs' && source.getImportDeclarations().length === 0;
  const type = isTyped && name === null ? ': MigratorOptions' : '';
  const statement = isCommonJs ? `module.exports.limbeck = ${value}${end}` : `export const limbeck${type} = ${value}${end}`;
  const lines = [...(text === '' || text.endsWith('\n') ? [] : ['']), '', ...(isTyped ? [] : ["/** @type {import('limbeck').MigratorOptions} */"]), statement, ''];
  const options: TextEdit = { start: text.length, end: text.length, text: lines.join(newLine) };
  return type === '' ? [options] : [typeImport(source, `import type { MigratorOptions } from ${quote}limbeck${quote}${end}${newLine}`), options];
}

/** Behind the last import, or before all else. */
function typeImport(source: SourceFile, line: string): TextEdit {
  const last = source.getImportDeclarations().at(-1);
  const text = source.getFullText();
  const lineEnd = last === undefined ? -1 : text.indexOf('\n', last.getEnd());
  const start = last === undefined ? source.getStart(true) : lineEnd === -1 ? text.length : lineEnd + 1;
  return { start, end: start, text: line };
}
