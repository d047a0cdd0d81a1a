import { visibleLines } from '../kernel/visible.js';
import { shown } from './paint.js';
import { wrap } from './wrap.js';

/** Writes words for people, on a terminal as wide as it is. */
export const tell = (stream: NodeJS.WriteStream, words: string): void => {
  const text = shown(words);
  stream.write(`${stream.isTTY ? wrap(text, columnsOf(stream)) : text}\n`);
};

/** The columns of a terminal; one that does not say has as many as the first ones had. */
export const columnsOf = ({ columns }: NodeJS.WriteStream): number => (columns > 0 ? columns : 80);

/** Writes a text for a program, such as a script: a file or a pipe gets it exactly, and a terminal nothing that would work on it; of nothing, nothing is written. */
export const handOver = (stream: NodeJS.WriteStream, text: string): void => {
  if (text !== '') stream.write(`${stream.isTTY ? visibleLines(text) : text}\n`);
};
