import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { browserPath, openBrowser, troublesOf } from './chromium.js';
import { registrySilence } from './registry.js';

/** Its whole package with what it needs are 150 MB; the one file that a browser needs are 4, and it needs no other. */
const release = 'mermaid@11.17.2';
const cache = resolve(__dirname, '../../node_modules/.cache/limbeck');
const bundle = join(cache, `${release}.js`);

/** Why there is no Mermaid to ask; `null`: there is. */
const missing = browserPath === null ? 'no Chromium in the PATH' : existsSync(bundle) ? null : registrySilence();

/** Fetches the package when it is not there yet, and keeps what a browser needs of it. */
function fetchBundle(): void {
  const folder = join(cache, `${release}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder, release], { encoding: 'utf8', stdio: 'pipe' })) as readonly { readonly filename: string }[];
  execFileSync('tar', ['-xzf', packed?.filename ?? '', 'package/dist/mermaid.min.js'], { cwd: folder });
  renameSync(join(folder, 'package/dist/mermaid.min.js'), bundle);
  rmSync(folder, { recursive: true });
}

/** What Mermaid draws of a text. */
export interface Drawn {
  /** The texts in the picture, in order. */
  readonly texts: readonly string[];
  /** How many lines lead from one box to another. */
  readonly edges: number;
  /** How many of its elements could run or load something. */
  readonly active: number;
}

/** Draws a diagram; throws what Mermaid says of a text that it does not understand. */
export type DrawMermaid = (diagram: string) => Promise<Drawn>;

/** A test over Mermaid itself, in a browser without network; `work` may say that nothing but drawing happened in the end. */
export function itWithMermaid(name: string, work: (draw: DrawMermaid, troubles: readonly string[]) => Promise<void>): void {
  if (missing !== null) return it.skip(`${name} (skipped: ${missing})`, () => undefined);
  it(
    name,
    async () => {
      if (!existsSync(bundle)) fetchBundle();
      const browser = await openBrowser();
      try {
        const page = await (await browser.newContext({ offline: true })).newPage();
        const troubles = troublesOf(page);
        await page.addScriptTag({ path: bundle });
        await page.evaluate("mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true })");
        await work((diagram) => draw(page, diagram), troubles);
      } finally {
        await browser.close();
      }
    },
    120_000,
  );
}

/** As GitHub does it: Mermaid gives an SVG, which is put into the page. */
const draw = (page: Page, diagram: string): Promise<Drawn> =>
  page.evaluate<Drawn>(`mermaid.render('drawn', ${JSON.stringify(diagram)}).then(({ svg }) => {
    document.body.innerHTML = svg;
    const texts = [...document.querySelectorAll('svg foreignObject, svg text')].map((each) => each.textContent.replace(/\\s+/g, ' ').trim());
    const edges = document.querySelectorAll('svg path.relationshipLine, svg path.flowchart-link').length;
    const active = [...document.querySelectorAll('svg *')].filter((each) => /^(script|iframe|object|embed|img|image|link|a)$/i.test(each.tagName) || [...each.attributes].some(({ name }) => name.startsWith('on'))).length;
    return { texts: texts.filter((text) => text !== ''), edges, active };
  })`);

/** The texts of the diagrams in Markdown, in order. */
export const diagramsIn = (markdown: string): readonly string[] => markdown.split('```mermaid\n').slice(1).map((part) => part.slice(0, part.indexOf('\n```')));
