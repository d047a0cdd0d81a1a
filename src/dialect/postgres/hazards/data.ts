import { sentence } from '../../../kernel/text.js';
import type { Hazard } from '../../hazard.js';
import { type Misfit, misfits } from '../type-fit.js';

/** The words of hazards that operations and SQL have in common. */

export const rowsLost = (what: string): Hazard => ({
  code: 'data/lost',
  message: `Every row of ${what} is lost.`,
  hint: 'Make a copy first, or rename the table and drop it in a later revision.',
});

export const valuesLost = (what: string): Hazard => ({
  code: 'data/lost',
  message: `Every value of ${what} is lost.`,
  hint: 'Copy the values first, or drop the column in a later revision, when nothing reads it any more.',
});

export const mayNotFit = (what: string, reason: string, query: string | null): Hazard => ({
  code: 'data/may-not-fit',
  message: `PostgreSQL refuses ${what} while ${reason}.`,
  hint: query === null ? 'Look for such rows first.' : `This finds such rows: ${query}`,
});

export const needsFill = (what: string): Hazard => ({
  code: 'data/needs-fill',
  message: sentence(`${what} becomes NOT NULL, and PostgreSQL refuses while a row has no value`),
  hint: 'Give such rows a value first.',
});

export const requiredFromTheStart = (what: string): Hazard => ({
  code: 'data/needs-fill',
  message: sentence(`${what} is NOT NULL from the start without a default, and PostgreSQL refuses while the table has rows`),
  hint: 'Give it a default, or add it nullable, fill it, and make it NOT NULL then.',
});

export const notFoundAs = (what: string, from: string): Hazard => ({
  code: 'app/rename',
  message: sentence(`${what} ${from} from now on, so whatever still asks for it by its old name fails`),
  hint: 'Stop the old code first; or, where it has to run beside the new, add what is new, write to both, copy the rows, and drop the old in a later revision.',
});

export const foundInstead = (what: string, from: string): Hazard => ({
  code: 'app/rename',
  message: sentence(`${what} ${from} from now on and something else by its old name, so whatever still asks for that finds the other`),
  hint: 'Stop the old code first; or make sure that what it finds there is what it means.',
});

const typeHazards: { readonly [M in Misfit]: (change: string) => Hazard } = {
  'data/lost': (change) => ({
    code: 'data/lost',
    message: sentence(`${change}: a value that the new type cannot hold as it is gets changed, without an error`),
    hint: 'Look at the values first; `using` says how they are converted.',
  }),
  'data/may-not-fit': (change) => ({
    code: 'data/may-not-fit',
    message: sentence(`${change}: PostgreSQL refuses while a row holds a value that does not fit the new type`),
    hint: 'Look at the values first; `using` says how they are converted.',
  }),
};

/** What can happen to values that become those of another type, both as `format_type` prints them. */
export const changedType = (what: string, { from, to }: { readonly from: string; readonly to: string }): readonly Hazard[] =>
  misfits(from, to).map((code) => typeHazards[code](`${what} changes from ${from} to ${to}`));

/** What rows can be in the way of each kind of constraint. */
export const obstacles = {
  primaryKey: 'two rows have the same key or one has none',
  unique: 'two rows have the same values',
  check: 'a row does not meet its condition',
  exclusion: 'two rows exclude each other',
  foreignKey: 'a row points at nothing',
} as const;
