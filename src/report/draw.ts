/* eslint-disable @typescript-eslint/no-require-imports -- Jest runs no import() in CommonJS */
import type * as Graphviz from '@viz-js/viz' with { 'resolution-mode': 'import' };

/** Lays a graph in DOT out, as SVG; its colours are those of the light palette. */
export type Draw = (dot: string) => string;

/** Loads Graphviz, as WebAssembly: it needs no network, and no program beside Node.js. */
export async function loadGraphviz(): Promise<Draw> {
  const { instance } = require('@viz-js/viz') as typeof Graphviz;
  const graphviz = await instance();
  return (dot) => scaled(withoutNames(graphviz.renderString(dot, { format: 'svg' })));
}

/** Without the head of an XML file, and without the names of nodes, which browsers show as if they meant something. */
const withoutNames = (svg: string): string => svg.slice(svg.indexOf('<svg')).replace(/<title>[^<]*<\/title>\n?|<!--[^>]*-->\n?/g, '');

/** How much smaller a picture may become so that it fits beside what is around it. */
const smallest = 0.7;

/** A point of Graphviz is a pixel here. Where there is no room for a picture, it becomes smaller as long as it can be read. */
const scaled = (svg: string): string =>
  svg.replace(/ width="(\d+)pt" height="(\d+)pt"/, (_, width: string, height: string) => ` width="${width}" height="${height}" style="max-width:100%;min-width:${Math.round(Number(width) * smallest)}px;height:auto"`);
