/** The major version of PostgreSQL that this run asks for: `LIMBECK_PG=15 npx jest …`, 18 by default. */
export const serverVersion = Number(process.env['LIMBECK_PG'] ?? 18);

/** Whether that version has the type: multiranges came with 14, scales below zero with 15. */
export const hasType = (type: string): boolean => !(serverVersion < 14 && type.includes('multirange')) && !(serverVersion < 15 && /,-/.test(type));

/** A test of what PostgreSQL can do from the major version `since` on; on an older server it is skipped, and its name says why. */
export function itSince(since: number, name: string, test: () => Promise<void>): void {
  if (serverVersion >= since) it(name, test);
  else it.skip(`${name} (needs PostgreSQL ${since})`, test);
}

/** Extensions that do not come with PostgreSQL. */
export type OutsideExtension = 'postgis' | 'vector';

/** Those of the server that `LIMBECK_PG_URL` names: `LIMBECK_PG_EXTENSIONS=postgis,vector`. */
const outside: ReadonlySet<string> = new Set(process.env['LIMBECK_PG_EXTENSIONS']?.split(',') ?? []);

/** A test that needs an extension which does not come with PostgreSQL; elsewhere it is skipped, and its name says why. */
export function itWith(extension: OutsideExtension, name: string, test: () => Promise<void>): void {
  if (outside.has(extension)) it(name, test);
  else it.skip(`${name} (needs a server with ${extension}, by LIMBECK_PG_URL and LIMBECK_PG_EXTENSIONS)`, test);
}
