import { dotText } from './dot-text.js';
import { escapeMarkup } from './markup.js';
import { type ColourName, markColours, palette } from './palette.js';
import { type Box, type Link, type Mark, omissionsOf, type Picture, type Row, signs } from './picture.js';
import { visible } from '../kernel/visible.js';

/** A picture in the language of Graphviz (DOT, with labels like HTML). */
export function dotOf(picture: Picture): string {
  const ids = new Map(picture.boxes.map(({ key }, position) => [key, `b${position}`]));
  const boxes = picture.boxes.map((box) => `  ${ids.get(box.key)} [label=<${labelOf(box)}>];`);
  const loose = looseLinks(picture);
  const links = picture.links.map((link) => `  ${linkLine(link, picture, { ids, isLoose: loose.has(link) })};`);
  return ['digraph tables {', ...defaults, ...effortFor(picture), ...boxes, ...links, '}', ''].join('\n');
}

/** So many boxes are laid out with fewer attempts to avoid crossings and bends: with many links each attempt takes seconds. */
const many = 100;
const hasty = ['  graph [nslimit=2, nslimit1=2, mclimit=0.2];'];

/**
 * With more links, a box is placed by what its first one refers to only, and lines are straight, and behind the boxes. Each column of boxes that a link passes costs Graphviz as much as a
 * box: a thousand tables that refer to each other would take minutes.
 */
const mostPlacing = 500;
const straight = ['  graph [nslimit=0.05, nslimit1=0.5, mclimit=0.01, splines=line, outputorder=edgesfirst];'];

function effortFor({ boxes, links }: Picture): readonly string[] {
  if (links.length > mostPlacing) return straight;
  return boxes.length > many ? hasty : [];
}

/** The links that have no say in where boxes stand. */
function looseLinks({ links }: Picture): ReadonlySet<Link> {
  if (links.length <= mostPlacing) return new Set();
  const first = new Map(links.toReversed().map((link) => [link.from.key, link]));
  return new Set(links.filter((link) => first.get(link.from.key) !== link));
}

/** Courier is what Graphviz knows the widths of, and any other font of fixed width is about as wide. */
const defaults = [
  '  graph [rankdir=LR, bgcolor=transparent, nodesep=0.35, ranksep=0.9, pad=0.1];',
  '  node [shape=plain, fontname=Courier, fontsize=13];',
  `  edge [dir=both, fontname=Courier, fontsize=13, arrowsize=0.8, color="${palette.quiet.light}"];`,
];

function labelOf(box: Box): string {
  const { mark, notes, rows } = box;
  const ground = mark === null ? 'panel' : markColours[mark].ground;
  const kind = box.kind === 'table' ? '' : `${box.kind} `;
  const title = cell(`${sign(mark)}${dotText(kind, 'quiet')}<B>${dotText(box.title, inkOf(mark))}</B>`, `COLSPAN="3" BGCOLOR="${palette[ground].light}"`);
  const isMarked = rows.some((row) => row.mark !== null);
  const parts = [...notes.map(noteRow), ...rows.map((row, position) => rowOf(row, position, isMarked)), ...omissionsOf(box).map(noteRow)];
  return `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="${frameOf(mark)}" BGCOLOR="${palette.ground.light}"><TR>${title}</TR>${parts.length === 0 ? '' : '<HR/>'}${parts.join('')}</TABLE>`;
}

const frameOf = (mark: Mark | null): string => palette[mark === null ? 'line' : markColours[mark].ink].light;

/** Each row can be linked to by its place. */
function rowOf(row: Row, position: number, isMarked: boolean): string {
  const { kind, keys, name, text: definition, mark, notes } = row;
  const ground = mark === null ? '' : `BGCOLOR="${palette[markColours[mark].ground].light}"`;
  const cells =
    kind === 'column'
      ? [
          cell(dotText(keys.join(' '), 'quiet'), `PORT="w${position}" ${ground}`),
          cell(dotText(`${isMarked ? `${mark === null ? ' ' : signs[mark]} ` : ''}${name}`, inkOf(mark)), ground),
          cell(dotText(definition, mark === null ? 'quiet' : inkOf(mark)), `PORT="e${position}" ${ground}`),
        ]
      : [cell(dotText(`${mark === null ? '' : `${signs[mark]} `}${kind === 'value' ? name : `${kind} ${definition}`}`, inkOf(mark)), `COLSPAN="3" ${ground}`)];
  return `<TR>${cells.join('')}</TR>${notes.map(noteRow).join('')}`;
}

const noteRow = (note: string): string => `<TR><TD></TD>${cell(`<FONT POINT-SIZE="11">${dotText(note, 'quiet')}</FONT>`, 'COLSPAN="2"')}</TR>`;

const sign = (mark: Mark | null): string => (mark === null ? '' : dotText(`${signs[mark]} `, inkOf(mark)));

const inkOf = (mark: Mark | null): ColourName => (mark === null ? 'ink' : markColours[mark].ink);

const cell = (content: string, attributes: string): string => `<TD ALIGN="LEFT" ${attributes}>${content}</TD>`;

/** How a link is written. */
interface Placing {
  /** Of the boxes, by key. */
  readonly ids: ReadonlyMap<string, string>;
  readonly isLoose: boolean;
}

/** What is referred to stands at the left. The signs at the ends are those of a crow's foot diagram. */
function linkLine({ from, to, isOptional, isUnique, mark, name }: Link, { boxes }: Picture, { ids, isLoose }: Placing): string {
  const end = ({ key, column }: Link['from'], side: 'w' | 'e'): string => {
    const row = boxes.find((box) => box.key === key)?.rows.findIndex((each) => each.kind === 'column' && each.name === column) ?? -1;
    return `${ids.get(key)}${row === -1 ? '' : `:${side}${row}:${side}`}`;
  };
  const attributes = [
    `arrowtail=${isOptional ? 'teeodot' : 'teetee'}`,
    `arrowhead=${isUnique ? 'teeodot' : 'crowodot'}`,
    `tooltip=${quoted(name)}`,
    ...(isLoose ? ['constraint=false'] : []),
    ...(mark === null ? [] : [`color="${frameOf(mark)}"`, `fontcolor="${frameOf(mark)}"`, `penwidth=1.6`, `label="${signs[mark]}"`]),
    ...(mark === 'dropped' ? ['style=dashed'] : []),
  ];
  return `${end(to, 'e')} -> ${end(from, 'w')} [${attributes.join(', ')}]`;
}

/** A text of DOT; Graphviz reads entities in it. */
const quoted = (value: string): string => `"${escapeMarkup(visible(value)).replaceAll('\\', '\\\\')}"`;
