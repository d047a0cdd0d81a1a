import type { Revision } from '../revision/revision.js';
import type { Direction } from './events.js';
import { type PartlyRehearsed, type Rehearsal, rehearseAsFarAsPossible } from './rehearse.js';

/** The rehearsals of revisions, each done once, whoever asks and how often: what a revision does outside of the database happens once, too. */
export class Rehearsals {
  readonly #begun = new Map<string, Promise<PartlyRehearsed>>();

  constructor(private readonly surroundings: Pick<Rehearsal, 'dataSource' | 'dialect' | 'arguments'>) {}

  /** What one direction of a revision does, up to where only a database can answer. */
  of(revision: Revision, direction: Direction): Promise<PartlyRehearsed> {
    const key = `${direction} ${revision.id}`;
    const rehearsal = this.#begun.get(key) ?? this.#begin(revision, direction);
    this.#begun.set(key, rehearsal);
    return rehearsal;
  }

  async #begin(revision: Revision, direction: Direction): Promise<PartlyRehearsed> {
    return rehearseAsFarAsPossible({ ...this.surroundings, revision, migration: await revision.instantiate(), direction });
  }
}
