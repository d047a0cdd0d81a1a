import type { Dialect } from '../dialect/dialect.js';
import type { ObjectRef } from '../model/identity.js';
import type { Column, QualifiedName } from '../model/schema.js';
import type { Alter, Change } from '../operation/operation.js';

/** A column in the database (`from`) and as the entities want it (`to`), both as the database spells them. */
export interface ColumnComparison {
  readonly table: QualifiedName;
  readonly column: Change<Column>;
}

/** `true`: they differ. `false`: they do not. `null`: let Limbeck decide. */
export type ColumnComparator = (comparison: ColumnComparison) => boolean | null;

/** Leaves all to Limbeck. */
export const noOpinion: ColumnComparator = () => null;

export interface DiffOptions {
  readonly dialect: Pick<Dialect, 'conversion'> & {
    /** Whether the server that is compared with can change these facets in place. */
    canAlter(operation: Alter): boolean;
  };
  /** Whether the author chose the name of this constraint or index; if not, another name is no difference. */
  isNamed(ref: ObjectRef): boolean;
  /** Whether the types of two columns differ. */
  readonly compareType: ColumnComparator;
  /** Whether the defaults of two columns differ. */
  readonly compareDefault: ColumnComparator;
}
