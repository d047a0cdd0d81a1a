import { LimbeckError } from '../../../src/kernel/errors.js';
import { matchRows } from '../../../src/typeorm/version-table.js';
import { lineOf } from '../../support/revisions.js';

const [a, b, c] = lineOf({ a: {}, b: {}, c: {} });
const place = { table: { schema: 'public', name: 'migrations' }, directory: '/app/migrations' };

describe('matching rows to revisions', () => {
  const row = { id: 1, timestampMs: 0, revision: null, checksum: null, appliedAt: null, durationMs: null };

  it('goes by the name first, as TypeORM does, and by the id when the class was renamed', () => {
    const rows = [
      { ...row, name: a!.name },
      { ...row, name: 'RenamedSince1700000000001', revision: 'b' },
    ];
    expect([...matchRows(rows, [a!, b!, c!], place)]).toEqual([
      ['a', { revision: a, row: rows[0], replaced: [] }],
      ['b', { revision: b, row: rows[1], replaced: [] }],
    ]);
    expect([...matchRows([{ ...row, name: a!.name, revision: 'c' }], [a!, b!, c!], place).keys()]).toEqual(['a']);
  });

  it('knows a squashed revision by its own row, and gives it the rows of those it was made of', () => {
    const squashed = { ...c!, replaces: [a!.name, b!.name] };
    const rows = [a!, b!, c!].map(({ name }) => ({ ...row, name }));
    expect([...matchRows(rows, [squashed], place)]).toEqual([['c', { revision: squashed, row: rows[2], replaced: [rows[0], rows[1]] }]]);
    expect(() => matchRows(rows.slice(0, 2), [squashed], place)).toThrow(`has only "${a!.name}" and "${b!.name}", and not the last, "${c!.name}"`);
  });

  it.each([
    ['its revision', { ...row, name: 'Gone1700000000009', revision: 'gone' }, `Can't locate revision "gone"`],
    ['its name, where that is all there is', { ...row, name: 'Gone1700000000009' }, `Can't locate revision "Gone1700000000009"`],
  ])('names a row without a file by %s', (_, gone, message) => {
    const match = () => matchRows([{ ...row, name: a!.name }, gone], [a!, b!], place);
    expect(match).toThrow(LimbeckError);
    expect(match).toThrow(`${message}: the table public.migrations says that it is applied, but no file in /app/migrations has it.`);
  });
});
