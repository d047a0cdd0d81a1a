/** A column of the key in whose order a backfill goes through its table. */
export interface KeyColumn {
  readonly name: string;
  /** Its type in SQL, with its length or precision. */
  readonly type: string;
  /** SQL of its value as a text that reads back as the same value, whatever the settings of the session are then. */
  readonly text: string;
}

/** A unique key without NULL, in whose order a backfill goes through its table. */
export interface BackfillKey {
  readonly columns: readonly KeyColumn[];
  /** How many rows the table has by the statistics of the planner; `null`: nobody has counted yet. */
  readonly estimatedRows: number | null;
}

/** A place in a table in the order of a key: the texts of its columns. */
export type KeyValues = readonly string[];

/** Rows of a table that stand next to each other in the order of a key: after `after`, and up to `upTo`, which is one of them. */
export interface Span {
  /** `null`: from the first row on. */
  readonly after: KeyValues | null;
  readonly upTo: KeyValues;
}

/** Where a backfill has come to. */
export interface BackfillProgress {
  /** How often it has begun at the first row, this time included. */
  readonly pass: number;
  /** The last row that it has looked at in this pass; `null`: none yet. */
  readonly after: KeyValues | null;
  /** How many rows it has looked at, and set, in this pass. */
  readonly seen: number;
  readonly setInPass: number;
  /** How many rows it has set at all; and for how many of them the condition still holds. */
  readonly set: number;
  readonly left: number;
  readonly isDone: boolean;
}
