import { LimbeckError } from '../../kernel/errors.js';
import type { QualifiedName } from '../../model/schema.js';

/** The longest name that PostgreSQL keeps, in bytes of UTF-8 (NAMEDATALEN - 1; PostgreSQL 18, 4.1.1 "Identifiers and Key Words"). */
export const maxIdentifierBytes = 63;

/**
 * `name` as an identifier, always in quotes, so that case, spaces and reserved words need no thought.
 *
 * @throws {LimbeckError} `operation/unsendable-text`
 */
export const quoteIdentifier = (name: string): string => `"${sendable(name).replaceAll('"', '""')}"`;

/** The identifiers of a list: `"a", "b"`. */
export const quoteIdentifiers = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ');

/** `"schema"."name"`. */
export const quoteName = ({ schema, name }: QualifiedName): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/**
 * `text` as a string constant that means the same whatever `standard_conforming_strings` says.
 *
 * Source: PostgreSQL 18, 4.1.2.2 "String Constants with C-Style Escapes".
 *
 * @throws {LimbeckError} `operation/unsendable-text`
 */
export function quoteLiteral(text: string): string {
  const quoted = `'${sendable(text).replaceAll("'", "''")}'`;
  return quoted.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** `code` between dollar quotes that it does not hold itself (PostgreSQL 18, 4.1.2.4 "Dollar-Quoted String Constants"). */
export function dollarQuote(code: string): string {
  let tag = '$limbeck$';
  for (let number = 1; code.includes(tag); number += 1) tag = `$limbeck${number}$`;
  return `${tag}\n${code}\n${tag}`;
}

/** `name` as PostgreSQL keeps it: its first 63 bytes, without half a character at the end. */
export const truncateIdentifier = (name: string): string => truncateBytes(name, maxIdentifierBytes);

/** The first `maxBytes` bytes of `text` in UTF-8, less what is left of a character that does not fit (`pg_mbcliplen`). */
export function truncateBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text);
  let end = maxBytes;
  while (isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** PostgreSQL keeps no NUL, and half a surrogate pair would reach it as another character. */
function sendable(text: string): string {
  if (/\0|\p{Surrogate}/u.test(text)) throw new LimbeckError('operation/unsendable-text', { text });
  return text;
}
