import { nameKey } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import { blockedBy, type AssessmentContext, type HazardCode, type KnownColumn, type TableFigures } from '../../hazard.js';
import type { Command, Fact, LockClaim } from '../sql/command.js';
import { columnKey, type Leaving, placesLeftBy, type Takers, takersAfter } from './places.js';
import { type Proof, Proofs } from './proofs.js';

/** A command of a step, and how it came there. */
export interface Reading {
  readonly command: Command;
  /** Whether Limbeck wrote it for an operation, which says itself what becomes of data and names. */
  readonly isOwn: boolean;
}

/** What was known before the first command of a revision. */
export interface KnownBefore {
  /** Which columns have a value in every row. */
  readonly proofs: readonly Proof[];
  /** By `columnKey`: what columns are. */
  readonly columns: ReadonlyMap<string, KnownColumn>;
}

/** What the commands of a revision have done so far, and what all of them make. */
export class Ledger {
  /** What the revision has put somewhere, when all is done that belongs together with the next command. */
  #takers: Takers = new Map();
  /** Whether the next command runs in one transaction with others. */
  #isTogether = false;
  readonly #proofs: Proofs;
  readonly #new = new Set<string>();
  readonly #open = new Set<string>();
  readonly #values = new Map<string, string>();
  /** What columns were before the revision. */
  readonly #columns: ReadonlyMap<string, KnownColumn>;
  /** The tables of which the revision has changed columns; `null`: any may be. */
  #changed: Set<string> | null = new Set();
  #held: readonly LockClaim[] = [];
  readonly #timeoutsMs: Record<'lock' | 'statement', number>;
  readonly #told = new Set<HazardCode>();
  readonly #toldTogether = new Set<HazardCode>();
  /** The command that begins a transaction which none after it ends. */
  readonly unended: Command | null;

  constructor(
    readonly context: AssessmentContext,
    readings: readonly Reading[],
    { proofs, columns }: KnownBefore,
  ) {
    this.#columns = columns;
    this.#proofs = new Proofs(proofs);
    this.#timeoutsMs = { lock: context.lockTimeoutMs, statement: context.statementTimeoutMs };
    this.unended = beginsForGood(readings.map(({ command }) => command));
  }

  /** Whether the table came with this revision, so that it has no rows and nobody waits for it. */
  isNew(table: QualifiedName): boolean {
    return this.#new.has(nameKey(table));
  }

  /** The tables of a claim that somebody may wait for. */
  waitedFor(tables: readonly QualifiedName[]): readonly QualifiedName[] {
    return tables.filter((table) => !this.isNew(table));
  }

  /** What others find in the place of what goes, or is renamed, whenever they look; `null`: nothing. */
  takerOf(fact: Leaving): Fact | null {
    const [found = null] = placesLeftBy(fact).flatMap((place) => this.#takers.get(place) ?? []);
    return found;
  }

  /** Whether it is known that the column has a value in every row. */
  isProven(table: QualifiedName, column: string): boolean {
    return this.#proofs.isProven(table, column);
  }

  /** Whether the constraint was added in the transaction that is open, without a look at the rows. */
  isLeftOpen(table: QualifiedName, name: string): boolean {
    return this.#open.has(columnKey(table, name));
  }

  /** The values of enum types that the transaction that is open has added, and of which type each is. */
  get addedValues(): ReadonlyMap<string, string> {
    return this.#values;
  }

  /** The locks that others wait for, and that last until the transaction ends. */
  get held(): readonly LockClaim[] {
    return this.#held;
  }

  /** How long the next command waits for a lock, or takes at most, in milliseconds; `0`: for ever. */
  timeoutMs(of: 'lock' | 'statement'): number {
    return this.#timeoutsMs[of];
  }

  /** What a column is when the next command runs; `null`: not known. */
  columnNow(table: QualifiedName, column: string): KnownColumn | null {
    const isAsBefore = this.#changed !== null && !this.#changed.has(nameKey(table));
    return isAsBefore ? (this.#columns.get(columnKey(table, column)) ?? null) : null;
  }

  figuresOf(table: QualifiedName): TableFigures | undefined {
    return this.context.figures?.get(nameKey(table));
  }

  /** Whether this is the first time that the revision is asked; what is true of all of it is said once. */
  tellOnce(code: HazardCode): boolean {
    return isFirst(this.#told, code);
  }

  /** As {@link Ledger.tellOnce}, of what runs in one transaction. */
  tellOnceTogether(code: HazardCode): boolean {
    return isFirst(this.#toldTogether, code);
  }

  /** Whether the next command runs in one transaction with others, so that nobody sees a moment between them. */
  get isTogether(): boolean {
    return this.#isTogether;
  }

  /** Begins what runs in one transaction. */
  begin(commands: readonly Command[]): void {
    this.#takers = takersAfter(commands, this.#takers);
    this.#isTogether = this.context.isTransaction || commands.length > 1;
    this.#toldTogether.clear();
  }

  /** Ends it. */
  end(): void {
    this.#held = [];
    this.#open.clear();
    this.#values.clear();
    this.#isTogether = this.context.isTransaction;
  }

  /** Takes down what `command` did. */
  note({ facts, claims }: Command): void {
    const strong = claims.map((claim) => ({ ...claim, tables: this.waitedFor(claim.tables) })).filter((claim) => claim.tables.length > 0 && blockedBy(claim.mode) !== 'schema changes');
    this.#held = [...this.#held, ...strong];
    facts.forEach((fact) => this.#noteFact(fact));
    facts.forEach((fact) => this.#proofs.note(fact));
    facts.forEach((fact) => this.#noteChange(fact));
    if (facts.some((fact) => fact.does === 'control transaction' && fact.control === 'commit')) this.end();
  }

  #noteFact(fact: Fact): void {
    switch (fact.does) {
      case 'create table':
        this.#new.add(nameKey(fact.table));
        return;
      case 'rename':
        if (fact.kind === 'TABLE' && fact.table !== null && this.isNew(fact.table)) this.#new.add(nameKey({ ...fact.table, name: fact.to }));
        return;
      case 'add constraint':
        if (fact.isLeftOpen && fact.name !== null) this.#open.add(columnKey(fact.table, fact.name));
        return;
      case 'add value':
        this.#values.set(fact.value, fact.type.name);
        return;
      case 'set timeout':
        this.#timeoutsMs[fact.of] = fact.milliseconds;
        return;
      default:
    }
  }

  #noteChange(fact: Fact): void {
    if (fact.does === 'run code') this.#changed = null;
    const changesColumns = fact.does === 'add column' || fact.does === 'change type' || fact.does === 'create table' || fact.does === 'drop' || fact.does === 'move' || fact.does === 'rename';
    if (!changesColumns || fact.table === null) return;
    this.#changed?.add(nameKey(fact.table));
    if (fact.does === 'rename') this.#changed?.add(nameKey({ ...fact.table, name: fact.to }));
    if (fact.does === 'move') this.#changed?.add(nameKey({ ...fact.table, schema: fact.to }));
  }
}

/** The last command that begins a transaction, if none after it ends one. */
function beginsForGood(commands: readonly Command[]): Command | null {
  const controls = commands.flatMap((command) => command.facts.flatMap((fact) => (fact.does === 'control transaction' && fact.control !== 'savepoint' ? [{ command, control: fact.control }] : [])));
  const last = controls.at(-1);
  return last?.control === 'begin' ? last.command : null;
}

/** Whether a code is told for the first time; from now on it is not. */
function isFirst(told: Set<HazardCode>, code: HazardCode): boolean {
  const isNew = !told.has(code);
  told.add(code);
  return isNew;
}
