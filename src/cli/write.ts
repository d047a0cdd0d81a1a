import { visibleLines } from '../kernel/visible.js';
import { shown } from './paint.js';

/** Writes words for people. */
export const tell = (stream: NodeJS.WriteStream, words: string): void => {
  stream.write(`${shown(words)}\n`);
};

/** Writes a text for a program, such as a script: a file or a pipe gets it exactly, and a terminal nothing that would work on it; of nothing, nothing is written. */
export const handOver = (stream: NodeJS.WriteStream, text: string): void => {
  if (text !== '') stream.write(`${stream.isTTY ? visibleLines(text) : text}\n`);
};
