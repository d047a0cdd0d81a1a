/** A place in a text, both counted from 1; a column is one character as people count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The most lines and the most characters of a line that are shown of a statement. */
const shownLines = 12;
const shownWidth = 160;

/**
 * Where the character `position` of `sql` is. The server counts characters, not the units of JavaScript's strings.
 *
 * Source: PostgreSQL 18, 54.8 "Error and Notice Message Fields", P.
 */
export function placeOf(sql: string, position: number): Place {
  const before = [...sql].slice(0, position - 1).join('').split('\n');
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

/** A statement as an error shows it: with a caret below the place, and the lines around it only where there are many. */
export function showStatement(sql: string, place: Place | null): string {
  const lines = sql.split('\n');
  const centre = place?.line ?? 1;
  const first = Math.max(0, Math.min(centre - 1 - Math.floor(shownLines / 2), lines.length - shownLines));
  const shown = lines.slice(first, first + shownLines).flatMap((line, index) => showLine(line, first + index + 1 === place?.line ? place.column : null));
  return [...(first > 0 ? ['…'] : []), ...shown, ...(first + shownLines < lines.length ? ['…'] : [])].join('\n');
}

/** One line, cut to the part around `column`, and the line of the caret if there is one. */
function showLine(line: string, column: number | null): string[] {
  const letters = [...line.replaceAll('\t', ' ')];
  const start = column === null ? 0 : Math.max(0, Math.min(column - 1 - Math.floor(shownWidth / 2), letters.length - shownWidth));
  const head = start > 0 ? '…' : '';
  const text = `${head}${letters.slice(start, start + shownWidth).join('')}${start + shownWidth < letters.length ? '…' : ''}`;
  return column === null ? [text] : [text, `${' '.repeat(head.length + column - 1 - start)}^`];
}
