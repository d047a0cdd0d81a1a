import fc from 'fast-check';
import { dotOf } from '../../../src/report/dot.js';
import { loadGraphviz } from '../../../src/report/draw.js';
import type { Box, Picture } from '../../../src/report/picture.js';

/** Tables that each refer to three others, wherever these stand: in circles, too. */
function denseModel(tables: number): Picture {
  const box = (at: number): Box => ({
    key: `t${at}`,
    kind: 'table',
    title: `table_${at}`,
    mark: null,
    notes: [],
    rows: ['a', 'b', 'c', 'd'].map((name) => ({ kind: 'column', keys: [], name, text: 'integer', mark: null, notes: [] })),
    columnsLeftOut: 0,
    isPartlyKnown: false,
  });
  const targets = fc.sample(fc.noBias(fc.nat(tables - 1)), { numRuns: tables * 3, seed: 7 });
  const links = targets.map((target, at) => ({ from: { key: `t${at % tables}`, column: 'b' }, to: { key: `t${target}`, column: 'a' }, name: `fk${at}`, isOptional: false, isUnique: false, mark: null }));
  return { boxes: Array.from({ length: tables }, (_, at) => box(at)), links, neighboursLeftOut: 0 };
}

it('draws every table and every foreign key of a large, dense model in seconds', async () => {
  const draw = await loadGraphviz();
  const begunMs = performance.now();
  const svg = draw(dotOf(denseModel(1000)));
  expect(svg.match(/class="node"/g)).toHaveLength(1000);
  expect(svg.match(/class="edge"/g)).toHaveLength(3000);
  expect(performance.now() - begunMs).toBeLessThan(40_000);
}, 120_000);
