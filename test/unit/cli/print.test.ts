import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import fc from 'fast-check';
import { fit } from '../../../src/cli/fit.js';
import { paintFor, type Paint, shown } from '../../../src/cli/paint.js';
import { printDuration, printError } from '../../../src/cli/print.js';
import { printGrouped, printOperations } from '../../../src/cli/print-operations.js';
import type { Hazard } from '../../../src/dialect/hazard.js';
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

test('hazards in the width of the terminal, each word whole and the indentation kept', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 }), fc.nat(8), fc.integer({ min: 20, max: 60 }), (words, depth, width) => {
      const indentation = ' '.repeat(depth);
      const lines = fit(`${indentation}${words.join(' ')}`, width).split('\n');
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
      expect(lines.filter((line) => line.length > width || !line.startsWith(indentation) || line[depth] === ' ')).toEqual([]);
    }),
  );
  expect(fit('\u001b[31mred words\u001b[39m', 9)).toBe('\u001b[31mred words\u001b[39m');
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
