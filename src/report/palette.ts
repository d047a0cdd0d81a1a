import type { Mark } from './picture.js';

/** A colour on a light and on a dark ground. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

/**
 * The colours of pages and pictures. A picture is drawn in the light ones; a style sheet turns each into the dark one, so no two are the same. Each text
 * has a contrast of 4.5 at least with its ground (WCAG 2.2, 1.4.3).
 */
export const palette = {
  ground: { light: '#ffffff', dark: '#0d1117' },
  panel: { light: '#f6f8fa', dark: '#151b23' },
  line: { light: '#c8d1da', dark: '#3d444d' },
  ink: { light: '#1f2328', dark: '#e6edf3' },
  quiet: { light: '#59636e', dark: '#9aa4b0' },
  link: { light: '#0757b8', dark: '#6cb0ff' },
  addedGround: { light: '#dafbe1', dark: '#12301f' },
  addedInk: { light: '#11632a', dark: '#56d364' },
  changedGround: { light: '#fff5c2', dark: '#302709' },
  changedInk: { light: '#7a4d05', dark: '#e3b341' },
  droppedGround: { light: '#ffe8e6', dark: '#3a1418' },
  droppedInk: { light: '#a30f27', dark: '#ff8e86' },
} as const satisfies Readonly<Record<string, Colour>>;

export type ColourName = keyof typeof palette;

/** The colours of what something becomes of. */
export const markColours: { readonly [M in Mark]: { readonly ground: ColourName; readonly ink: ColourName } } = {
  added: { ground: 'addedGround', ink: 'addedInk' },
  changed: { ground: 'changedGround', ink: 'changedInk' },
  dropped: { ground: 'droppedGround', ink: 'droppedInk' },
};

const names = Object.keys(palette) as ColourName[];

/** The colours as custom properties, light ones or, where the reader prefers these, dark ones. */
export const colourProperties = `:root{color-scheme:light dark;${names.map((name) => `--${name}:${palette[name].light}`).join(';')}}
@media (prefers-color-scheme:dark){:root{${names.map((name) => `--${name}:${palette[name].dark}`).join(';')}}}`;

/** Gives each colour of a picture that was drawn in light ones the value of its property. */
export const pictureColours = names
  .flatMap((name) => (['fill', 'stroke'] as const).map((attribute) => `svg [${attribute}="${palette[name].light}"]{${attribute}:var(--${name})}`))
  .join('\n');
