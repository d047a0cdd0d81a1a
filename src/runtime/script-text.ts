/** The text of a script, which grows. */
export class ScriptText {
  #text: string;

  /** @param title What it is, for its first line. */
  constructor(title: string) {
    this.#text = `-- ${title}\n-- With psql: psql -v ON_ERROR_STOP=1 -f <this file>\n\nSET client_encoding TO 'UTF8';\n`;
  }

  get text(): string {
    return this.#text;
  }

  comment(text: string): void {
    this.#text += `\n${text.replace(/^/gm, '-- ')}\n`;
  }

  /** The semicolon stands in a line of its own where a comment would take it. */
  write(sql: string): void {
    const bare = sql.trim().replace(/;$/, '');
    this.#text += `${bare}${/--[^\n]*$/.test(bare) ? '\n' : ''};\n`;
  }
}
