import { count } from '../kernel/text.js';

/** What becomes of something. */
export type Mark = 'added' | 'changed' | 'dropped';

/** Tables and what is beside them, as a picture shows them: neither laid out nor spelled for a format. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** How many tables that refer to those in the picture are left out, as there are too many of them. */
  readonly neighboursLeftOut: number;
}

/** A table, a view or an enum type. */
export interface Box {
  /** By which links find it. */
  readonly key: string;
  readonly kind: 'table' | 'view' | 'materialized view' | 'enum type';
  /** Without the default namespace. */
  readonly title: string;
  /** `null`: it stays as it is, and is there for those that do not. */
  readonly mark: Mark | null;
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
  /** How many of its columns are not shown. */
  readonly columnsLeftOut: number;
  /** Whether there may be more to it than anybody knows who asks no database. */
  readonly isPartlyKnown: boolean;
}

/** A line of a box: a column, a value of an enum type, or an index or constraint. */
export interface Row {
  /** `column`, `value`, `index`, `check constraint` … */
  readonly kind: string;
  /** `PK`, `FK`, both, or neither. */
  readonly keys: readonly ('PK' | 'FK')[];
  readonly name: string;
  /** The type of a column, the definition of an index or constraint; empty where there is none. */
  readonly text: string;
  readonly mark: Mark | null;
  /** What it was before, one line for each property that changes. */
  readonly notes: readonly string[];
}

/** A foreign key. */
export interface Link {
  readonly name: string;
  /** The box that refers, and its first column in the key. */
  readonly from: LinkEnd;
  /** The box that is referred to. */
  readonly to: LinkEnd;
  /** Whether a row may refer to nothing. */
  readonly isOptional: boolean;
  /** Whether no two rows refer to the same one. */
  readonly isUnique: boolean;
  readonly mark: Mark | null;
}

export interface LinkEnd {
  readonly key: string;
  readonly column: string;
}

/** What a box says at its end of what it does not show. */
export const omissionsOf = ({ columnsLeftOut, isPartlyKnown }: Box): readonly string[] => [
  ...(columnsLeftOut === 0 ? [] : [`… ${count(columnsLeftOut, 'more column')}`]),
  ...(isPartlyKnown ? ['… what SQL made is not known'] : []),
];

/** The sign of each mark: who cannot tell its colour sees it all the same. */
export const signs: { readonly [M in Mark]: string } = { added: '+', changed: '~', dropped: '−' };
