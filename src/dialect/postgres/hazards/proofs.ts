import { sameName } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import type { Fact } from '../sql/command.js';

/** What says that a column has a value in every row. */
export interface Proof {
  readonly table: QualifiedName;
  readonly column: string;
  /** The check that says so; `null`: the column is `NOT NULL`. */
  readonly check: string | null;
  /** Whether every row was held against it, those included that were there before. */
  readonly isWhole: boolean;
}

/** Of which columns it is known that every row has a value. */
export class Proofs {
  #known: readonly Proof[];

  /** @param known What holds from the beginning. */
  constructor(known: readonly Proof[]) {
    this.#known = known;
  }

  /** All that holds now. */
  get known(): readonly Proof[] {
    return this.#known;
  }

  isProven(table: QualifiedName, column: string): boolean {
    return this.#known.some((proof) => proof.isWhole && proof.column === column && sameName(proof.table, table));
  }

  /** Takes down what a command did. */
  note(fact: Fact): void {
    switch (fact.does) {
      case 'add constraint':
        if (fact.provesColumn !== null) this.#add({ table: fact.table, column: fact.provesColumn, check: fact.name, isWhole: !fact.isLeftOpen });
        return;
      case 'validate':
        this.#change(({ check }) => check === fact.name, fact, (proof) => [{ ...proof, isWhole: true }]);
        return;
      case 'set not null':
        this.#add({ table: fact.table, column: fact.column, check: null, isWhole: true });
        return;
      case 'drop not null':
        this.#change(({ check, column }) => check === null && column === fact.column, fact, () => []);
        return;
      case 'drop':
        this.#change((proof) => isLostWith(proof, fact), fact, () => []);
        return;
      case 'rename':
        if (fact.kind === 'COLUMN') this.#change(({ column }) => column === fact.from, fact, (proof) => [{ ...proof, column: fact.to }]);
        if (fact.kind === 'TABLE') this.#change(() => true, fact, (proof) => [{ ...proof, table: { ...proof.table, name: fact.to } }]);
        return;
      default:
    }
  }

  #add(proof: Proof): void {
    this.#known = [...this.#known, proof];
  }

  /** Puts others in the place of those of a table that meet a condition. */
  #change(isMeant: (proof: Proof) => boolean, { table }: { readonly table: QualifiedName | null }, change: (proof: Proof) => readonly Proof[]): void {
    if (table !== null) this.#known = this.#known.flatMap((proof) => (sameName(proof.table, table) && isMeant(proof) ? change(proof) : [proof]));
  }
}

function isLostWith({ check, column }: Proof, { kind, name }: Extract<Fact, { readonly does: 'drop' }>): boolean {
  switch (kind) {
    case 'TABLE':
      return true;
    case 'COLUMN':
      return column === name;
    case 'TABCONSTRAINT':
      return check === name;
    default:
      return false;
  }
}
