import type { QualifiedName } from './schema.js';

/** A table that has another name now, or is in another namespace. */
export interface TableRenaming {
  readonly kind: 'table';
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

export interface ColumnRenaming {
  readonly kind: 'column';
  /** As it is called after all renamings. */
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
}

/** An enum type that has another name now, or is in another namespace. */
export interface EnumRenaming {
  readonly kind: 'enum';
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

export interface EnumValueRenaming {
  readonly kind: 'enumValue';
  /** As it is called after all renamings. */
  readonly type: QualifiedName;
  readonly from: string;
  readonly to: string;
}

/** An index, or a constraint of any kind: a table has no two of one name. */
export interface MemberRenaming {
  readonly kind: 'index' | 'constraint';
  /** As it is called after all renamings. */
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
}

/** Says that an object of the database is an object of the entities under another name. */
export type Renaming = TableRenaming | ColumnRenaming | EnumRenaming | EnumValueRenaming | MemberRenaming;
