import fc from 'fast-check';
import type { Operation } from '../../src/operation/operation.js';
import { pictureOfChange } from '../../src/report/change-picture.js';
import type { ReportContent } from '../../src/report/content.js';
import { loadGraphviz } from '../../src/report/draw.js';
import { nothingKnown, replay } from '../../src/report/known-schema.js';
import { markdownOf } from '../../src/report/markdown.js';
import { pageOf } from '../../src/report/page.js';
import { shortMessage } from '../../src/report/revision-graph.js';
import { visible } from '../../src/kernel/visible.js';
import { itInBrowser, openBrowser, troublesOf } from '../support/chromium.js';
import { diagramsIn, itWithMermaid } from '../support/mermaid.js';
import { texts } from './operations.js';

/** Names and texts as an attacker would choose them, or any others; a name is not empty, and PostgreSQL keeps no NUL. */
const hostile = fc.oneof(
  fc.constantFrom(
    '</title><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    '&lt;b&gt; &amp; &#60;',
    ']]> --> <!--',
    '</text></svg><iframe src=javascript:alert(1)>',
    '</style><script>alert(1)</script>',
    '\u202Egnp.exe',
    '名前 🙂',
    '%s\\N\\G\\l"];}',
    '#quot; ``` | @everyone [x](javascript:alert(1))',
  ),
  texts.filter((text) => text !== '' && !text.includes('\0')),
);

interface Wording {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly other: string;
}

const wordings: fc.Arbitrary<Wording> = fc.record({ table: hostile, column: hostile, type: hostile, other: hostile });

/** A report in which each text stands wherever texts of a project can stand. */
function contentOf({ table, column, type, other }: Wording): ReportContent {
  const value = { name: column, type, nullable: true, default: other, generation: null, generated: null, virtual: false, collation: null, comment: other };
  const place = { schema: 'public', name: table };
  const operations: readonly Operation[] = [
    {
      verb: 'create',
      kind: 'table',
      schema: 'public',
      value: { ...place, columns: [value], primaryKey: null, uniques: [], checks: [{ name: other, expression: other }], exclusions: [], foreignKeys: [{ name: other, columns: [column], references: { ...place, columns: [column] }, onDelete: 'no action', onUpdate: 'no action', deferrable: 'no' }], indexes: [], comment: other },
    },
    { verb: 'create', kind: 'enum', schema: 'public', value: { schema: 'public', name: other, values: [other] } },
  ];
  const hazard = { operation: operations[0] ?? null, code: other, level: 'error' as const, message: other, hint: other, acceptance: null };
  const revision = { id: other, parents: [], labels: [other], dependsOn: [], replaces: [], phase: null, name: other, timestampMs: 0, message: other, file: other, checksum: '', instantiate: () => Promise.reject(new Error('not asked for')) };
  return {
    title: other,
    notes: [other],
    namespace: 'public',
    chapters: [{ revision, title: other, up: { operations, statements: [other], stopped: other }, down: null, hazards: [hazard], picture: pictureOfChange(replay(nothingKnown, operations), 'public') }],
    graph: ['first', 'second', 'third'].map((id, at, ids) => ({ revision: { ...revision, id, parents: at === 1 ? ids.slice(0, 1) : [] }, dependencies: at === 2 ? ids.slice(0, 1) : [], isChosen: at > 0, isApplied: at === 0, isHead: at > 0 })),
  };
}

/** What a browser makes of a page. */
interface Seen {
  readonly heading: string;
  readonly chapter: string;
  readonly drawn: readonly string[];
  /** How many elements could run or load something. */
  readonly active: number;
  readonly handlers: number;
}

describe('a report of hostile names and texts', () => {
  itInBrowser('shows them as they are, and runs and loads nothing', async () => {
    const draw = await loadGraphviz();
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const troubles = troublesOf(page);
      await fc.assert(
        fc.asyncProperty(wordings, async (wording) => {
          await page.setContent(pageOf(contentOf(wording), draw));
          const seen = await page.evaluate<Seen>(`({
            heading: document.querySelector('h1').textContent, chapter: document.querySelector('section[id] h2').textContent,
            drawn: [...document.querySelectorAll('figure svg text')].map((text) => text.textContent),
            active: [...document.querySelectorAll('script, iframe, object, embed, img, link, base, form, a[href^="javascript"]')].length,
            handlers: [...document.querySelectorAll('*')].flatMap((each) => [...each.attributes]).filter(({ name }) => name.startsWith('on')).length,
          })`);
          const drawn = (text: string): string => visible(text).replaceAll(' ', '\u00a0');
          expect(seen).toMatchObject({ heading: visible(wording.other), chapter: visible(wording.other), active: 0, handlers: 0 });
          expect(seen.drawn).toEqual(expect.arrayContaining([drawn(wording.table), drawn(wording.column), drawn(`${wording.type}, null`), drawn(wording.other)]));
          expect(troubles).toEqual([]);
        }),
        { numRuns: 60 },
      );
    } finally {
      await browser.close();
    }
  });

  it('can be drawn, and has no character in a picture that XML does not allow', async () => {
    const draw = await loadGraphviz();
    fc.assert(
      fc.property(wordings, (wording) => {
        // XML 1.0, 2.2 "Characters".
        expect(pageOf(contentOf(wording), draw)).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
      }),
      { numRuns: 200 },
    );
  });

  itWithMermaid('has diagrams that Mermaid draws as they are meant, and that run and load nothing', async (draw, troubles) => {
    const squeezed = (text: string): string => visible(text).replace(/\s+/g, ' ').trim();
    await fc.assert(
      fc.asyncProperty(wordings, async (wording) => {
        const [graph, tables] = diagramsIn(markdownOf(contentOf(wording)));
        const drawnGraph = await draw(graph ?? '');
        expect(drawnGraph).toMatchObject({ edges: 2, active: 0 });
        expect(drawnGraph.texts[0]).toBe(squeezed(`first${visible(shortMessage(wording.other))}✓ applied`));
        const drawnTables = await draw(tables ?? '');
        expect(drawnTables).toMatchObject({ edges: 1, active: 0 });
        for (const each of [`+ ${wording.table}`, `+ enum type ${wording.other}`]) expect(drawnTables.texts).toContain(squeezed(each));
        for (const each of [wording.column, wording.type]) expect(drawnTables.texts.join('\n')).toContain(squeezed(each));
        expect(troubles).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('has Markdown whose tables have as many cells in each row', () => {
    fc.assert(
      fc.property(wordings, (wording) => {
        const text = markdownOf(contentOf(wording));
        const rows = text.split('\n').filter((line) => /^\| (?:🛑|⚠️|✓)/u.test(line));
        expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual([6]);
        expect(text).not.toMatch(/(?<!`[^\n]*)@everyone/);
      }),
      { numRuns: 300 },
    );
  });
});
