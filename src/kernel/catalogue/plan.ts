import { indent } from '../text.js';

/** The area `plan` of the catalogue: the order of operations. */
export const planErrors = {
  'plan/cycle': (d: { members: readonly string[] }) => ({
    message: `These operations wait for each other, so there is no order for them:\n${indent(d.members.join('\n'))}`,
    hint: 'Make the change in two revisions: first a part of it, then the rest.',
  }),
};
