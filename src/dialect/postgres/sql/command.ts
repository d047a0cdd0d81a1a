import type { ObjectKind, QualifiedName } from '../../../model/schema.js';
import type { TransactionControl } from '../../transaction-control.js';
import type { TableLock, Work } from '../../hazard.js';

/** Why a command works through a table; each reason has its own safe way. */
export type WorkReason =
  | 'attach'
  | 'check'
  | 'cluster'
  | 'collation'
  | 'default'
  | 'domain'
  | 'exclusion'
  | 'foreignKey'
  | 'generated'
  | 'index'
  | 'notNull'
  | 'primaryKey'
  | 'refresh'
  | 'reindex'
  | 'sequence'
  | 'storage'
  | 'type'
  | 'unique'
  | 'unknownType'
  | 'vacuum';

/** A lock that a command takes, and what it does with every row while it holds it. */
export interface LockClaim extends TableLock {
  /** `null`: it is done at once, however many rows there are. With it, the first table is the one whose rows it is about. */
  readonly work: { readonly kind: Work; readonly reason: WorkReason; readonly column: string | null } | null;
}

/** A column that is new. */
export interface NewColumn {
  readonly name: string;
  /** As `format_type` spells it, without limits. */
  readonly baseType: string;
  readonly limit: number | null;
  readonly isArray: boolean;
  readonly isRequired: boolean;
  readonly hasValue: boolean;
  readonly isSerial: boolean;
  /** Whether its values are counted, or it is the primary key by itself. */
  readonly isKey: boolean;
}

export type ConstraintKind = 'check' | 'exclusion' | 'foreignKey' | 'notNull' | 'primaryKey' | 'unique';

/** What a command does, as far as a rule asks. */
export type Fact =
  | { readonly does: 'create table'; readonly table: QualifiedName; readonly columns: readonly NewColumn[] }
  | { readonly does: 'create'; readonly what: string; readonly isGuarded: boolean }
  | { readonly does: 'add column'; readonly table: QualifiedName; readonly column: NewColumn }
  | { readonly does: 'change type'; readonly table: QualifiedName; readonly column: string; readonly to: string; readonly isConverted: boolean }
  | { readonly does: 'set not null' | 'drop not null' | 'change default'; readonly table: QualifiedName; readonly column: string }
  | {
      readonly does: 'add constraint';
      readonly table: QualifiedName;
      readonly name: string | null;
      readonly kind: ConstraintKind;
      readonly columns: readonly string[];
      /** Whether the rows that are there are left for a `VALIDATE`. */
      readonly isLeftOpen: boolean;
      /** The index that is there and becomes the constraint; `null`: it gets one of its own. */
      readonly usingIndex: string | null;
      /** The column of a check that is just `column IS NOT NULL`. */
      readonly provesColumn: string | null;
    }
  | { readonly does: 'validate'; readonly table: QualifiedName; readonly name: string }
  | {
      readonly does: 'create index';
      readonly table: QualifiedName;
      readonly name: string | null;
      readonly columns: readonly string[];
      readonly isUnique: boolean;
      readonly isConcurrent: boolean;
      readonly isGuarded: boolean;
    }
  | {
      readonly does: 'drop';
      /** As PostgreSQL's grammar calls it: `TABLE`, `COLUMN`, `INDEX`, `TABCONSTRAINT`, `FUNCTION` … */
      readonly kind: string;
      readonly what: string;
      readonly name: string;
      /** The table that it is, or is of; `null` where the text does not say. */
      readonly table: QualifiedName | null;
      readonly isCascading: boolean;
      readonly isGuarded: boolean;
    }
  /** What could be done `CONCURRENTLY` and is not. */
  | { readonly does: 'block'; readonly what: string; readonly table: QualifiedName | null; readonly hint: string }
  | {
      readonly does: 'rename';
      /** As PostgreSQL's grammar calls it: `TABLE`, `COLUMN`, `INDEX` … */
      readonly kind: string;
      readonly what: string;
      readonly from: string;
      readonly to: string;
      /** The table that it is, or is of; `null` where the text does not say. */
      readonly table: QualifiedName | null;
    }
  | { readonly does: 'move'; readonly what: string; readonly to: string; readonly table: QualifiedName | null }
  | { readonly does: 'rename value'; readonly what: string; readonly from: string; readonly to: string }
  | { readonly does: 'add value'; readonly type: QualifiedName; readonly value: string; readonly isPlaced: boolean; readonly isGuarded: boolean }
  | { readonly does: 'change rows'; readonly verb: 'update' | 'delete'; readonly table: QualifiedName; readonly isWhole: boolean; readonly assigned: readonly string[] }
  | { readonly does: 'truncate'; readonly tables: readonly QualifiedName[]; readonly isCascading: boolean }
  | { readonly does: 'change access' | 'change replication' | 'change routine' | 'change extension'; readonly what: string; readonly table: QualifiedName | null }
  | { readonly does: 'control transaction'; readonly control: TransactionControl }
  | { readonly does: 'set timeout'; readonly of: 'lock' | 'statement'; readonly milliseconds: number }
  | { readonly does: 'create domain'; readonly what: string; readonly isConditional: boolean }
  | { readonly does: 'run code'; readonly what: string };

/** What an object is called from then on. */
export interface GivenName {
  readonly kind: ObjectKind;
  readonly name: string;
}

/** One command of a text: what it does, and what it locks for that. */
export interface Command {
  readonly facts: readonly Fact[];
  readonly claims: readonly LockClaim[];
  /** What it is called where it cannot run in a transaction; else `null`. */
  readonly outside: string | null;
  /** The objects that it names without a namespace, as written. */
  readonly unqualified: readonly string[];
  /** The names that it gives. */
  readonly given: readonly GivenName[];
  /** The string constants in it. */
  readonly strings: readonly string[];
}
