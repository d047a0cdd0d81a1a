import type { QualifiedName, UnmanagedKind, ViewSource } from '../../../model/schema.js';

/** The rows of the queries in `queries.ts`, under the same names. */
export interface CatalogRows extends OutlineRows, RestRows, RareRows, BeyondWordsRows, ReferencedRows {
  /** Of the sequences that are not the column's own. */
  readonly borrowed: readonly SequenceRow[];
}

/** Where nothing was read. */
export const noRows: CatalogRows = {
  tables: [],
  columns: [],
  sequences: [],
  constraints: [],
  server: [],
  namespaces: [],
  enums: [],
  indexes: [],
  extensions: [],
  views: [],
  viewIndexes: [],
  unmanaged: [],
  constraintsBeyondWords: [],
  indexesBeyondWords: [],
  borrowed: [],
  referenced: [],
};

/** What takes its reader longest, and what tells which of the other queries are needed. */
export interface OutlineRows {
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnsRow[];
  readonly sequences: readonly SequenceRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly server: readonly ServerRow[];
}

export interface RestRows {
  readonly namespaces: readonly NamespaceRow[];
  readonly enums: readonly EnumRow[];
  readonly indexes: readonly IndexRow[];
  readonly extensions: readonly NamespaceRow[];
}

export interface ReferencedRows {
  /** Of the tables that were not read, those that foreign keys refer to. */
  readonly referenced: readonly ReferencedRow[];
}

export interface RareRows {
  readonly views: readonly ViewRow[];
  /** Those of materialized views. */
  readonly viewIndexes: readonly IndexRow[];
  readonly unmanaged: readonly UnmanagedRow[];
}

/** Members that have more to them than an entity may have words for. */
export interface BeyondWordsRows {
  readonly constraintsBeyondWords: readonly ConstraintBeyondWordsRow[];
  readonly indexesBeyondWords: readonly IndexBeyondWordsRow[];
}

export interface ServerRow {
  /** The major version. */
  readonly version: number;
  /** Whether it has views, rules, triggers, policies or statistics that somebody made. */
  readonly has_rare: boolean;
  /** Whether it may have any of {@link BeyondWordsRows}. */
  readonly may_have_beyond_words: boolean;
}

export interface ViewRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly definition: string;
  readonly columns: readonly { readonly number: number; readonly name: string; readonly type: string }[] | null;
  /** `null`: it reads no relation. */
  readonly reads: readonly ViewSource[] | null;
  /** `null`: it knows no enum type. */
  readonly types: readonly QualifiedName[] | null;
  readonly options: string | null;
  readonly attachments: readonly string[];
}

/** What more there is to a member than an entity may have words for. */
export interface BeyondWords {
  readonly definition: string;
  readonly columns: readonly string[];
  readonly remade: boolean;
}

export interface UnmanagedRow extends BeyondWords {
  readonly kind: UnmanagedKind;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly drop_sql: string | null;
  readonly create_sql: string | null;
}

export interface NamespaceRow {
  readonly name: string;
}

export interface EnumRow {
  readonly schema: string;
  readonly name: string;
  readonly spelling: string;
  /** `null`: a type without values. */
  readonly values: readonly string[] | null;
}

export interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly inherits: boolean;
  readonly comment: string | null;
  readonly readable: boolean;
  readonly role: string;
}

/**
 * The columns of a table: lists of the same length, in the order of the table, and what few of them have. The lists are texts of JSON, as many tables have
 * the same of some, which need be parsed but once.
 */
export interface ColumnsRow {
  readonly table: number;
  /** A list of numbers. */
  readonly numbers: string;
  readonly names: string;
  readonly types: string;
  /** Of `true` and `false`. */
  readonly nullable: string;
  /** Of texts, or `null` for a column that has none. */
  readonly expressions: string;
  /** By the number of the column; `null`: of none. */
  readonly rarities: Readonly<Record<number, ColumnRarities>> | null;
}

/** What few columns have. */
export interface ColumnRarities {
  /** `a`: always, `d`: by default, empty: none (PostgreSQL 18, 52.7 "pg_attribute"). */
  readonly identity: string;
  /** `s`: stored, `v`: virtual, empty: none. */
  readonly generated: string;
  readonly collation: string | null;
  readonly comment: string | null;
}

export interface SequenceRow {
  readonly table: number;
  readonly number: number;
  /** A default that takes the next value of the sequence, as `pg_get_expr` prints it. */
  readonly next: string;
}

export interface ReferencedRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly number: number; readonly name: string }[];
}

export interface ConstraintRow {
  readonly table: number;
  readonly name: string;
  readonly type: 'p' | 'u' | 'c' | 'x' | 'f';
  /** A list of numbers, as in `numbers.ts`. */
  readonly columns: string | null;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly definition: string | null;
  /** The oid of the referenced table; 0 where there is none. */
  readonly referenced: number;
  readonly referenced_columns: string | null;
  readonly on_delete: string;
  readonly on_update: string;
}

export interface ConstraintBeyondWordsRow extends BeyondWords {
  readonly table: number;
  readonly name: string;
  readonly type: 'p' | 'u' | 'c' | 'f';
}

export interface IndexRow {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  readonly method: string;
  readonly unique: boolean;
  /** A list of numbers: keys first, then included columns; 0 stands for an expression. */
  readonly columns: string;
  readonly key_count: number;
  readonly predicate: string | null;
}

export interface IndexBeyondWordsRow extends BeyondWords {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  /** For each key: `null` where it is just its column. */
  readonly texts: readonly (string | null)[];
  readonly nulls_not_distinct: boolean;
}
