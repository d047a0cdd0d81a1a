import type { QualifiedName } from '../model/schema.js';

/** How strongly a statement locks its tables, from the weakest to the strongest, in PostgreSQL's words (PostgreSQL 18, 13.3.1 "Table-Level Locks"). */
export const lockModes = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
] as const;

export type LockMode = (typeof lockModes)[number];

/** What others cannot do with a table while a lock of `mode` is held. Source: PostgreSQL 18, table 13.2 "Conflicting Lock Modes". */
export function blockedBy(mode: LockMode): 'reads and writes' | 'writes' | 'schema changes' {
  switch (mode) {
    case 'access exclusive':
      return 'reads and writes';
    case 'share':
    case 'share row exclusive':
    case 'exclusive':
      return 'writes';
    default:
      return 'schema changes';
  }
}

/** A lock, and the tables that it is on; none where the statement does not name them. */
export interface TableLock {
  readonly mode: LockMode;
  readonly tables: readonly QualifiedName[];
}

/** What a statement does with every row of a table: writes it anew, reads it, puts it into an index, or changes it. */
export type Work = 'rewrite' | 'scan' | 'index build' | 'update';

/** A stable name for what an operation can do to data or to a running system. */
export type HazardCode = 'app/rename' | 'data/lost' | 'data/may-not-fit' | 'data/needs-fill' | 'unmanaged/lost';

/** What an operation can do to data or to a running system, said before it runs. */
export interface Hazard {
  readonly code: HazardCode;
  /** What will happen. */
  readonly message: string;
  /** What to do instead, or first. */
  readonly hint: string;
  /** The lock that it is about; without it: none. */
  readonly lock?: TableLock;
  /** What makes it take longer the more rows there are; without it: nothing. */
  readonly work?: Work;
}

/** How large a table is. */
export interface TableFigures {
  /** About how many rows it has. */
  readonly rows: number;
  /** What it takes on disk, without its indexes. */
  readonly bytes: number;
}

/** What a server says of itself that hazards depend on. */
export interface ServerFigures {
  /** The major version. */
  readonly serverVersion: number;
  /** How large the tables are, by `nameKey`; one that nobody has counted yet is not there. */
  readonly tables: ReadonlyMap<string, TableFigures>;
  /** Whether there is no table that holds a row, or held one. */
  readonly isEmpty: boolean;
}

/** What is known of how one direction of a revision runs. */
export interface AssessmentContext {
  /** The major version of the server; `null`: not known, so what any supported version may do counts. */
  readonly serverVersion: number | null;
  /** Whether all steps run in one transaction. */
  readonly isTransaction: boolean;
  /** How long a statement waits for a lock, in milliseconds; `0`: for ever. */
  readonly lockTimeoutMs: number;
  /** The namespace of what SQL names without one. */
  readonly namespace: string;
  /** How large the tables are, by `nameKey`; without it, or where a table is missing: not known. */
  readonly figures?: ReadonlyMap<string, TableFigures>;
}
