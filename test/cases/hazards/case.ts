import type { AssessmentContext, HazardCode } from '../../../src/dialect/hazard.js';
import type { Operation } from '../../../src/operation/operation.js';

/** The steps of one revision, and how it runs where that matters. */
export interface HazardCase {
  readonly steps: readonly Operation[];
  readonly context?: Partial<AssessmentContext>;
}

/** For a rule: what it must speak of, first the example of the manual, and what looks like it and must be left alone. */
export interface RuleCases {
  readonly fires: readonly [HazardCase, ...HazardCase[]];
  readonly quiet: readonly [HazardCase, ...HazardCase[]];
}

/** The cases of all rules of an area. */
export type AreaCases<Area extends string> = { readonly [C in Extract<HazardCode, `${Area}/${string}`>]: RuleCases };

/** A revision of these texts, each by `op.execute`. */
export const sql = (...texts: readonly string[]): HazardCase => ({ steps: texts.map(execute) });

/** The same outside a transaction. */
export const outside = (...texts: readonly string[]): HazardCase => ({ ...sql(...texts), context: { isTransaction: false } });

/** A revision of these operations. */
export const steps = (...operations: readonly Operation[]): HazardCase => ({ steps: operations });

/** A column of `product` that must not be empty from now on, after revisions of the same deploy that say so of it by an unvalidated check `c`, and run `text` then. */
export const proven = (text: string): HazardCase => ({
  ...sql('ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
  context: { readBefore: () => Promise.resolve([unchecked, text].map(execute)) },
});

export const unchecked = 'ALTER TABLE product ADD CONSTRAINT c CHECK (sku IS NOT NULL) NOT VALID';

export const execute = (up: string): Operation => ({ verb: 'execute', up, down: null });

export const product = { schema: 'public', name: 'product' };
