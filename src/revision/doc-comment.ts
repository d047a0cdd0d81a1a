/** A message as it can stand in a doc comment: on one line, and without the end of a comment. `fromDocComment` gives it back. */
export const toDocComment = (message: string): string => inOneLine(message).replace(/\*(\\*)\//g, '*\\$1/');

/** What a doc comment says in its first paragraph, in one line. */
export function fromDocComment(comment: string): string {
  const text = comment.slice('/**'.length, -'*/'.length).replace(/\r?\n[ \t]*\*?/g, '\n').trim();
  const end = text.search(/\n\s*[\n@]/);
  return inOneLine(end === -1 ? text : text.slice(0, end)).replace(/\*\\(\\*)\//g, '*$1/');
}

/** Without line breaks, control characters and those that turn the direction of writing, which make code look like other code. */
export const inOneLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
