import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { visibleLines } from '../kernel/visible.js';

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** Colours for a text, as marks that {@link shown} knows; without colours, for files and pipes, the text itself. */
export type Paint = (style: Style, text: string) => string;

/** Begins the mark of a colour. Each process has its own, so a name or a message cannot hold one. */
const mark = `\u001b${randomUUID()}`;

/**
 * Colours on a terminal that has them, unless NO_COLOR is set; else none. FORCE_COLOR decides before both, as it does for Node itself.
 *
 * Source: Node 20.19, `tty.WriteStream.hasColors` reads NO_COLOR, and `util.inspect.colors` holds the codes.
 */
export function paintFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Paint {
  const forced = environment['FORCE_COLOR'];
  const hasColors = forced === undefined ? stream.isTTY && stream.hasColors() : forced !== '0' && forced !== 'false';
  return hasColors ? paint : (_, text) => text;
}

const paint: Paint = (style, text) => {
  const [begin = 0, end = 0] = inspect.colors[style] ?? [];
  return `${mark}${begin}m${text}${mark}${end}m`;
};

/** A painted text as it may be written: its colours work, and all else that could work on a terminal, or turn letters around, is seen as its number. */
export const shown = (painted: string): string => painted.split(mark).map(visibleLines).join('\u001b[');
