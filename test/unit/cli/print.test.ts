import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import fc from 'fast-check';
import { paintFor, type Paint, shown } from '../../../src/cli/paint.js';
import { printDuration, printError } from '../../../src/cli/print.js';
import { printGrouped, printOperations } from '../../../src/cli/print-operations.js';
import type { Hazard } from '../../../src/dialect/hazard.js';
import { cut, wrap } from '../../../src/cli/wrap.js';
import { LimbeckError } from '../../../src/kernel/errors.js';
import type { Operation } from '../../../src/operation/operation.js';

const plain: Paint = (_, text) => text;

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [3449, '3.4 s'],
  [59_949, '59.9 s'],
  [59_951, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min 0 s'],
])('%d ms is %s', (durationMs, text) => {
  expect(printDuration(durationMs)).toBe(text);
});

test('a duration is off by less than one part in twenty, whatever it is', () => {
  const msOf = { ms: 1, s: 1000, min: 60_000 };
  fc.assert(
    fc.property(fc.double({ min: 10, max: 10_000_000, noNaN: true }), (durationMs) => {
      const parts = printDuration(durationMs).matchAll(/([\d.]+) (ms|s|min)/g);
      const shownMs = [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * msOf[unit as keyof typeof msOf], 0);
      expect(Math.abs(shownMs - durationMs)).toBeLessThanOrEqual(durationMs / 19);
    }),
  );
});

test('operations, one a line, with what they can do below', () => {
  const table = { schema: 'public', name: 'product' };
  const drop: Operation = { verb: 'drop', kind: 'column', table, name: 'price', value: null };
  const rename: Operation = { verb: 'rename', kind: 'column', table: { schema: 'shop', name: 'product' }, name: { from: 'nam', to: 'name' } };
  const hazard: Hazard = { code: 'data/lost', message: 'Every value is lost.', hint: 'Copy them first.' };
  expect(printOperations([drop, rename], { namespace: 'public', hazards: new Map([[drop, [hazard]]]), paint: plain })).toBe(
    ['  drop column product.price', '    ! data/lost: Every value is lost.', '      Copy them first.', '  rename column shop.product.nam → name'].join('\n'),
  );
});

test('operations by what they work on, where that is more than one thing', () => {
  const product = { schema: 'public', name: 'product' };
  const drop: Operation = { verb: 'drop', kind: 'column', table: product, name: 'price', value: null };
  const again: Operation = { verb: 'drop', kind: 'column', table: product, name: 'weight', value: null };
  const other: Operation = { verb: 'drop', kind: 'table', schema: 'shop', name: 'order', value: null };
  const view = { namespace: 'public', hazards: new Map(), paint: plain };
  expect(printGrouped([drop, other, again], view)).toBe(['  product', '    drop column product.price', '    drop column product.weight', '  shop.order', '    drop table shop.order'].join('\n'));
  expect(printGrouped([drop, again], view)).toBe(printOperations([drop, again], view));
  const marked: Paint = (style, text) => `<${style}>${text}</>`;
  expect(printOperations([drop], { ...view, paint: marked })).toBe('  <red>drop</> column product.price');
});

