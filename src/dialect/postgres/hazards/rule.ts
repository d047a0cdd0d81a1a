import type { Hazard } from '../../hazard.js';
import type { Fact } from '../sql/command.js';
import type { Ledger, Reading } from './ledger.js';

/** What kind of thing a command does. */
export type Deed = Fact['does'];

/** Looks at one command for one danger, with what the commands before it did. */
export type Rule = (reading: Reading, ledger: Ledger) => readonly Hazard[];

/** A rule that looks at each thing of this kind that a command does. */
export const forEach =
  <D extends Deed>(deed: D, find: (fact: Extract<Fact, { readonly does: D }>, ledger: Ledger) => readonly Hazard[]): Rule =>
  ({ command }, ledger) =>
    command.facts.flatMap((fact) => (fact.does === deed ? find(fact as Extract<Fact, { readonly does: D }>, ledger) : []));

/** A rule that is not for what Limbeck wrote for an operation: the operation itself is looked at, or there is nothing to ask. */
export const forSql =
  (rule: Rule): Rule =>
  (reading, ledger) =>
    reading.isOwn ? [] : rule(reading, ledger);
