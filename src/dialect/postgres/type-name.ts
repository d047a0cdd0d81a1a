/** A type in its parts. */
export interface TypeName {
  /** Without length, precision and the like: `character varying`, `timestamp with time zone`, `shop.status`. */
  readonly base: string;
  /** What stands in the parentheses, or after `interval`: `['10', '2']`; empty: no limit. */
  readonly modifiers: readonly string[];
  readonly isArray: boolean;
}

/**
 * Takes apart a type as `format_type` prints it.
 *
 * `bpchar` and `"bit"` are what it prints for `character` and `bit` without a length (PostgreSQL 18, `format_type_extended`).
 */
export function parseTypeName(text: string): TypeName {
  const element = text.replace(/(\[\])+$/, '');
  const { outside, inside } = splitParentheses(element);
  const [, interval, fields] = /^(interval)\b\s*(.*)$/.exec(outside) ?? [];
  const base = interval ?? spellings.get(outside) ?? outside;
  return { base, modifiers: [...(fields ? [fields] : []), ...inside], isArray: element !== text };
}

const spellings = new Map([
  ['bpchar', 'character'],
  ['"bit"', 'bit'],
]);

/** The first parentheses that are not inside a quoted name, and what is around them. */
function splitParentheses(text: string): { readonly outside: string; readonly inside: readonly string[] } {
  const [, before, inside, after] = /^((?:[^("]|"[^"]*")*)\(([^)]*)\)(.*)$/s.exec(text) ?? [];
  if (before === undefined || inside === undefined || after === undefined) return { outside: text, inside: [] };
  return { outside: `${before}${after}`, inside: inside.split(',') };
}

/** The name of a type without its limits, so that a cast to it cuts nothing off. */
export const unlimited = ({ base, isArray }: TypeName): string => `${unlimitedSpellings.get(base) ?? base}${isArray ? '[]' : ''}`;

const unlimitedSpellings = new Map([...spellings].map(([spelling, base]) => [base, spelling]));
