import { count } from '../kernel/text.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
import { countsOf, countsOfHazards } from './counts.js';
import type { Chapter, ReportContent, ReportedDirection, ReportedHazard } from './content.js';
import { dotOf } from './dot.js';
import type { Draw } from './draw.js';
import { html, lines, Markup } from './markup.js';
import { type Mark, signs } from './picture.js';
import { document } from './document.js';
import { figureOf } from './figure.js';
import { dotOfGraph } from './revision-graph.js';
import { scriptOf } from './sql-text.js';

/** A report as one HTML page, which needs no network and runs no script. */
export function pageOf(content: ReportContent, draw: Draw): string {
  const { title, notes, chapters, graph } = content;
  const body = html`<main>
<header>
<h1>${title}</h1>
<ul class="counts">${countsOf(chapters).map((each) => html`<li>${each}</li>`)}</ul>
${notes.map((note) => html`<p class="quiet">${note}</p>`)}
</header>
${graph.length === 0 ? '' : html`<section><h2>Revisions</h2>${scrolled(draw(dotOfGraph(graph)), `Graph of ${graph.length} revisions`)}${chapters.length < 2 ? '' : tableOfContents(chapters)}</section>`}
${chapters.map((chapter, position) => sectionOf(chapter, { content, draw, position }))}
</main>`;
  return document(title, body);
}

const scrolled = (svg: string, label: string): Markup => html`<div class="picture" role="img" aria-label="${label}" tabindex="0">${new Markup(svg)}</div>`;

const tableOfContents = (chapters: readonly Chapter[]): Markup =>
  html`<ol>${chapters.map(({ title, hazards }, position) => html`<li><a href="#chapter-${position + 1}">${title}</a> <span class="quiet">${countsOfHazards(hazards).join(', ')}</span></li>`)}</ol>`;

interface Place {
  readonly content: ReportContent;
  readonly draw: Draw;
  readonly position: number;
}

function sectionOf(chapter: Chapter, { content: { namespace }, draw, position }: Place): Markup {
  const { title, hazards, picture, up, down } = chapter;
  return html`<section id="chapter-${position + 1}">
<h2>${title}</h2>
${factsOf(chapter)}
<h3>What it does</h3>
${operationList(up, namespace)}
<h3>Hazards</h3>
${hazards.length === 0 ? html`<p class="calm">✓ No hazard is known.</p>` : html`<ul class="hazards">${hazards.map((hazard) => hazardItem(hazard, namespace))}</ul>`}
${picture.boxes.length === 0 ? '' : html`<h3>Tables</h3>${figureOf(picture, draw(dotOf(picture)))}`}
${sqlBlock('SQL', up)}
${down === null ? '' : sqlBlock('SQL of the way back', down)}
</section>`;
}

function factsOf({ revision }: Chapter): Markup | string {
  if (revision === null) return '';
  const { id, parents, phase, name, labels } = revision;
  const facts: readonly (readonly [string, string])[] = [
    ['revision', id],
    ['stands on', parents.length === 0 ? 'nothing' : parents.join(', ')],
    ...(labels.length === 0 ? [] : [['branch', labels.join(', ')] as const]),
    ...(phase === null ? [] : [['phase', phase] as const]),
    ['class', name],
  ];
  return html`<dl>${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd><code>${value}</code></dd></div>`)}</dl>`;
}

function hazardItem({ operation, code, level, message, hint, acceptance }: ReportedHazard, namespace: string): Markup {
  const standing = acceptance !== null ? 'accepted' : level === 'error' ? 'error' : 'warning';
  const step = operation === null ? '' : html`<p class="step">${describe(operation, namespace)}</p>`;
  const advice = acceptance === null ? withCode(hint) : html`Accepted: ${acceptance}`;
  return html`<li class="${standing}"><p><strong>${standing}</strong> <code>${code}</code></p>${step}<p>${withCode(message)}</p><p class="advice">${advice}</p></li>`;
}

/** Messages put what is to be typed between backticks. */
const withCode = (text: string): readonly Markup[] => text.split('`').map((part, position) => (position % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));

/** What becomes of the object of an operation. */
const marks: { readonly [V in Operation['verb']]: Mark | null } = { create: 'added', alter: 'changed', rename: 'changed', drop: 'dropped', validate: null, backfill: null, execute: null };

function operationList({ operations, statements, stopped }: ReportedDirection, namespace: string): Markup {
  const items = operations.map((operation) => {
    const mark = marks[operation.verb];
    return html`<li class="${mark ?? 'plain'}"><span class="sign">${mark === null ? '•' : signs[mark]}</span><span>${describe(operation, namespace)}</span></li>`;
  });
  const none = statements.length > 0 ? 'It sends SQL of its own.' : stopped === null ? 'Nothing.' : '';
  return html`${items.length === 0 ? (none === '' ? '' : html`<p>${none}</p>`) : html`<ul class="operations">${items}</ul>`}${stopped === null ? '' : html`<p class="stopped">${stopped}</p>`}`;
}

function sqlBlock(title: string, direction: ReportedDirection): Markup {
  const { statements, stopped } = direction;
  if (statements.length === 0) return html`<p class="quiet">${title}: ${stopped ?? 'none.'}</p>`;
  return html`<details><summary>${title} <span class="quiet">${count(statements.length, 'statement')}</span></summary><pre tabindex="0"><code>${lines(scriptOf(direction))}</code></pre></details>`;
}
