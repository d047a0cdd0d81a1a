import type { ObjectOperation } from '../../../src/operation/target.js';
import { breakNameCircles } from '../../../src/plan/name-circles.js';
import { order } from '../../../src/plan/order.js';
import { reverseAll } from '../../../src/operation/reverse.js';

const noSchemas = [{ typeNames: {}, viewFacts: {} }];

type MemberKind = 'index' | 'unique' | 'check' | 'primaryKey';

const rename = (kind: MemberKind, table: string, from: string, to: string): ObjectOperation => ({ verb: 'rename', kind, table: { schema: 'public', name: table }, name: { from, to } });

const show = (operations: readonly ObjectOperation[]): string[] =>
  operations.flatMap((operation) => (operation.verb === 'rename' && 'table' in operation ? [`${operation.table.name}: ${operation.name.from} → ${operation.name.to}`] : []));

/** Does the renames one after the other, and refuses one whose old name is not there or whose new one is. */
function run(operations: readonly ObjectOperation[], names: Set<string>): Set<string> {
  for (const operation of operations) {
    if (operation.verb !== 'rename' || !('table' in operation)) continue;
    const place = operation.kind === 'check' ? `${operation.table.name}.` : '';
    if (names.has(place + operation.name.to)) throw new Error(`${operation.name.to} is taken`);
    if (!names.delete(place + operation.name.from)) throw new Error(`${operation.name.from} is not there`);
    names.add(place + operation.name.to);
  }
  return names;
}

it('leaves a chain alone', () => {
  const chain = [rename('index', 'a', 'one', 'two'), rename('index', 'b', 'two', 'three')];
  expect(breakNameCircles(chain)).toEqual(chain);
});

it('leaves names alone that are the same in different tables', () => {
  const checks = [rename('check', 'a', 'one', 'two'), rename('check', 'b', 'two', 'one')];
  expect(breakNameCircles(checks)).toEqual(checks);
});

it('sends one of a circle by way of a third name, and nobody who merely waits for it', () => {
  const circle = [rename('unique', 'w', 'zero', 'one'), rename('primaryKey', 'a', 'one', 'two'), rename('index', 'b', 'two', 'one2'), rename('unique', 'c', 'one2', 'one')].slice(1);
  expect(show(breakNameCircles([rename('index', 'w', 'w', 'w2'), ...circle]))).toEqual(['w: w → w2', 'a: one → limbeck_renaming_one', 'a: limbeck_renaming_one → two', 'b: two → one2', 'c: one2 → one']);
});

it('orders two circles so that each name is free when it is given, and back', () => {
  const circles = [
    rename('index', 'a', 'one', 'two'),
    rename('unique', 'b', 'two', 'three'),
    rename('primaryKey', 'c', 'three', 'one'),
    rename('check', 'a', 'x', 'y'),
    rename('check', 'a', 'y', 'x'),
    rename('index', 'a', 'i1', 'i2'),
    rename('index', 'a', 'i2', 'i1'),
  ];
  const names = ['one', 'two', 'three', 'a.x', 'a.y', 'i1', 'i2'];
  const ordered = order(circles, noSchemas) as ObjectOperation[];
  expect(run(ordered, new Set(names))).toEqual(new Set(names));
  expect(run(reverseAll(ordered) as ObjectOperation[], new Set(names))).toEqual(new Set(names));
  expect(ordered).toHaveLength(circles.length + 3);
});
