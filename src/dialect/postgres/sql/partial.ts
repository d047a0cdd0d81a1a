import type { Command } from './command.js';
import type { NodeOf } from './tree.js';

/** What the reader of a kind of statement finds; what is the same for all kinds is added to it. */
export interface PartialCommand extends Partial<Omit<Command, 'unqualified' | 'given' | 'strings'>> {
  /** The tables as they stand in the text. */
  readonly ranges?: readonly (NodeOf<'RangeVar'> | undefined)[];
  /** Other names without a namespace. */
  readonly shortNames?: readonly string[];
}
