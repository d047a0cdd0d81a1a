import { stripVTControlCharacters } from 'node:util';

const barWidth = 20;

/** `[######              ]`: how much of the whole is done, from 0 to 1. */
export const progressBar = (share: number): string => `[${'#'.repeat(Math.round(share * barWidth)).padEnd(barWidth)}]`;

/** A text in one line of a terminal: what goes beyond it would stay there, as only the last line can be taken away again. */
export function oneLine(text: string, columns: number): string {
  const letters = [...stripVTControlCharacters(text).replace(/\p{Cc}+/gu, ' ')];
  return letters.length < columns ? letters.join('') : `${letters.slice(0, Math.max(0, columns - 2)).join('')}…`;
}
