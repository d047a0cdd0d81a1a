import { count } from '../kernel/text.js';
import { document } from './document.js';
import { dotOf } from './dot.js';
import { loadGraphviz } from './draw.js';
import { figureOf } from './figure.js';
import { html } from './markup.js';
import { mermaidOf } from './mermaid.js';
import { colourProperties, pictureColours } from './palette.js';
import type { Picture } from './picture.js';

/** What a picture of a model can be written as. */
export type PictureFormat = 'html' | 'svg' | 'mermaid' | 'dot';

/** Writes the picture of a model in a format. */
export async function writePicture(picture: Picture, format: PictureFormat): Promise<string> {
  if (format === 'mermaid') return `${mermaidOf(picture)}\n`;
  const dot = dotOf(picture);
  if (format === 'dot') return dot;
  const svg = (await loadGraphviz())(dot);
  return format === 'svg' ? standingAlone(svg) : pageOf(picture, svg);
}

/** An SVG file, light or dark as the reader prefers. */
const standingAlone = (svg: string): string =>
  svg.replace(/^<svg[^>]*>\n/, (head) => `<?xml version="1.0" encoding="UTF-8"?>\n${head}<style>\n${colourProperties}\nsvg{background:var(--ground)}\n${pictureColours}\n</style>\n`);

function pageOf(picture: Picture, svg: string): string {
  const tables = picture.boxes.filter(({ kind }) => kind === 'table').length;
  const title = 'The tables of the entities';
  return document(title, html`<main class="wide"><header><h1>${title}</h1><ul class="counts"><li>${count(tables, 'table')}</li><li>${count(picture.links.length, 'foreign key')}</li></ul></header>${figureOf(picture, svg)}</main>`);
}
