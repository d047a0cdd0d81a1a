import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { quoted } from '../../../src/setup/style.js';

it('a text in quotes means the text, in either kind', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('"', "'", '\\', '\n', 'a') }));
  fc.assert(fc.property(anyText, fc.constantFrom('"' as const, "'" as const), (text, quote) => runInNewContext(quoted(text, quote)) === text && quoted(text, quote).startsWith(quote)));
  expect(quoted("it's \"here\"", "'")).toBe("'it\\'s \"here\"'");
});
