import { stripVTControlCharacters } from 'node:util';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from './shown-path.js';

/** SWC shows a tab as so many blanks. */
const tabWidth = 4;

/**
 * The place and the reason of a syntax error, read from the picture that SWC draws; `null` when the error is another.
 *
 * The picture: `x Expected ','`, then `,-[/path/file.ts:3:1]`, then lines ` 3 | text` of which the one in error is followed
 * by `   :    ^`. The column in the brackets is where the line starts. At a terminal it draws `╭─[`, `│` and `   ·    ──`, in colours.
 *
 * Source: @swc/core 1.16.22; tried in test/unit/loader/syntax-error.test.ts, and at a terminal in test/e2e/terminal.test.ts.
 */
export function readSyntaxError(file: string, source: string, error: unknown): LimbeckError | null {
  const picture = stripVTControlCharacters(messageOf(error));
  const place = /(?:,-|╭─)\[.*?(\d+):\d+\]\s*$/m.exec(picture);
  if (place === null) return null;
  const line = Number(place[1]);
  const text = source.split(/\r?\n/)[line - 1] ?? '';
  const problem = picture.trim().split('\n', 1).join().replace(/^[x×]\s*/u, '');
  return new LimbeckError('config/does-not-compile', { file: shownPath(file), line, column: readColumn(picture, text), problem }, { cause: error });
}

function readColumn(picture: string, text: string): number {
  const pointer = /^(\s*[:·] )(\s*)[\^─┬▲]/mu.exec(picture);
  if (pointer === null) return text.length + 1;
  const width = pointer[2]?.length ?? 0;
  let column = 0;
  for (let seen = 0; seen < width; column += 1) seen += text[column] === '\t' ? tabWidth : 1;
  return column + 1;
}
