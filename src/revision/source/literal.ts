/** The columns of a line beyond which it is broken: 100, less the 4 that a statement of a method is indented by. */
const lineWidth = 96;
const indentWidth = 2;

/** Where a text stands: the columns its lines are indented by, those before it on its first line and those after it on its last. */
export interface Place {
  readonly indent: number;
  readonly before: number;
  readonly after: number;
}

/**
 * A value of plain data (no cycles, no class instances) as TypeScript, laid out as Prettier does it.
 *
 * Evaluated, the text gives the value. What people cannot see (control and format characters, line separators,
 * half surrogates) is escaped, so that a file shows what it does.
 */
export function literal(value: unknown, place: Place): string {
  const flat = flatLiteral(value);
  return flat !== null && fits(flat, place) ? flat : expandedLiteral(value, place.indent);
}

/** The value on several lines where it has parts, whether or not it would fit on one. */
export function expandedLiteral(value: unknown, indent: number): string {
  const inner = indent + indentWidth;
  if (Array.isArray(value) && value.length > 0) {
    return lines({ opening: '[', parts: value.map((item) => literal(item, { indent: inner, before: inner, after: 1 })), closing: ']', indent });
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    return lines({ opening: '{', parts: Object.entries(value).map(([key, item]) => property(key, item, inner)), closing: '}', indent });
  }
  return scalar(value);
}

/** The value on one line; `null` where lists of things with parts are set out line by line however short they are. */
export function flatLiteral(value: unknown): string | null {
  if (Array.isArray(value)) {
    if (isSetOut(value)) return null;
    const items = value.map(flatLiteral);
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  if (!isRecord(value)) return scalar(value);
  const entries = Object.entries(value).map(([key, item]) => [keyText(key), flatLiteral(item)] as const);
  if (entries.some(([, item]) => item === null)) return null;
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${key}: ${item}`).join(', ')} }`;
}

export const fits = (line: string, { before, after }: Place): boolean => before + line.length + after <= lineWidth;

interface Lines {
  readonly opening: string;
  /** Each gets a line of its own and a comma. */
  readonly parts: readonly string[];
  readonly closing: string;
  /** The columns that `closing` is indented by. */
  readonly indent: number;
}

export function lines({ opening, parts, closing, indent }: Lines): string {
  const margin = ' '.repeat(indent + indentWidth);
  return [opening, ...parts.map((part) => `${margin}${part},`), `${' '.repeat(indent)}${closing}`].join('\n');
}

/** Keys up to this width keep a long text beside them: below them it would start hardly further left (Prettier 3, `isObjectPropertyWithShortKey`). */
const shortKeyWidth = 4;

function property(key: string, value: unknown, indent: number): string {
  const name = keyText(key);
  const text = literal(value, { indent, before: indent + name.length + 2, after: 1 });
  const isTooLong = typeof value === 'string' && !fits(text, { indent, before: indent + name.length + 2, after: 1 });
  return isTooLong && name.length > shortKeyWidth ? `${name}:\n${' '.repeat(indent + indentWidth)}${text}` : `${name}: ${text}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Several lists or several objects, each with more than one part. */
const isSetOut = (items: readonly unknown[]): boolean =>
  items.length > 1 && [isRecord, Array.isArray].some((isSuch) => items.every((item) => isSuch(item) && Object.keys(item as object).length > 1));

/** `__proto__` written plainly would set the prototype. */
const keyText = (key: string): string => (key === '__proto__' ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key));

const scalar = (value: unknown): string =>
  typeof value === 'string' ? text(value) : Object.is(value, -0) ? '-0' : Array.isArray(value) ? '[]' : isRecord(value) ? '{}' : String(value);

/** In double quotes, or in single ones where that needs fewer escapes. */
function text(value: string): string {
  const quote = occurrences(value, '"') > occurrences(value, "'") ? "'" : '"';
  const escaped = value.replace(/[\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape).replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/** A text of several lines, as it is read: in backquotes. */
export function template(value: string): string {
  const escaped = value.replace(/[\\`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\$(?=\{)/gu, (letter) => (letter === '\n' ? letter : /[`$]/.test(letter) ? `\\${letter}` : escape(letter)));
  return `\`${escaped}\``;
}

const occurrences = (value: string, letter: string): number => value.split(letter).length - 1;

const shortEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escape(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16);
  return shortEscapes[letter] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
}
