import { drawGraph } from '../../../src/cli/draw-graph.js';

/** Draws a graph of letters, newest first: `{ m: 'b c', c: 'a', b: 'a', a: '' }`. */
const drawing = (graph: Readonly<Record<string, string>>): string =>
  drawGraph(Object.entries(graph).map(([id, parents]) => ({ id, parents: parents.split(' ').filter((parent) => parent !== ''), lines: [id] }))).join('\n');

const text = (...lines: readonly string[]): string => lines.join('\n');

test('a line', () => expect(drawing({ c: 'b', b: 'a', a: '' })).toBe(text('* c', '* b', '* a')));

test('nothing', () => expect(drawing({})).toBe(''));

test('two branches', () => expect(drawing({ c: 'a', b: 'a', a: '' })).toBe(text('* c', '| * b', '|/', '* a')));

test('branches that are joined', () =>
  expect(drawing({ m: 'b c', c: 'a', b: 'a', a: '' })).toBe(text('*   m', '|\\', '| * c', '* | b', '|/', '* a')));

test('three joined at once', () =>
  expect(drawing({ m: 'b c d', d: 'a', c: 'a', b: 'a', a: '' })).toBe(
    text('*     m', '|\\', '|\\ \\', '| | * d', '| * | c', '* | | b', '|/ /', '|/', '* a'),
  ));

test('lines of their own, one beside the other', () => expect(drawing({ b2: 'b1', a2: 'a1', b1: '', a1: '' })).toBe(text('* b2', '| * a2', '* | b1', ' /', '* a1')));

test('lines of their own, one below the other', () => expect(drawing({ b: '', a2: 'a1', a1: '' })).toBe(text('* b', '', '* a2', '* a1')));

test('a line past another', () => expect(drawing({ d: 'a', c: 'x', b: 'a', a: '', x: '' })).toBe(text('* d', '| * c', '| | * b', '| |/', '|/|', '* | a', ' /', '* x')));

test('texts of several lines', () => {
  const nodes = [
    { id: 'm', parents: ['b', 'a'], lines: ['m', 'one', 'two', 'three'] },
    { id: 'b', parents: ['a'], lines: ['b', 'four'] },
    { id: 'a', parents: [], lines: ['a', 'five'] },
  ];
  expect(drawGraph(nodes).join('\n')).toBe(text('*   m', '|\\  one', '| | two', '| | three', '* | b', '| | four', '|/', '* a', '  five'));
});
