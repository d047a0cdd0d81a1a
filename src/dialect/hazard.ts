import type { ObjectKind, QualifiedName } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';

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

/** One of {@link lockModes}. */
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

/**
 * A stable name for each thing that a step can do to data or to a running system, by area: `app` breaks what runs, `data` loses or refuses
 * rows, `lock` makes others wait, `run` goes wrong by how it is run, `sql` cannot be judged or is no good SQL, `unmanaged` loses what no
 * entity can ask for. `style` is a matter of taste, and said only where it is asked for.
 */
export const hazardCodes = [
  'app/access',
  'app/default',
  'app/drop',
  'app/extension',
  'app/nullable',
  'app/rename',
  'app/replication',
  'app/required',
  'app/routine',
  'app/slow',
  'app/unchecked',
  'data/lost',
  'data/may-not-fit',
  'data/needs-fill',
  'lock/index-build',
  'lock/kept',
  'lock/not-concurrent',
  'lock/rewrite',
  'lock/rows',
  'lock/scan',
  'run/corrupt-index',
  'run/enum-value-used',
  'run/in-transaction',
  'run/invalid-index',
  'run/no-lock-timeout',
  'run/no-statement-timeout',
  'run/not-repeatable',
  'run/transaction-control',
  'run/validate-with-add',
  'sql/cascade',
  'sql/duplicate-assignment',
  'sql/opaque',
  'sql/syntax-error',
  'style/char',
  'style/domain-check',
  'style/enum-order',
  'style/json',
  'style/long-name',
  'style/naming',
  'style/padding',
  'style/serial',
  'style/small-key',
  'style/timestamp',
  'style/unqualified',
  'style/varchar',
  'style/wide-index',
  'unmanaged/lost',
] as const;

/** One of {@link hazardCodes}. */
export type HazardCode = (typeof hazardCodes)[number];

/** Whether a hazard is a matter of taste. */
export const isStyle = (code: HazardCode): boolean => code.startsWith('style/');

/**
 * Whether a hazard is said while its revision is generated, and written into the file: what becomes of data and names, and what makes
 * others wait the longer the more rows there are. The rest is for a linter.
 */
export const isForAuthor = ({ code, work }: Hazard): boolean =>
  code.startsWith('data/') || code.startsWith('unmanaged/') || code === 'app/rename' || (code.startsWith('lock/') && work !== undefined);

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

/** What a column is before a revision runs. */
export interface KnownColumn {
  /** As the database prints it: `character varying(20)`. */
  readonly type: string;
  /** Whether a validated check speaks of it. */
  readonly isChecked: boolean;
}

/** Asks what a column is; `null`: there is none. */
export type ReadColumn = (table: QualifiedName, column: string) => Promise<KnownColumn | null>;

/** What a server says of itself that hazards depend on. */
export interface ServerFigures {
  /** The major version. */
  readonly serverVersion: number;
  readonly minorVersion: number;
  /** How large the tables are, by `nameKey`; one that nobody has counted yet is not there. */
  readonly tables: ReadonlyMap<string, TableFigures>;
  /** Whether there is no table that holds a row, or held one. */
  readonly isEmpty: boolean;
}

/** By kind, what names must match; a kind that is not there may be called anything. */
export type NamePatterns = { readonly [K in ObjectKind]?: RegExp };

/** What is known of how one direction of a revision runs. */
export interface AssessmentContext {
  /** The major version of the server; `null`: not known, so what any supported version may do counts. */
  readonly serverVersion: number | null;
  /** `null`: not known. */
  readonly minorVersion: number | null;
  /** Whether all steps run in one transaction. */
  readonly isTransaction: boolean;
  /** How long a statement waits for a lock, in milliseconds; `0`: for ever. */
  readonly lockTimeoutMs: number;
  /** How long a statement takes at most, in milliseconds; `0`: without end. */
  readonly statementTimeoutMs: number;
  /** The namespace of what SQL names without one. */
  readonly namespace: string;
  /** How large the tables are, by `nameKey`; without it, or where a table is missing: not known. */
  readonly figures?: ReadonlyMap<string, TableFigures>;
  /** Asks the database that the steps are the next to run on; without it, or where something else runs before them: not known. */
  readonly readColumn?: ReadColumn;
  /** What the names of new objects must match; without it: anything. */
  readonly names?: NamePatterns;
  /** Gives what revisions of the same deploy do before, in order; without it: nothing, or not known. */
  readonly readBefore?: () => Promise<readonly Operation[]>;
}
