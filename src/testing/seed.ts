import type { DataSource } from 'typeorm';

/** Fills a template, once, after the revisions have run. */
export type SeedFunction = (dataSource: DataSource) => Promise<void>;

/**
 * What every test database holds from the start. A template is made anew when the text of the function changes, which does not
 * show what it calls: where that changes, say so by a `key`.
 */
export type Seed = SeedFunction | { readonly key: string; readonly run: SeedFunction };

/** What tells one seed from another. */
export const seedKey = (seed: Seed | undefined): string | null => (seed === undefined ? null : typeof seed === 'function' ? seed.toString() : seed.key);

/** Fills the database of `dataSource`. */
export async function plant(seed: Seed | undefined, dataSource: DataSource): Promise<void> {
  if (seed !== undefined) await (typeof seed === 'function' ? seed(dataSource) : seed.run(dataSource));
}