describe('words on a terminal', () => {
  /** A letter of an East Asian script takes two columns, and so does a picture of a family, which is three letters and what joins them. */
  const widths: Readonly<Record<string, number>> = { ab: 2, 名: 2, '👩‍👩‍👧': 2, long: 4, 'e\u0301': 1 };
  const words = fc.array(fc.array(fc.constantFrom(...Object.keys(widths)), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 40 });
  const widthOf = (line: string): number => {
    const left = Object.keys(widths).reduce((rest, each) => rest.replaceAll(each, '#'.repeat(widths[each] ?? 0)), line.normalize('NFD'));
    return left.length;
  };
  const text = (each: readonly (readonly string[])[]): string => each.map((parts) => parts.join('')).join(' ');

  test('take as many columns as there are, each word whole, below where their line begins', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('', '    ', 'ok  名  ', '  x  '), fc.integer({ min: 40, max: 80 }), (each, head, columns) => {
        const lines = wrap(`${head}${text(each)}`, columns).split('\n');
        const below = ' '.repeat(head.trim() === '' ? head.length + 2 : widthOf(head));
        expect(lines[0]?.startsWith(head)).toBe(true);
        expect(lines.slice(1).filter((line) => !line.startsWith(below) || line[below.length] === ' ')).toEqual([]);
        expect(lines.map((line) => line.trim()).join(' ').normalize('NFD')).toBe(`${head}${text(each)}`.trim().normalize('NFD'));
        expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
      }),
    );
  });

  test('keep their colours, and stay whole where they are longer than a line', () => {
    expect(wrap('\u001b[31mred words\u001b[39m', 9)).toBe('\u001b[31mred words\u001b[39m');
    expect(wrap(`see ${'x'.repeat(60)} there`, 40)).toBe(`see\n  ${'x'.repeat(60)}\n  there`);
    expect(wrap(`\u001b[31m${'red '.repeat(9)}red\u001b[39m`, 30).split('\n').map((line) => line.trim())).toEqual([expect.stringMatching(/^\u001b\[31mred .*red\u001b\[39m$/), expect.stringMatching(/^\u001b\[31mred.*red\u001b\[39m$/)]);
  });

  test('that are shown in place are cut', () => {
    expect([cut('名前名前', 9), cut('名前名前', 8), cut('名前名前', 7), cut('plain', 6), cut('plain', 5)]).toEqual(['名前名前', '名前名…', '名前…', 'plain', 'pla…']);
  });
});

describe('an error', () => {
  test('says what is wrong, what to do, and its code', () => {
    const error = new LimbeckError('revision/unknown', { target: 'haed', nearest: 'head' });
    expect(printError(error, plain)).toBe(`error: ${error.message}\nhint: ${error.hint}\ncode: revision/unknown`);
  });

  test('that is a defect says where', () => {
    const error = new TypeError('x is not a function');
    const text = printError(error, plain);
    expect(text).toContain(`error: ${error.stack?.replaceAll('\n', '\n  ')}`);
    expect(text).toContain('defect of Limbeck');
    expect(printError('thrown as a text', plain)).toContain('error: thrown as a text');
  });

  test('holds no password of a connection string', () => {
    const caught = new LimbeckError('config/load-failed', { file: 'ormconfig.ts', line: 1, problem: 'no host in postgres://shop:s3cret@/shop' });
    expect(printError(caught, plain)).toContain('postgres://shop:***@/shop');
    expect(printError(new Error('password=s3cret'), plain)).not.toContain('s3cret');
  });
});

describe('colours', () => {
  const stream = (properties: object): NodeJS.WriteStream => Object.assign(new PassThrough(), properties) as unknown as NodeJS.WriteStream;

  /** A terminal as Node sees it under this environment. */
  const terminal = (environment: Readonly<Record<string, string>>): NodeJS.WriteStream =>
    stream({ isTTY: true, hasColors: () => WriteStream.prototype.getColorDepth.call(stream({}), environment) > 1 });

  test('on a terminal', () => {
    expect(shown(paintFor(terminal({ TERM: 'xterm-256color' }), {})('red', 'x'))).toBe('\u001b[31mx\u001b[39m');
  });

  test('nowhere else', () => {
    for (const plainStream of [terminal({ TERM: 'xterm-256color', NO_COLOR: '1' }), terminal({ TERM: 'dumb' }), stream({ isTTY: false, hasColors: () => true }), stream({})]) {
      expect(paintFor(plainStream, {})('red', 'x')).toBe('x');
    }
  });

  test('wherever they are asked for, and nowhere if that is asked for', () => {
    expect(shown(paintFor(stream({ isTTY: false }), { FORCE_COLOR: '1', NO_COLOR: '1' })('cyan', 'x'))).toBe('\u001b[36mx\u001b[39m');
    expect(paintFor(terminal({ TERM: 'xterm-256color' }), { FORCE_COLOR: '0' })('red', 'x')).toBe('x');
  });
});
