/** How strongly a statement locks its table, in PostgreSQL's words (PostgreSQL 18, 13.3.1 "Table-Level Locks"). */
export type LockMode = 'access exclusive' | 'share row exclusive' | 'share' | 'share update exclusive';

/** A stable name for what an operation can do to data or to a running system. */
export type HazardCode = 'app/rename' | 'data/lost' | 'data/may-not-fit' | 'data/needs-fill' | 'unmanaged/lost';

/** What an operation can do to data or to a running system, said before it runs. */
export interface Hazard {
  readonly code: HazardCode;
  /** What will happen. */
  readonly message: string;
  /** What to do instead, or first. */
  readonly hint: string;
}
