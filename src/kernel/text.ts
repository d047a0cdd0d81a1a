/** `text` with two spaces before each line. */
export const indent = (text: string): string => text.replace(/^/gm, '  ');

/** `text` with two spaces before each line but the first. */
export const hang = (text: string): string => text.replace(/\n(?!\n|$)/g, '\n  ');

/** Names as people write them: `"a", "b" and "c"`. */
export function list(names: readonly string[]): string {
  const each = names.map((name) => `"${name}"`);
  const last = each.pop() ?? '';
  return each.length === 0 ? last : `${each.join(', ')} and ${last}`;
}

/** `1 table`, `2 tables`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `text` with a capital first letter and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
