import { indent, sentence } from '../text.js';

/** The area `verify` of the catalogue: revisions that are tried out. */
export const verifyErrors = {
  'verify/does-not-run': (d: { revision: string; direction: 'up' | 'down'; source: string | null; sql: string | null; reason: string }) => ({
    message: [
      `${d.direction}() of revision ${d.revision} does not run on the scratch database: ${sentence(d.reason)}`,
      ...(d.source === null ? [] : [`Called at ${d.source}`]),
      ...(d.sql === null ? [] : [`The statement:\n${indent(d.sql)}`]),
    ].join('\n'),
    hint: 'Nothing was done to the connected database. The scratch database holds what the revisions before it made, and no other rows.',
  }),
  'verify/differs': (d: { file: string; step: 'up' | 'down'; differences: readonly string[] }) => ({
    message: `${d.file} was tried out and did not prove itself: ${d.step === 'up' ? 'after its up() the database still differs from the entities' : 'after its down() the database is not what it was'}:\n${indent(d.differences.join('\n'))}`,
    hint: 'The file was not kept. `--keep-unverified` keeps it to be completed by hand; if this is a fault of Limbeck, please report it.',
  }),
  'verify/failed': (d: { file: string; step: 'up' | 'down'; reason: string }) => ({
    message: `${d.file} was tried out, and its ${d.step}() failed: ${sentence(d.reason)}`,
    hint: 'The file was not kept. Correct the data or the entity; or keep the file with `--keep-unverified` and complete it by hand.',
  }),
};
