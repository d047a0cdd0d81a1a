import fc from 'fast-check';
import { truncateIdentifier } from '../../../src/dialect/postgres/quote.js';

/** Pieces that have meaning in SQL, in TypeScript, in a terminal or in a path, among any characters at all. */
const piece = fc.oneof(
  fc.constantFrom("'", '"', '\\', "\\'", "''", '""', '$limbeck$', '$limbeck1$', '$$', '--', '/*', '*/', ';', ';--', '%', '\n', '\r', '\r\n', '\t', ':x', '$1', '?', 'E', ' '),
  fc.constantFrom('`', '${', '${process.exit(7)}', '//', '\\u0041', '\\n', '</script>', '\u2028', '\u001b[31m', '../', '.', 'C:\\', '=', ','),
  fc.constantFrom('select', 'user', 'Order', 'ß', 'ı', '名', '👩‍👩‍👧', 'e\u0301', '\u00a0', '\u202e', '\ufeff', '\u{10ffff}', 'constructor', 'long '.repeat(9)),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

/** A text that PostgreSQL can keep: anything but NUL. */
export const hostileText = fc
  .array(piece, { minLength: 1, maxLength: 30 })
  .map((pieces) => pieces.join('').replaceAll('\0', ''))
  .filter((text) => text !== '' && text !== '__proto__');

/** As {@link hostileText}, as long as a name may be. */
export const hostileName = hostileText.map(truncateIdentifier);
