import { list } from '../text.js';

/** The area `introspect` of the catalogue: reading the catalog. */
export const introspectErrors = {
  'introspect/not-readable': (d: { tables: readonly string[]; role: string }) => ({
    message: `The role "${d.role}" may not read ${list(d.tables)}.`,
    hint: 'Connect as the owner of the tables, grant the role access, or leave the tables out with `includeObject`.',
  }),
};
