import { stripVTControlCharacters } from 'node:util';

/**
 * A text for people in lines of at most `width` columns, broken between words; what is broken is indented as its line begins.
 * A word that is longer stays whole, so that it can be copied.
 */
export const fit = (text: string, width: number): string => text.split('\n').flatMap((line) => fitLine(line, width)).join('\n');

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

function fitLine(line: string, width: number): readonly string[] {
  if (widthOf(line) <= width) return [line];
  const indentation = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let open = indentation;
  for (const word of line.slice(indentation.length).split(' ')) {
    if (open !== indentation && widthOf(`${open} ${word}`) > width) {
      lines.push(open);
      open = indentation;
    }
    open = open === indentation ? `${open}${word}` : `${open} ${word}`;
  }
  return [...lines, open];
}
