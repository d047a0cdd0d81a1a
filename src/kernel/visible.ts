/**
 * `text` with every character that cannot be seen, or that turns the direction of others around, as its number: `\u{202E}`. What is left can stand in any
 * HTML and XML document.
 */
export const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, asNumber);

/** As {@link visible}, with its lines and tabs. */
export const visibleLines = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\n');

const asNumber = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
