import type { Table } from '../../../model/schema.js';
import type { Spelling } from './expressions.js';

/** A table of the entities, the one of that name in the database, and the texts that still want an answer. */
export interface Question {
  readonly table: Table;
  readonly current: Table | null;
  readonly open: readonly Spelling[];
}
