/** The area `rename` of the catalogue: renames. */
export const renameErrors = {
  'rename/bad-syntax': (d: { rename: string }) => ({
    message: `"${d.rename}" is no rename.`,
    hint: 'Write the old name, = and the new one: orders=purchases, user.mail=user.email, type:kind=sort, enum:status.old=new, index:old=new. A name with a dot or = in it stands in double quotes.',
  }),
  'rename/conflict': (d: { first: string; second: string }) => ({
    message: `Two renames contradict each other: ${d.first}, and ${d.second}.`,
    hint: 'Leave one of them out.',
  }),
  'rename/refused': (d: { serverMessage: string; sqlState: string }) => ({
    message: `The database did not let Limbeck try the renames: ${d.serverMessage} (SQLSTATE ${d.sqlState})`,
    hint: 'Renames are tried in a transaction that is rolled back. That needs the role that owns the tables, and a moment in which nobody else uses them.',
  }),
  'rename/taken': (d: { rename: string; from: string; to: string }) => ({
    message: `"${d.rename}" cannot be done: the database has both ${d.from} and ${d.to}.`,
    hint: 'Rename or drop the second one first, in a revision of its own.',
  }),
  'rename/unknown': (d: { rename: string; side: 'database' | 'entities'; name: string; nearest: string | null }) => ({
    message: `"${d.rename}" names nothing: ${d.side === 'database' ? `there is no ${d.name} in the database` : `the entities have no ${d.name}`}.`,
    hint: d.nearest === null ? 'Write the old name as it is in the database, and the new one as the entities have it.' : `Did you mean ${d.nearest}?`,
  }),
};
