/** How a file is written, so that what is added looks as what is there. */
export interface Style {
  readonly quote: '"' | "'";
  /** `;`, or nothing. */
  readonly end: string;
  readonly newLine: string;
}

/** The style of a module, by its first import; as most people write, where it has none. */
export function styleOf(text: string): Style {
  const [, quote = "'", end = ';'] = /^(?:import\b[^\n]*?|.*\brequire\()(["'])[^"'\n]*["']\)?(;?)/m.exec(text) ?? [];
  return { quote: quote === '"' ? '"' : "'", end, newLine: newLineOf(text) };
}

/** A text as a literal of a module. */
export function quoted(text: string, quote: Style['quote']): string {
  const literal = JSON.stringify(text);
  return quote === '"' ? literal : `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** What ends the lines of a text. */
export const newLineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
