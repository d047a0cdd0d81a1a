/** A piece of a text that gives way to another; where `start` is `end`, nothing gives way. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with these edits, which do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const fromTheEnd = edits.toSorted((left, right) => right.start - left.start);
  return fromTheEnd.reduce((before, { start, end, text: added }) => before.slice(0, start) + added + before.slice(end), text);
}

/** Lines that give way to others at one place of a file. */
export interface LineChange {
  /** Of the first one, in the text before; from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What edits do to a text, by whole lines, in the order of the text. */
export const lineChanges = (text: string, edits: readonly TextEdit[]): readonly LineChange[] => byLines(text, edits).map((each) => changeOf(text, each));

/** Edits of the same lines, and where these begin and end. */
interface EditedLines {
  readonly start: number;
  readonly end: number;
  readonly edits: readonly TextEdit[];
}

function byLines(text: string, edits: readonly TextEdit[]): readonly EditedLines[] {
  const found: EditedLines[] = [];
  for (const edit of edits.toSorted((left, right) => left.start - right.start)) {
    const last = found.at(-1);
    const end = endOfLine(text, edit.end);
    if (last !== undefined && edit.start <= last.end) found.splice(-1, 1, { start: last.start, end: Math.max(end, last.end), edits: [...last.edits, edit] });
    else found.push({ start: startOfLine(text, edit.start), end, edits: [edit] });
  }
  return found;
}

/** Where the line begins that a position is in. */
export const startOfLine = (text: string, position: number): number => text.slice(0, position).lastIndexOf('\n') + 1;

function endOfLine(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  return end === -1 ? text.length : end;
}

/** Lines that stay as they are before and after what changes are left out. */
function changeOf(text: string, { start, end, edits }: EditedLines): LineChange {
  const shifted = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const removed = text.slice(start, end).split(/\r?\n/);
  const added = applyEdits(text.slice(start, end), shifted).split(/\r?\n/);
  let same = 0;
  while (same < removed.length && same < added.length && removed[same] === added[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < Math.min(removed.length, added.length) - same && removed.at(-1 - sameAtEnd) === added.at(-1 - sameAtEnd)) sameAtEnd += 1;
  return { line: text.slice(0, start).split('\n').length + same, removed: removed.slice(same, removed.length - sameAtEnd), added: added.slice(same, added.length - sameAtEnd) };
}
