import type { QueryRunner } from 'typeorm';
import type { Dialect, Statement } from '../dialect/dialect.js';
import type { Backfill, Operation } from '../operation/operation.js';
import type { RevisionId } from '../revision/revision.js';
import type { Direction } from './events.js';

/** Where the operations of a revision go. */
export type Sink =
  /** To the database, statement by statement. */
  | (Outside & {
      readonly mode: 'online';
      send(statement: Statement, parameters?: readonly unknown[]): Promise<void>;
      /** Sets rows batch by batch. */
      fill(backfill: Backfill): Promise<void>;
    })
  /** Into a list, as the data they are. */
  | (Outside & { readonly mode: 'record'; collect(operation: Operation): void });

/** What every place for operations has. */
interface Outside {
  /** What `work` does is done outside of the transaction that is open. */
  outside(work: () => Promise<void>): Promise<void>;
}

/** What a revision is told from outside: `-x key=value` of the command, or the option `arguments`. */
export type RevisionArguments = Readonly<Record<string, string>>;

/** What one run of one revision's `up()` or `down()` works in. */
export interface MigrationContext {
  readonly dialect: Dialect;
  /** Where names without a namespace of their own are. */
  readonly namespace: string;
  /** `null`: not a revision of the graph, but operations that are tried out. */
  readonly revision: RevisionId | null;
  readonly direction: Direction;
  /** What the author reads as `op.arguments`. */
  readonly arguments: RevisionArguments;
  readonly sink: Sink;
}

/** The context that belongs to a query runner; `undefined` when TypeORM's own runner, or nobody, runs the migration. */
export const contextOf = (queryRunner: QueryRunner): MigrationContext | undefined => contexts().get(queryRunner);

/** Runs `work` with `context` as that of `queryRunner`, which afterwards has again the one it had before. */
export async function withContext<T>(queryRunner: QueryRunner, context: MigrationContext, work: () => Promise<T>): Promise<T> {
  const registry = contexts();
  const outer = registry.get(queryRunner);
  registry.set(queryRunner, context);
  try {
    return await work();
  } finally {
    if (outer === undefined) registry.delete(queryRunner);
    else registry.set(queryRunner, outer);
  }
}

type Contexts = WeakMap<QueryRunner, MigrationContext>;

const key = Symbol.for('limbeck.contexts');

/**
 * The one registry of this process.
 *
 * A process may hold several copies of this file: the command runs one, and a revision file imports the one of its own project.
 */
function contexts(): Contexts {
  const holder = globalThis as { [key]?: Contexts };
  return (holder[key] ??= new WeakMap());
}
