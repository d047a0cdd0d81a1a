import type { Expression } from '../../../model/schema.js';

/**
 * How PostgreSQL prints `text` as the default of a column of `type`, if it is a single string literal; else `text` as it is.
 *
 * A guess only saves a question: it is believed where the database holds this very text already, and the text, read back,
 * means what the literal means as a default. Source: PostgreSQL 18, 4.1.2.7 "Constants of Other Types".
 */
export const guessDefault = (text: Expression, type: string): Expression =>
  isStringLiteral(text) ? `${text}::${withoutModifier(type)}` : text;

/** Whether the text is one string in single quotes, any quote inside doubled, and nothing else. */
function isStringLiteral(text: Expression): boolean {
  if (text.length < 2 || !text.startsWith("'") || !text.endsWith("'")) return false;
  return !text.slice(1, -1).replaceAll("''", '').includes("'") && !text.includes('\\');
}

/** `character varying(80)` → `character varying`; `timestamp(3) with time zone` → `timestamp with time zone`. */
function withoutModifier(type: string): string {
  const open = type.indexOf('(');
  const close = type.indexOf(')', open);
  return open < 0 || close < 0 ? type : type.slice(0, open) + type.slice(close + 1);
}
