import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { itInBrowser, openBrowser, troublesOf } from '../support/chromium.js';
import { fileNameIn, readPage } from '../support/docs.js';
import { diagramsIn, itWithMermaid } from '../support/mermaid.js';
import { createStage } from '../support/stage.js';

const pictures = resolve(__dirname, '../../docs/reviewing');

/** The revision files of the manual's page. */
const files = Object.fromEntries(
  readPage('reviewing.md').sections.flatMap(({ blocks }) => blocks.flatMap(({ text }) => (fileNameIn(text) === undefined ? [] : [[fileNameIn(text) ?? '', text] as const]))),
);

interface Look {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
}

const looks: readonly Look[] = [
  { scheme: 'light', width: 1180 },
  { scheme: 'dark', width: 1180 },
  { scheme: 'light', width: 390 },
];

/** A page as a reader sees it, and whatever went wrong on the way. */
async function look(browser: Browser, text: string, { scheme, width }: Look): Promise<{ readonly page: Page; readonly troubles: readonly string[] }> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, offline: true });
  const page = await context.newPage();
  const troubles = troublesOf(page);
  await page.setContent(text);
  return { page, troubles };
}

/** What of a page cannot be read; empty when all can. */
const unreadable = (page: Page): Promise<unknown> => page.evaluate(readFileSync(join(__dirname, '../fixtures/browser/unreadable.js'), 'utf8'));

describe('the report of the manual, as a page', () => {
  itInBrowser('would be found faint, or wider than its window, if it were so', async () => {
    const browser = await openBrowser();
    try {
      const { page, troubles } = await look(browser, '<p style="color:#999;width:3000px">faint</p><script>fetch("http://localhost:1/")</script>', { scheme: 'light', width: 390 });
      expect(await unreadable(page)).toEqual([expect.stringMatching(/^contrast 2\.\d+: faint$/), 'the page is wider than its window']);
      expect(troubles).toContain('request http://localhost:1/');
    } finally {
      await browser.close();
    }
  });

  itInBrowser('can be read, light and dark, wide and narrow, without network and without a script', async () => {
    await using stage = await createStage(files);
    expect((await stage.project.limbeck(['upgrade', '5acb'])).exitCode).toBe(0);
    expect(await stage.project.limbeck(['report', '-o', 'report.html'])).toMatchObject({ exitCode: 0, stderr: '' });
    const text = await stage.project.read('report.html');
    expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/i);
    const browser = await openBrowser();
    try {
      for (const each of looks) {
        const { page, troubles } = await look(browser, text, each);
        expect(await page.title()).toBe('1 revision to review');
        for (const details of await page.$$('summary')) await details.click();
        expect({ ...each, troubles, unreadable: await unreadable(page) }).toEqual({ ...each, troubles: [], unreadable: [] });
        for (const details of await page.$$('summary')) await details.click();
        if (process.env['UPDATE_DOCS'] !== undefined && each.width > 1000) await writeFile(join(pictures, `tables-${each.scheme}.png`), await page.locator('figure').screenshot());
      }
    } finally {
      await browser.close();
    }
  });
});

describe('the report of the manual, as Markdown, and the model', () => {
  itWithMermaid('are drawn by Mermaid', async (draw, troubles) => {
    await using stage = await createStage(files);
    await stage.project.limbeck(['report', 'base:heads', '--offline', '--format', 'markdown', '-o', 'report.md']);
    await stage.project.limbeck(['erd', '--format', 'mermaid', '-o', 'model.mmd']);
    const diagrams = [...diagramsIn(await stage.project.read('report.md')), await stage.project.read('model.mmd')];
    expect(diagrams.map((diagram) => diagram.split(/\W/)[0])).toEqual(['flowchart', 'erDiagram', 'erDiagram', 'erDiagram']);
    for (const diagram of diagrams) expect(await draw(diagram)).toMatchObject({ active: 0, edges: diagram.match(/^ {2}\w+ \S*(?:--|-\.-|\.\.)\S* \w+/gm)?.length ?? 0 });
    expect(troubles).toEqual([]);
  });
});
