import type { Expression, QualifiedName, Table } from '../../../model/schema.js';
import type { Row, Snapshot } from '../../dialect.js';
import { quoteName } from '../quote.js';
import type { Spelling } from './expressions.js';

/** Two texts that may mean the same at one place of a table. */
export interface Pair {
  /** What is open there. */
  readonly open: Spelling;
  /** The text that is open, or one that stands for it. */
  readonly desired: Expression;
  /** The text of the database. */
  readonly current: Expression;
}

/** The pairs of one table. */
export interface Pairs {
  /** What gives the columns their types: the table itself, or a stand-in. */
  readonly relation: QualifiedName;
  readonly table: Table;
  readonly pairs: readonly Pair[];
  /** Statements that make the stand-in. */
  readonly setUp: readonly string[];
}

/** Whether the two spellings of a pair mean the same; none for pairs that the planner refuses. */
export type Verdicts = ReadonlyMap<Pair, boolean>;

/**
 * Whether the spellings of pairs mean the same, in one round trip; `prepare` is sent before.
 *
 * The planner is asked, which folds constants and spells what is left: `1 + 1` and `2`, `'{}'::jsonb` and `'{ }'::jsonb`,
 * `n > 0` and `(n > (0)::numeric)` come out alike. Nothing is executed, and the tables are locked in ACCESS SHARE mode only.
 * Source: PostgreSQL 18, EXPLAIN, option VERBOSE ("the output column list for each node in the plan tree").
 * A table whose spellings the planner refuses (a column that is not there yet) gives no verdict.
 */
export async function compareMeanings(db: Snapshot, groups: readonly Pairs[], prepare: readonly string[] = []): Promise<Verdicts> {
  if (groups.length === 0) return new Map();
  try {
    const explanations = await db.attempt([...prepare, ...inPortions(groups).flatMap(ask)]);
    const plans = explanations.filter((rows) => rows[0] !== undefined && planColumn in rows[0]);
    return new Map(groups.flatMap((group, position) => verdictsOf(group, plans[position])));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (groups.length === 1) return new Map();
    const half = Math.ceil(groups.length / 2);
    const first = await compareMeanings(db, groups.slice(0, half), prepare);
    return new Map([...first, ...(await compareMeanings(db, groups.slice(half), prepare))]);
  }
}

const planColumn = 'QUERY PLAN';

/** A server has room for 6,400 locks unless told otherwise, and the planner locks a table and each of its indexes: of a portion they may be 60. */
const groupsInPortion = 100;
const portion = 'limbeck_portion';

function inPortions(groups: readonly Pairs[]): (readonly Pairs[])[] {
  return Array.from({ length: Math.ceil(groups.length / groupsInPortion) }, (_, number) => groups.slice(number * groupsInPortion, (number + 1) * groupsInPortion));
}

/**
 * The questions of a portion, after which its locks are given back.
 *
 * Source: PostgreSQL 18, 13.3 "Explicit Locking": a lock that was acquired after a savepoint is released when the savepoint is rolled back to.
 */
function ask(groups: readonly Pairs[]): string[] {
  return [`SAVEPOINT ${portion}`, ...groups.flatMap((group) => [...group.setUp, explain(group)]), `ROLLBACK TO SAVEPOINT ${portion}`, `RELEASE SAVEPOINT ${portion}`];
}

/** What PostgreSQL refused, as the driver reports it. */
export type Refusal = Error & { readonly code: string };

/** Insufficient privilege, or a transaction that only reads (PostgreSQL 18, Appendix A). */
export const isForbidden = ({ code }: Refusal): boolean => code === '42501' || code === '25006';

/**
 * Whether PostgreSQL refused a text for what it says, as opposed to a time-out, a lock or a connection that broke.
 *
 * Source: PostgreSQL 18, Appendix A "PostgreSQL Error Codes": classes 0A (not supported), 22 (data), 42 (syntax and access),
 * 54 (limits), and 25006, a transaction that only reads.
 */
export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:0A|22|42|54)...$|^25006$/.test(error.code);

/** What PostgreSQL says against `statements`, which are undone; `null` when it takes them. */
export async function refusalOf(db: Snapshot, statements: readonly string[]): Promise<Refusal | null> {
  try {
    await db.attempt(statements);
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error;
  }
}

function explain({ relation, table, pairs }: Pairs): string {
  const columns = pairs.flatMap(({ open, desired, current }) => [desired, current].map((text) => comparable(table, open, text)));
  return `EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT ${columns.join(', ')} FROM ONLY ${quoteName(relation)}`;
}

/** The expression as a value of its column's type; text of JSON is compared as the value that it stands for. */
function comparable(table: Table, { owner, facet }: Spelling, text: Expression): string {
  const column = facet === 'default' || facet === 'generated' ? table.columns.find(({ name }) => name === owner.name) : undefined;
  if (column === undefined) return `(${text})`;
  return column.type === 'json' ? `(${text})::json::jsonb` : `(${text})::${column.type}`;
}

function verdictsOf({ pairs }: Pairs, rows: readonly Row[] | undefined): (readonly [Pair, boolean])[] {
  const output = outputOf(rows);
  if (output.length !== 2 * pairs.length) return [];
  return pairs.map((pair, position) => [pair, output[2 * position] === output[2 * position + 1]]);
}

interface Explained {
  readonly Plan?: { readonly Output?: readonly string[] };
}

function outputOf(rows: readonly Row[] | undefined): readonly string[] {
  const explained = rows?.[0]?.[planColumn] as readonly Explained[] | undefined;
  return explained?.[0]?.Plan?.Output ?? [];
}
