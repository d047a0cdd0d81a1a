/**
 * A piece of SQL, in this order: a line comment, a block comment's start, a dollar-quoted text, an escape string, a string, a quoted
 * name, a word, any other character.
 *
 * Source: PostgreSQL 18, 4.1 "Lexical Structure", with `standard_conforming_strings` on.
 */
const piece =
  /--[^\n]*|(?<block>\/\*)|(?<quote>\$(?:[^\W\d][\w\u0080-\uffff]*)?\$)|[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|(?<name>"(?:[^"]|"")*")|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|[^]/gu;

/** What is kept of a text: words and quoted names as they are written, and other characters but white space. */
export function tokensOf(sql: string): readonly string[] {
  const tokens: string[] = [];
  piece.lastIndex = 0;
  for (let match = piece.exec(sql); match !== null; match = piece.exec(sql)) {
    const { block, quote, name, word } = match.groups ?? {};
    if (block !== undefined) piece.lastIndex = endOfComment(sql, match.index);
    else if (quote !== undefined) {
      piece.lastIndex = endOfQuote(sql, quote, piece.lastIndex);
      tokens.push("''");
    } else if (name !== undefined || word !== undefined) tokens.push(match[0]);
    else if (match[0].startsWith("'") || /^[eE]'/.test(match[0])) tokens.push("''");
    else if (match[0].trim() !== '' && !match[0].startsWith('--')) tokens.push(match[0]);
  }
  return tokens;
}

/** Comments nest. */
function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

function endOfQuote(sql: string, quote: string, from: number): number {
  const end = sql.indexOf(quote, from);
  return end === -1 ? sql.length : end + quote.length;
}

/** The words of each command of a text, in capitals; quoted names and signs stand as they are written. */
export function commandsIn(sql: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  /** How many `END`s a body in SQL (`BEGIN ATOMIC … END`) still has to come, in which semicolons part no commands. */
  let open = 0;
  for (const token of tokensOf(sql)) {
    const word = token.startsWith('"') ? token : token.toUpperCase();
    const command = commands.at(-1) ?? [];
    if (word === 'ATOMIC' && command.at(-1) === 'BEGIN') open = 1;
    else if (open > 0 && word === 'CASE') open += 1;
    else if (open > 0 && word === 'END') open -= 1;
    if (word === ';' && open === 0) commands.push([]);
    else command.push(word);
  }
  return commands.filter((command) => command.length > 0);
}
