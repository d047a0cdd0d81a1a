import { applyEdits, type LineChange, lineChanges, type TextEdit } from './text-edit.js';

/** A file that is to be made or changed. */
export interface FileChange {
  /** Absolute. */
  readonly file: string;
  /** `null`: it is not there yet. */
  readonly before: string | null;
  readonly after: string;
  readonly lines: readonly LineChange[];
}

/** A file that is to be made. */
export const newFile = (file: string, text: string): FileChange => ({ file, before: null, after: text, lines: [{ line: 1, removed: [], added: text.trimEnd().split('\n') }] });

/** What edits do to a file; none for none. */
export const changedFile = (file: string, before: string, edits: readonly TextEdit[]): readonly FileChange[] =>
  edits.length === 0 ? [] : [{ file, before, after: applyEdits(before, edits), lines: lineChanges(before, edits) }];
