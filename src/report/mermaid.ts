import type { GraphRevision } from './content.js';
import { type Box, type Link, omissionsOf, type Picture, type Row, signs } from './picture.js';
import { shortMessage, standingOf } from './revision-graph.js';
import { visible } from '../kernel/visible.js';

/**
 * A picture as an entity relationship diagram of Mermaid. Names of attributes and types are made of what its grammar allows; what they are called
 * otherwise stands beside them.
 *
 * Source: mermaid 11, erDiagram.jison.
 */
export function mermaidOf({ boxes, links }: Picture): string {
  const ids = new Map(boxes.map(({ key }, position) => [key, `b${position}`]));
  const line = ({ from, to, ...link }: Link): string => `  ${ids.get(to.key)} ${cardinality(link)} ${ids.get(from.key)} : ${quoted(signed(link.mark, from.column))}`;
  return ['erDiagram', ...boxes.map((box) => boxText(box, ids.get(box.key) ?? '')), ...links.map(line)].join('\n');
}

/** The graph of revisions as a flowchart of Mermaid. */
export function mermaidOfGraph(graph: readonly GraphRevision[]): string {
  const ids = new Map(graph.map(({ revision: { id } }, position) => [id, `r${position}`]));
  const node = (each: GraphRevision): string => {
    const texts = [each.revision.id, shortMessage(each.revision.message), standingOf(each).join(', ')].filter((text) => text !== '');
    return `  ${ids.get(each.revision.id)}["${texts.map(encode).join('<br/>')}"]${each.isChosen ? ':::chosen' : ''}`;
  };
  const edges = (arrow: string, needed: (each: GraphRevision) => readonly string[]): readonly string[] =>
    graph.flatMap((each) => needed(each).flatMap((id) => (ids.has(id) ? [`  ${ids.get(id)} ${arrow} ${ids.get(each.revision.id)}`] : [])));
  return [
    'flowchart LR',
    ...graph.map(node),
    ...edges('-->', ({ revision }) => revision.parents),
    ...edges('-.->', ({ dependencies }) => dependencies),
    '  classDef chosen stroke-width:3px',
  ].join('\n');
}

function boxText(box: Box, id: string): string {
  const { kind, title, mark, notes, rows } = box;
  const heading = [signed(mark, kind === 'table' ? title : `${kind} ${title}`), ...notes].join('; ');
  const lines = [...rows.map(attribute), ...omissionsOf(box).map((text) => `    more columns ${quoted(text)}`)];
  return lines.length === 0 ? `  ${id}[${quoted(heading)}]` : [`  ${id}[${quoted(heading)}] {`, ...lines, '  }'].join('\n');
}

function attribute({ kind, keys, name, text, mark, notes }: Row): string {
  const type = kind === 'column' ? text.replace(/, null$/, '') : kind;
  const said = [word(type) === type && kind === 'column' ? (text === type ? '' : 'null') : text, word(name) === name ? '' : name, ...notes].filter((each) => each !== '');
  const comment = signed(mark, said.join('; ')).trim();
  return ['   ', word(type), word(name), ...(keys.length === 0 ? [] : [keys.join(', ')]), ...(comment === '' ? [] : [quoted(comment)])].join(' ');
}

const signed = (mark: Row['mark'], text: string): string => (mark === null ? text : `${signs[mark]} ${text}`);

/** What the grammar takes for a word, and not for a kind of key. */
function word(text: string): string {
  const allowed = text.replace(/[^A-Za-z0-9_()[\]]+/g, '_').replace(/^(?![A-Za-z_])/, '_');
  return ['PK', 'FK', 'UK'].includes(allowed) ? `${allowed}_` : allowed;
}

function cardinality({ isOptional, isUnique, mark }: Pick<Link, 'isOptional' | 'isUnique' | 'mark'>): string {
  return `${isOptional ? '|o' : '||'}${mark === 'dropped' ? '..' : '--'}${isUnique ? 'o|' : 'o{'}`;
}

const quoted = (text: string): string => `"${encode(text)}"`;

/** Text as Mermaid shows it: what could mean something to it, to Markdown or to HTML stands as its number. */
const encode = (text: string): string => visible(text).replace(/[^\p{L}\p{N} .,:()_+~−…→✓-]/gu, (character) => `#${character.codePointAt(0)};`);
