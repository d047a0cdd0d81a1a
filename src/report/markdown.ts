import { count } from '../kernel/text.js';
import { describe } from '../operation/describe.js';
import type { Chapter, ReportContent, ReportedDirection, ReportedHazard } from './content.js';
import { countsOf } from './counts.js';
import { mermaidOf, mermaidOfGraph } from './mermaid.js';
import type { Picture } from './picture.js';
import { scriptOf } from './sql-text.js';
import { visible, visibleLines } from '../kernel/visible.js';

/** The most characters of a comment on GitHub are 65,536. */
const mostCharacters = 65_000;

/** The most characters of a diagram that Mermaid draws are 50,000 (mermaid 11, `maxTextSize`), and its foreign keys 500 (`maxEdges`). */
const mostDiagram = 45_000;

/** What a report says of its chapters besides their hazards and operations; less of it where it would be too long. */
interface Extent {
  readonly hasDownSql: boolean;
  readonly hasSql: boolean;
  readonly hasPictures: boolean;
  readonly chapters: number;
}

/** A report in GitHub's Markdown, with pictures for Mermaid; short enough for a comment on a pull request. */
export function markdownOf(content: ReportContent): string {
  const whole: Extent = { hasDownSql: true, hasSql: true, hasPictures: true, chapters: content.chapters.length };
  const extents = [whole, { ...whole, hasDownSql: false }, { ...whole, hasDownSql: false, hasSql: false }, { ...whole, hasDownSql: false, hasSql: false, hasPictures: false }];
  const fitting = extents.map((extent) => write(content, extent)).find((text) => text.length <= mostCharacters);
  return fitting ?? cut(content);
}

/** As many chapters as there is room for, without SQL and pictures. */
function cut(content: ReportContent): string {
  const extent = { hasDownSql: false, hasSql: false, hasPictures: false };
  for (let chapters = content.chapters.length - 1; chapters > 0; chapters -= 1) {
    const text = write(content, { ...extent, chapters });
    if (text.length <= mostCharacters) return text;
  }
  return write(content, { ...extent, chapters: 0 });
}

function write(content: ReportContent, extent: Extent): string {
  const { title, notes, chapters, graph } = content;
  const shown = chapters.slice(0, extent.chapters);
  const parts = [
    `## ${prose(title)}`,
    countsOf(chapters).map(prose).join(' · '),
    ...notes.map((note) => `_${prose(note)}_`),
    ...shortening(extent, chapters.length),
    ...(graph.length > 1 && extent.hasPictures ? fenced('mermaid', mermaidOfGraph(graph)) : []),
    ...shown.map((chapter) => chapterText(chapter, content, extent)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function shortening({ hasDownSql, hasSql, hasPictures, chapters }: Extent, all: number): readonly string[] {
  const missing = [...(hasPictures ? [] : ['the pictures']), ...(hasSql ? (hasDownSql ? [] : ['the SQL of the way back']) : ['the SQL']), ...(chapters === all ? [] : [count(all - chapters, 'more revision')])];
  return missing.length === 0 ? [] : [`> [!NOTE]\n> Shortened to fit a comment: ${missing.join(', ')} ${missing.length === 1 && chapters === all ? 'is' : 'are'} left out. The HTML report has all.`];
}

function chapterText({ revision, title, hazards, up, down, picture }: Chapter, { namespace }: ReportContent, { hasDownSql, hasSql, hasPictures }: Extent): string {
  return [
    `### ${prose(title)}`,
    ...(revision === null ? [] : [`revision ${code(revision.id)}, stands on ${revision.parents.length === 0 ? 'nothing' : revision.parents.map(code).join(', ')}`]),
    hazards.length === 0 ? '✓ No hazard is known.' : hazardTable(hazards),
    operationsText(up, namespace),
    ...(hasPictures ? pictureText(picture) : []),
    ...(hasSql ? sqlText('SQL', up) : []),
    ...(hasDownSql && down !== null ? sqlText('SQL of the way back', down) : []),
  ].join('\n\n');
}

function hazardTable(hazards: readonly ReportedHazard[]): string {
  const rows = hazards.map(({ code: hazard, level, message, hint, acceptance }) => {
    const standing = acceptance === null ? (level === 'error' ? '🛑 error' : '⚠️ warning') : '✓ accepted';
    return `| ${standing} | ${code(hazard).replaceAll('|', '\\|')} | ${prose(message)} | ${prose(acceptance ?? hint)} |`;
  });
  return ['| | hazard | what happens | instead, or why it is accepted |', '|---|---|---|---|', ...rows].join('\n');
}

function operationsText({ operations, statements, stopped }: ReportedDirection, namespace: string): string {
  const lines = operations.map((operation) => `- ${code(describe(operation, namespace))}`);
  const none = statements.length > 0 ? 'It sends SQL of its own.' : 'Nothing.';
  return [...(lines.length > 0 ? lines : stopped === null ? [none] : []), ...(stopped === null ? [] : ['', `_${prose(stopped)}_`])].join('\n');
}

function pictureText(picture: Picture): readonly string[] {
  if (picture.boxes.length === 0) return [];
  const diagram = mermaidOf(picture);
  if (diagram.length > mostDiagram || picture.links.length > 500) return ['_The picture of the tables is too large for Mermaid; the HTML report has it._'];
  return fenced('mermaid', diagram);
}

function sqlText(title: string, direction: ReportedDirection): readonly string[] {
  const script = visibleLines(scriptOf(direction));
  return direction.statements.length === 0 ? [] : [`<details><summary>${title}</summary>`, ...fenced('sql', script), '</details>'];
}

/** A block of code; its fence is longer than any in it. */
function fenced(language: string, text: string): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}${language}\n${text}\n${fence}`];
}

/** Text as code within a line. */
function code(text: string): string {
  const shown = visible(text);
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const isPadded = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '';
  return isPadded ? `${ticks} ${shown} ${ticks}` : `${ticks}${shown}${ticks}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** Text that means nothing to Markdown, and calls nobody. */
const prose = (text: string): string => visible(text.replace(/\s+/g, ' ')).replace(/[\\`*_[\]<>&|~#]/g, '\\$&').replaceAll('@', '@<!-- -->');
