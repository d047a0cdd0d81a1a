/** What JSON leaves as it is within its texts, and what works on some terminals, or turns letters around. */
const working = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/**
 * JSON for a pipe or a terminal: the same value to who reads it, in characters that only mean themselves.
 *
 * @param hide What stands in place of a value, as `JSON.stringify` asks for it.
 */
export const jsonText = (value: unknown, hide?: (key: string, value: unknown) => unknown): string =>
  JSON.stringify(value, hide, 2).replace(working, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
