import { styleText } from 'node:util';

/** Colours for a text; without colours, for files and pipes, the text itself. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string;

/**
 * Colours on a terminal that has them, unless NO_COLOR is set; else none. FORCE_COLOR decides before both, as it does for Node itself.
 *
 * Source: Node 20.19, `tty.WriteStream.hasColors` reads NO_COLOR; `util.styleText` would look at stdout, whatever the stream.
 */
export function paintFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Paint {
  const forced = environment['FORCE_COLOR'];
  const hasColors = forced === undefined ? stream.isTTY && stream.hasColors() : forced !== '0' && forced !== 'false';
  return hasColors ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
