/** The area `setup` of the catalogue: what `limbeck init` finds in a project, and writes. */
export const setupErrors = {
  'setup/not-confirmed': (d: { files: readonly string[] }) => ({
    message: `${d.files.join(' and ')} would be changed, and nobody is at a terminal to agree. Nothing was changed.`,
    hint: 'Say `--yes` to agree beforehand; `--dry-run` shows what would be changed.',
  }),
  'setup/not-writable': (d: { path: string; reason: string }) => ({
    message: `Cannot write ${d.path}: ${d.reason}.`,
    hint: 'Correct the permissions, and run `limbeck init` again: it goes on with what is missing.',
  }),
  'setup/package-invalid': (d: { file: string; problem: string }) => ({
    message: `${d.file} cannot be read: ${d.problem}.`,
    hint: 'Correct it; npm cannot read it either.',
  }),
  'setup/several-data-sources': (d: { files: readonly string[] }) => ({
    message: `Several files connect to a database: ${d.files.join(', ')}.`,
    hint: 'Name one with `--data-source <file>`.',
  }),
};
