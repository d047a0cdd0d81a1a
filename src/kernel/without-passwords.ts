/**
 * `text` with each password of a connection string replaced by `***`, whoever wrote the text: a server, a driver, a
 * configuration file that throws its own URL.
 *
 * Knows the two forms that connection strings have, URI and keyword/value, and SQL's `PASSWORD '…'`.
 * It hides too much rather than too little.
 *
 * Source: PostgreSQL 18, 32.1.1 "Connection Strings" and CREATE ROLE.
 */
export function withoutPasswords(text: string): string {
  return text.replace(inUri, '$1***@').replace(inKeyword, '$1***');
}

/** To the last `@` of the word, as a password may hold one; where the word has none, the password has a space in it. */
const inUri = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#]*:)(?:\S*|[^\r\n]*?)@/gi;

/** After a colon in quotes only: a message may well say something of a column `password: …`. */
const inKeyword =
  /((?:password|passwd|pwd)["'`]?(?:\s*=\s*|\s*:\s*(?=["'`])|\s+(?=')))("(?:\\.|[^"\\])*"|'(?:\\.|''|[^'\\])*'|`(?:\\.|[^`\\])*`|[^\s&,;)}]+)/gi;
