/* eslint-disable @typescript-eslint/no-require-imports -- only who has something to wrap waits for them */
import { stripVTControlCharacters } from 'node:util';
import type stringWidth from 'string-width';

/** What `wrap-ansi` 7 gives, which brings no types; later versions are ES modules, which Jest cannot require. */
type WrapAnsi = (text: string, columns: number, options?: { readonly hard?: boolean; readonly wordWrap?: boolean; readonly trim?: boolean }) => string;

/**
 * Words for people in lines of at most `columns`, broken between words; a word that is longer stays whole, so that it can be copied. What is broken goes on
 * below the last column of a table, which two spaces or more part from the one before it; and elsewhere two columns further to the right than its line begins.
 */
export const wrap = (text: string, columns: number): string => text.split('\n').map((line) => (fits(line, columns) ? line : wrapLine(line, columns))).join('\n');

/** The beginning of a text, in fewer than so many columns. */
export function cut(text: string, columns: number): string {
  if (fits(text, columns - 1)) return text;
  const [begin = ''] = wrapAnsi()(text, Math.max(1, columns - 2), { hard: true, wordWrap: false, trim: false }).split('\n', 1);
  return `${begin}…`;
}

/** The least that is left for words where a terminal is very narrow. */
const leastRoom = 20;

function wrapLine(line: string, columns: number): string {
  const head = headOf(line, columns);
  const indentation = widthOf(head) + (head.trim() === '' ? 2 : 0);
  const body = wrapAnsi()(line.slice(head.length), Math.max(columns - indentation, leastRoom));
  return `${head}${body.replaceAll('\n', `\n${' '.repeat(indentation)}`)}`;
}

/** The indentation of a line, or the columns of a table before its last one, as far as they leave half of the room. */
const headOf = (line: string, columns: number): string =>
  [...line.matchAll(/ {2,}/g)].map(({ 0: gap, index }) => line.slice(0, index + gap.length)).findLast((head) => widthOf(head) <= columns / 2) ?? '';

/** Most lines are short and ASCII, and need nobody who knows how wide other letters are. */
function fits(line: string, columns: number): boolean {
  const letters = stripVTControlCharacters(line);
  return /^[\u0020-\u007e]*$/.test(letters) ? letters.length <= columns : widthOf(letters) <= columns;
}

const widthOf = (text: string): number => (require('string-width') as typeof stringWidth)(text);

const wrapAnsi = (): WrapAnsi => require('wrap-ansi') as WrapAnsi;
