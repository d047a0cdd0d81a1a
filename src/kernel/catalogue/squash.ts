import { indent, list } from '../text.js';

/** The area `squash` of the catalogue: several revisions made one. */
export const squashErrors = {
  'squash/differs': (d: { revision: string; step: 'up' | 'down'; differences: readonly string[] }) => ({
    message: `The squashed revision ${d.revision} is not the same as those it is made of; after its ${d.step}() the catalog differs:\n${indent(d.differences.join('\n'))}`,
    hint: 'Nothing was changed. Leave the revisions out of the range whose own SQL causes this, or squash by hand.',
  }),
  'squash/not-closed': (d: { range: string; child: string; parent: string }) => ({
    message: `"${d.range}" cannot be squashed: ${d.child} stands on ${d.parent}, and only one of them is in the range.`,
    hint: 'Choose a range that stands on others by its first revision only, and that others stand on by its last only.',
  }),
  'squash/not-transactional': (d: { revisions: readonly string[] }) => ({
    message: `${list(d.revisions)} must run outside a transaction, so it cannot be part of a revision that runs in one.`,
    hint: 'Choose a range without it.',
  }),
  'squash/shared-file': (d: { file: string; others: readonly string[] }) => ({
    message: `${d.file} holds ${list(d.others)} too, which the range leaves out, so the file cannot go.`,
    hint: 'Move these classes to files of their own first.',
  }),
  'squash/too-few': (d: { range: string }) => ({
    message: `"${d.range}" is no range of two or more revisions, of which each stands on the one before.`,
    hint: 'Name the first and the last revision, as in `limbeck squash 3f9d:c04b`, or `base:head` for all.',
  }),
};
