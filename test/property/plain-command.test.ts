import fc from 'fast-check';
import { commandsIn } from '../../src/dialect/postgres/run/commands';
import { controlsIn, isPlainCommand } from '../../src/dialect/postgres/run/control';

const words = ['begin', 'BEGIN', 'start', 'START TRANSACTION', 'commit', 'end', 'ending', 'rollback', 'ROLLBACK TO', 'abort', 'prepare', 'savepoint', 'release', 'atomic', 'case', 'create', 'select', 'x'];
const signs = [';', ' ', '\n', '\t', '--', '/*', '*/', "'", '"', '$$', '$a$', 'E', '\\', '(', '1', 'é', '\u00a0', '_', '$'];

const texts = fc.array(fc.constantFrom(...words, ...signs), { maxLength: 12 }).map((pieces) => pieces.join(''));

test('a text is a plain command where its tokens say that it is one, which leaves the transaction alone', () => {
  fc.assert(
    fc.property(texts, (sql) => {
      expect(isPlainCommand(sql)).toBe(commandsIn(sql).length === 1 && controlsIn(sql).every((control) => control === null));
    }),
    { numRuns: 20_000 },
  );
});
