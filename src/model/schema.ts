/** A name inside a namespace; the pair is the identity of every top-level object. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/** A SQL expression, spelled as the database prints it once the schema is {@link Canonical}. */
export type Expression = string;

/** Where the values of a column come from when an insert gives none, other than by a default. */
export type Generation = 'serial' | 'identityAlways' | 'identityByDefault';

/** A column, with all its facets. */
export interface Column {
  readonly name: string;
  /** As `format_type` prints it: `character varying(80)`, `numeric(10,2)`, `integer[]`, `product_status_enum`. */
  readonly type: string;
  readonly nullable: boolean;
  /** `null`: no default. A serial column has none here: `generation` says it. */
  readonly default: Expression | null;
  readonly generation: Generation | null;
  /** The expression of a column `GENERATED ALWAYS AS (…)`. */
  readonly generated: Expression | null;
  /** Whether a generated column is computed when it is read (`VIRTUAL`, PostgreSQL 18 and later), instead of being stored. */
  readonly virtual: boolean;
  /** `null`: the default collation of the type. */
  readonly collation: string | null;
  readonly comment: string | null;
}

/** When a constraint is checked: at once, at once unless a transaction defers it, or at the end of the transaction. */
export type Deferrable = 'no' | 'deferrable' | 'deferred';

/** A primary key or a unique constraint. */
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly deferrable: Deferrable;
}

/** A check constraint. */
export interface Check {
  readonly name: string;
  readonly expression: Expression;
}

/** An exclusion constraint. */
export interface Exclusion {
  readonly name: string;
  /** All that follows `EXCLUDE`, as `pg_get_constraintdef` prints it. */
  readonly definition: Expression;
}

/** What becomes of the rows that refer to one which is deleted, or whose key changes. */
export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

/** A foreign key. */
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly references: QualifiedName & { readonly columns: readonly string[] };
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly deferrable: Deferrable;
}

/** A column by its name, or any other key of an index as `pg_get_indexdef` prints it, operator class and order included. */
export type IndexKey = string | { readonly sql: Expression };

/** An index that belongs to no constraint. */
export interface Index {
  readonly name: string;
  /** `btree`, `hash`, `gin`, `gist`, `spgist`, `brin`, or one that an extension brings. */
  readonly method: string;
  readonly unique: boolean;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly where: Expression | null;
}

/** A table with its columns, constraints and indexes. */
export interface Table extends QualifiedName {
  readonly columns: readonly Column[];
  readonly primaryKey: Key | null;
  readonly uniques: readonly Key[];
  readonly checks: readonly Check[];
  readonly exclusions: readonly Exclusion[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  readonly comment: string | null;
}

/** A query under a name. */
export interface View extends QualifiedName {
  /** The query, as `pg_get_viewdef` prints it, without a semicolon. */
  readonly definition: Expression;
}

/** A query whose rows are kept, and may be indexed. */
export interface MaterializedView extends View {
  readonly indexes: readonly Index[];
}

/** A relation that a view reads, and which of its columns. */
export interface ViewSource extends QualifiedName {
  readonly columns: readonly string[];
}

/** What the database knows of a view besides its query; it follows from the query, so it is no difference by itself. */
export interface ViewFacts {
  readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  readonly reads: readonly ViewSource[];
  /** The enum types that its query names, or that its columns have. */
  readonly types: readonly QualifiedName[];
  /** What stands in `WITH (…)`, as `security_invoker=true`; `null`: nothing. */
  readonly options: string | null;
  /** What somebody put on the view, and what is lost when it is dropped: `privileges`, `triggers`, … */
  readonly attachments: readonly string[];
}

/** An enum type, with its values in their order. */
export interface EnumType extends QualifiedName {
  readonly values: readonly string[];
}

/** What PostgreSQL calls a schema. */
export interface Namespace {
  readonly name: string;
}

/** What brings types, functions and operators that are not PostgreSQL's own. */
export interface Extension {
  readonly name: string;
}

/** What the metadata of entities has no words for; members that it has words for may have more to them than it can say. */
export type UnmanagedKind = Exclude<MemberKind, 'column' | 'exclusion'> | 'default' | 'trigger' | 'rule' | 'policy' | 'statistics';

/** Something on a table that no entity can ask for: somebody wanted it, so it is kept. */
export interface Unmanaged {
  readonly kind: UnmanagedKind;
  readonly table: QualifiedName;
  /** Of a default, the column's. */
  readonly name: string;
  /** As the database prints it. */
  readonly definition: string;
  /** The columns of the table that it speaks of. */
  readonly columns: readonly string[];
  /** Whether it must be made anew when one of these changes its type. */
  readonly remade: boolean;
  /** The SQL that takes it away and makes it again, of what is not in the lists of {@link Table}; else `null`. */
  readonly sql: { readonly drop: string; readonly create: string } | null;
}

/** Everything that Limbeck manages in one database. Plain data: no cycles, no methods, no SQL quoting. */
export interface Schema {
  readonly extensions: readonly Extension[];
  readonly namespaces: readonly Namespace[];
  readonly enums: readonly EnumType[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly materializedViews: readonly MaterializedView[];
  /** By `nameKey`, of views of both kinds; those that no database has read yet have none. */
  readonly viewFacts: Readonly<Record<string, ViewFacts>>;
  /** What stands on the tables and materialized views and is only looked after; none in a schema of entities. */
  readonly unmanaged: readonly Unmanaged[];
  /** The major version of the server that all this was read from; of a schema that no server has read, nothing is known. */
  readonly serverVersion?: number;
  /** The enum types by the text under which columns name them; the text depends on the search path. */
  readonly typeNames: Readonly<Record<string, QualifiedName>>;
}

declare const canonical: unique symbol;

/** Values whose expressions the database itself has spelled. Only a dialect can make one. */
export type Canonical<T> = T & { readonly [canonical]: true };

/** One row per kind of object; a new row makes every table by kind that lacks it fail to compile. */
export interface Objects {
  readonly extension: Extension;
  readonly namespace: Namespace;
  readonly enum: EnumType;
  readonly table: Table;
  readonly column: Column;
  readonly primaryKey: Key;
  readonly unique: Key;
  readonly check: Check;
  readonly exclusion: Exclusion;
  readonly foreignKey: ForeignKey;
  readonly index: Index;
  readonly view: View;
  readonly materializedView: MaterializedView;
}

/** The kinds of objects. */
export type ObjectKind = keyof Objects;

/** The kinds that live inside a table. */
export type MemberKind = 'column' | 'primaryKey' | 'unique' | 'check' | 'exclusion' | 'foreignKey' | 'index';
