import type { Box, Link } from './picture.js';

/** What foreign keys tie together. */
export interface Ties {
  readonly links: readonly Link[];
  /** The boxes that are there for themselves. */
  readonly keys: ReadonlySet<Box['key']>;
}

/** The keys of the tables that foreign keys tie to others: first those that these refer to, then those that refer to them. */
export function neighboursOf({ links, keys }: Ties): readonly string[] {
  const referred = links.filter(({ from, to }) => keys.has(from.key) && !keys.has(to.key)).map(({ to }) => to.key);
  const referring = links.filter(({ from, to }) => keys.has(to.key) && !keys.has(from.key)).map(({ from }) => from.key);
  return [...new Set([...referred, ...referring])];
}
