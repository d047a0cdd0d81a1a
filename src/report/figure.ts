import { count } from '../kernel/text.js';
import { html, Markup } from './markup.js';
import { type Mark, type Picture, signs } from './picture.js';

/** A drawn picture with its legend. */
export function figureOf({ boxes, links, neighboursLeftOut }: Picture, svg: string): Markup {
  const marks = [...boxes, ...boxes.flatMap(({ rows }) => rows), ...links].flatMap(({ mark }) => mark ?? []);
  const label = `${count(boxes.length, 'box')}: ${boxes.map(({ kind, title, mark }) => `${kind} ${title}${mark === null ? '' : `, ${mark}`}`).join('; ')}`;
  const legend = (Object.keys(signs) as Mark[]).filter((mark) => marks.includes(mark)).map((mark) => html`<span class="${mark}">${signs[mark]} ${mark}</span>`);
  const leftOut = neighboursLeftOut === 0 ? '' : html`<span>${count(neighboursLeftOut, 'more table')} on the other side of foreign keys</span>`;
  const crow = links.length === 0 ? '' : html`<span>A line leads from a table to those that refer to it; a fork means many rows, a circle means it may be none.</span>`;
  return html`<figure><div class="picture" role="img" aria-label="${label}" tabindex="0">${new Markup(svg)}</div><figcaption>${legend}${leftOut}${crow}</figcaption></figure>`;
}
