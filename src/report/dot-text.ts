import { escapeMarkup } from './markup.js';
import { type ColourName, palette } from './palette.js';
import { visible } from '../kernel/visible.js';

/**
 * A text in a label like HTML of DOT. Spaces stay, as those at the ends of a name are a part of it, and so do backslashes, which Graphviz reads as escapes
 * even here (Graphviz, "escString"): `\N` would be the name of the node.
 */
export const dotText = (value: string, ink: ColourName): string =>
  value === '' ? '' : `<FONT COLOR="${palette[ink].light}">${escapeMarkup(visible(value)).replaceAll(' ', '&#160;').replaceAll('\\', '\\\\')}</FONT>`;
