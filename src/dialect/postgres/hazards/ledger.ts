import { nameKey } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import { blockedBy, type AssessmentContext, type HazardCode, type KnownColumn, type TableFigures } from '../../hazard.js';
import type { Command, Fact, LockClaim } from '../sql/command.js';

/** A command of a step, and how it came there. */
export interface Reading {
  readonly command: Command;
  /** Whether Limbeck wrote it for an operation, which says itself what becomes of data and names. */
  readonly isOwn: boolean;
}

/** What the commands of a revision have done so far, and what all of them make. */
export class Ledger {
  readonly #made: ReadonlySet<string>;
  readonly #proven: Set<string>;
  readonly #new = new Set<string>();
  /** By constraint: the column of which it says that it has a value. */
  readonly #open = new Map<string, string | null>();
  readonly #values = new Map<string, string>();
  /** What columns were before the revision. */
  readonly #columns: ReadonlyMap<string, KnownColumn>;
  /** The tables of which the revision has changed columns; `null`: any may be. */
  #changed: Set<string> | null = new Set();
  #held: readonly LockClaim[] = [];
  readonly #madeSoFar = new Set<string>();
  readonly #timeoutsMs: Record<'lock' | 'statement', number>;
  readonly #told = new Set<HazardCode>();
  /** The command that begins a transaction which none after it ends. */
  readonly unended: Command | null;

  constructor(
    readonly context: AssessmentContext,
    readings: readonly Reading[],
    { provenColumns, columns }: { readonly provenColumns: readonly string[]; readonly columns: ReadonlyMap<string, KnownColumn> },
  ) {
    this.#columns = columns;
    this.#made = new Set(readings.flatMap(({ command }) => command.facts.flatMap(madeBy)));
    this.#proven = new Set(provenColumns);
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

  /** Whether an object of this kind and place is there whenever others look: in a transaction they see no moment between two commands. */
  standsIn(key: string): boolean {
    return (this.context.isTransaction ? this.#made : this.#madeSoFar).has(key);
  }

  /** Whether a check of this revision says that the column has a value in every row. */
  isProven(table: QualifiedName, column: string): boolean {
    return this.#proven.has(columnKey(table, column));
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
    const isFirst = !this.#told.has(code);
    this.#told.add(code);
    return isFirst;
  }

  /** Takes down what `command` did. */
  note({ facts, claims }: Command): void {
    const strong = claims.map((claim) => ({ ...claim, tables: this.waitedFor(claim.tables) })).filter((claim) => claim.tables.length > 0 && blockedBy(claim.mode) !== 'schema changes');
    this.#held = [...this.#held, ...strong];
    facts.forEach((fact) => this.#noteFact(fact));
    facts.forEach((fact) => this.#noteChange(fact));
    facts.flatMap(madeBy).forEach((key) => this.#madeSoFar.add(key));
    if (!this.context.isTransaction || facts.some((fact) => fact.does === 'control transaction' && fact.control === 'commit')) this.#end();
  }

  #noteFact(fact: Fact): void {
    switch (fact.does) {
      case 'create table':
        this.#new.add(nameKey(fact.table));
        return;
      case 'rename':
        if (fact.isTable && fact.table !== null && this.isNew(fact.table)) this.#new.add(nameKey({ ...fact.table, name: fact.to }));
        return;
      case 'add constraint':
        if (fact.isLeftOpen && fact.name !== null) this.#open.set(columnKey(fact.table, fact.name), fact.provesColumn);
        if (!fact.isLeftOpen) this.#prove(fact.table, fact.provesColumn);
        return;
      case 'validate':
        this.#prove(fact.table, this.#open.get(columnKey(fact.table, fact.name)) ?? null);
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

  #prove(table: QualifiedName, column: string | null): void {
    if (column !== null) this.#proven.add(columnKey(table, column));
  }

  #end(): void {
    this.#held = [];
    this.#open.clear();
    this.#values.clear();
  }
}

/** The last command that begins a transaction, if none after it ends one. */
function beginsForGood(commands: readonly Command[]): Command | null {
  const controls = commands.flatMap((command) => command.facts.flatMap((fact) => (fact.does === 'control transaction' && fact.control !== 'savepoint' ? [{ command, control: fact.control }] : [])));
  const last = controls.at(-1);
  return last?.control === 'begin' ? last.command : null;
}

/** A key for a column, or a constraint, of a table. */
export const columnKey = (table: QualifiedName, name: string): string => `${nameKey(table)}\0${name}`;

/** What would stand in for something of the same kind that goes. */
function madeBy(fact: Fact): readonly string[] {
  switch (fact.does) {
    case 'create table':
      return [`TABLE ${nameKey(fact.table)}`];
    case 'add column':
      return [`COLUMN ${columnKey(fact.table, fact.column.name)}`];
    case 'add constraint':
      return [`TABCONSTRAINT ${nameKey(fact.table)}`];
    case 'create index':
      return [`INDEX ${fact.name ?? ''}`];
    case 'create':
      return [fact.what];
    default:
      return [];
  }
}

/** Under what an object that goes would have been made again. */
export function madeAgainAs({ kind, name, table, what }: Extract<Fact, { readonly does: 'drop' }>): string {
  if (kind === 'INDEX') return `INDEX ${name}`;
  if (kind === 'COLUMN' && table !== null) return `COLUMN ${columnKey(table, name)}`;
  if (kind === 'TABCONSTRAINT' && table !== null) return `TABCONSTRAINT ${nameKey(table)}`;
  return kind === 'TABLE' && table !== null ? `TABLE ${nameKey(table)}` : what;
}
