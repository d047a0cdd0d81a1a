import { type Acceptance, type AcceptedDifference, acceptDifferences, matchAcceptances } from '../diff/accept.js';
import { diff } from '../diff/diff.js';
import { type Difference, differencesOf } from '../diff/differences.js';
import type { DiffOptions } from '../diff/options.js';
import { keepUnmanaged, type Vocabulary } from '../diff/unmanaged.js';
import type { Canonical, Schema, Unmanaged } from '../model/schema.js';
import type { Change, Operation } from '../operation/operation.js';

/** What decides about the differences between two schemas. */
export interface SettlementRules {
  readonly options: DiffOptions;
  readonly words: Vocabulary;
  readonly accept: readonly Acceptance[];
}

/** Something that no entity can ask for, and whether it stays. */
export interface UnmanagedObject extends Unmanaged {
  /** `false`: it goes with a column or a table that it stands on. */
  readonly stays: boolean;
}

/** Two schemas without what is no difference, and what leads from one to the other. */
export interface Settlement extends Change<Canonical<Schema>> {
  /** In no order yet. */
  readonly operations: readonly Operation[];
  readonly differences: readonly Difference[];
  readonly accepted: readonly AcceptedDifference[];
  /** What is accepted but is no difference. */
  readonly unused: readonly Acceptance[];
  readonly unmanaged: readonly UnmanagedObject[];
}

/** Compares two schemas, less what no entity can ask for, and less what is accepted. */
export function settle(schemas: Change<Canonical<Schema>>, { options, words, accept }: SettlementRules): Settlement {
  const { from, to: wanted } = keepUnmanaged(schemas, words);
  const found = diff(from, wanted, options);
  const { accepted, unused } = matchAcceptances(accept, differencesOf(found));
  const to = accepted.length === 0 ? wanted : acceptDifferences(accepted, { from, to: wanted });
  const operations = accepted.length === 0 ? found : diff(from, to, options);
  const staying = new Set(to.unmanaged);
  return { from, to, operations, differences: differencesOf(operations), accepted, unused, unmanaged: from.unmanaged.map((each) => ({ ...each, stays: staying.has(each) })) };
}
