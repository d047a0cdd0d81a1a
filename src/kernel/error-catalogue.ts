import { canonicaliseErrors } from './catalogue/canonicalise.js';
import { commandErrors } from './catalogue/command.js';
import { configErrors } from './catalogue/config.js';
import { diffErrors } from './catalogue/diff.js';
import { entitiesErrors } from './catalogue/entities.js';
import { introspectErrors } from './catalogue/introspect.js';
import { lockErrors } from './catalogue/lock.js';
import { offlineErrors } from './catalogue/offline.js';
import { operationErrors } from './catalogue/operation.js';
import { planErrors } from './catalogue/plan.js';
import { renameErrors } from './catalogue/rename.js';
import { revisionErrors } from './catalogue/revision.js';
import { runErrors } from './catalogue/run.js';
import { scratchErrors } from './catalogue/scratch.js';
import { setupErrors } from './catalogue/setup.js';
import { squashErrors } from './catalogue/squash.js';
import { testingErrors } from './catalogue/testing.js';
import { verifyErrors } from './catalogue/verify.js';

interface Wording {
  readonly message: string;
  readonly hint: string;
}

/**
 * Every error that Limbeck can raise: what is wrong, with the names in it, and what to do.
 *
 * A file for each area, and its codes in alphabetical order. `docs/errors.md` has a section for each code.
 */
export const catalogue = {
  ...canonicaliseErrors,
  ...commandErrors,
  ...configErrors,
  ...diffErrors,
  ...entitiesErrors,
  ...introspectErrors,
  ...lockErrors,
  ...offlineErrors,
  ...operationErrors,
  ...planErrors,
  ...renameErrors,
  ...revisionErrors,
  ...runErrors,
  ...scratchErrors,
  ...setupErrors,
  ...squashErrors,
  ...testingErrors,
  ...verifyErrors,
} as const satisfies Record<`${string}/${string}`, (details: never) => Wording>;

/** The codes, sorted, for the manual and its test. */
export const errorCodes: readonly string[] = Object.keys(catalogue).sort();
