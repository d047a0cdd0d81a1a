import type { GraphRevision } from './content.js';
import { dotText } from './dot-text.js';
import { type ColourName, palette } from './palette.js';

/** The most revisions that are drawn from left to right; more stand below each other. */
const abreast = 4;

/** The graph of revisions in DOT: what a revision stands on leads to it, and what it only depends on leads to it with dashes. */
export function dotOfGraph(graph: readonly GraphRevision[]): string {
  const ids = new Map(graph.map(({ revision: { id } }, position) => [id, `r${position}`]));
  const edges = graph.flatMap(({ revision: { id, parents }, dependencies }) => [
    ...parents.flatMap((parent) => edge(ids.get(parent), ids.get(id), '')),
    ...dependencies.flatMap((needed) => edge(ids.get(needed), ids.get(id), ' [style=dashed]')),
  ]);
  const direction = graph.length <= abreast ? 'LR' : 'TB';
  return [
    'digraph revisions {',
    `  graph [rankdir=${direction}, bgcolor=transparent, nodesep=0.3, ranksep=0.35, pad=0.1];`,
    '  node [shape=plain, fontname=Courier, fontsize=13];',
    `  edge [color="${palette.quiet.light}", arrowsize=0.7];`,
    ...graph.map((each) => `  ${ids.get(each.revision.id)} [label=<${labelOf(each)}>];`),
    ...edges,
    '}',
    '',
  ].join('\n');
}

const edge = (from: string | undefined, to: string | undefined, attributes: string): readonly string[] =>
  from === undefined || to === undefined ? [] : [`  ${from} -> ${to}${attributes};`];

/** What is said of a revision besides its id and message. */
export const standingOf = ({ isApplied, isHead }: GraphRevision): readonly string[] => [
  ...(isApplied === true ? ['✓ applied'] : isApplied === false ? ['not applied'] : []),
  ...(isHead ? ['head'] : []),
];

/** The most characters of a message that are drawn. */
const messageLength = 36;

/** The beginning of a message. */
export const shortMessage = (message: string): string => (message.length <= messageLength ? message : `${message.slice(0, messageLength - 1)}…`);

function labelOf(each: GraphRevision): string {
  const { revision, isChosen } = each;
  const row = (text: string, ink: ColourName): string => `<TR><TD ALIGN="LEFT">${dotText(text, ink)}</TD></TR>`;
  const rows = [row(revision.id, isChosen ? 'link' : 'quiet'), row(shortMessage(revision.message), isChosen ? 'ink' : 'quiet'), ...[standingOf(each).join(', ')].filter((text) => text !== '').map((text) => row(text, 'quiet'))];
  const frame = isChosen ? `BORDER="2" COLOR="${palette.link.light}"` : `BORDER="1" COLOR="${palette.line.light}"`;
  return `<TABLE ${frame} CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" BGCOLOR="${palette.panel.light}">${rows.join('')}</TABLE>`;
}
