import { LimbeckError } from '../kernel/errors.js';

/** What a rename is about, where its text says so: `enum` a value of an enum type, `type` the type itself. */
export type RenamePrefix = 'table' | 'column' | 'enum' | 'type' | 'index' | 'constraint';

/** A rename as it was typed: `user.mail=user.email`. */
export interface RenameText {
  readonly text: string;
  readonly prefix: RenamePrefix | null;
  /** The parts of a name, as `schema.table.column`. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

const name = '(?:"(?:[^"]|"")+"|[^."=]+)';
const path = `${name}(?:\\.${name}){0,2}`;
const pattern = new RegExp(`^(?:(table|column|enum|type|index|constraint):)?(${path})=(${path})$`);

/**
 * Reads a rename: a name, `=`, and the new name; a name with a dot or `=` in it stands in double quotes.
 *
 * @throws {LimbeckError} `rename/bad-syntax`.
 */
export function parseRename(text: string): RenameText {
  const [whole, prefix, from = '', to = ''] = pattern.exec(text.trim()) ?? [];
  if (whole === undefined) throw new LimbeckError('rename/bad-syntax', { rename: text });
  return { text, prefix: (prefix as RenamePrefix | undefined) ?? null, from: partsOf(from), to: partsOf(to) };
}

const partsOf = (names: string): string[] =>
  (names.match(new RegExp(name, 'g')) ?? []).map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));

/** A name as {@link parseRename} understands it. */
export const renamePath = (parts: readonly string[]): string =>
  parts.map((part) => (/^[^."=:\s]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
