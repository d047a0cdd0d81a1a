import type { DataSource, QueryRunner } from 'typeorm';

/** A stretch of work in a database that is undone in the end. */
export interface TestTransaction extends AsyncDisposable {
  /** Undoes all that was done since; a second call does nothing more. */
  rollback(): Promise<void>;
}

/** What the types of TypeORM leave out. Source: typeorm 0.3.31 and 1.1.1, BaseQueryRunner. */
interface Depth {
  readonly transactionDepth: number;
}

/**
 * Begins a transaction in which all work over `dataSource` happens from now on, whoever does it: repositories, query builders,
 * `query` and `transaction`. Each query runner of it is then the same one; a transaction in it is a savepoint, which TypeORM makes by
 * itself (0.3 and 1.x, PostgresQueryRunner.startTransaction).
 *
 * To those inside, it looks as if there were no transaction. So `save` makes one of its own, that is a savepoint, as it does in the
 * application, and a statement that fails outside of one takes back itself alone and does not end the whole.
 *
 * Work is done one after the other over one connection, so transactions that run at the same time must not be tested like this;
 * `now()` stands still, and constraints that are checked at the end of a transaction are not checked.
 */
export async function beginTransaction(dataSource: DataSource): Promise<TestTransaction> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  await runner.startTransaction();
  const own = { createQueryRunner: dataSource.createQueryRunner.bind(dataSource), release: runner.release.bind(runner), query: runner.query.bind(runner) };
  shareRunner(runner);
  Object.assign(dataSource, { createQueryRunner: () => runner });

  let rolledBack: Promise<void> | null = null;
  const rollback = async (): Promise<void> => {
    Reflect.deleteProperty(dataSource, 'createQueryRunner');
    try {
      await own.query('ROLLBACK');
    } finally {
      for (const name of ['query', 'release', 'isTransactionActive']) Reflect.deleteProperty(runner, name);
      Object.assign(runner, { isTransactionActive: false, transactionDepth: 0 });
      await own.release();
    }
  };
  return { rollback: () => (rolledBack ??= rollback()), [Symbol.asyncDispose]: () => (rolledBack ??= rollback()) };
}

/** Statements of transactions themselves, which need no savepoint around them. */
const controls = /^\s*(?:SAVEPOINT|RELEASE|ROLLBACK|COMMIT|START|BEGIN|SET TRANSACTION)\b/i;

/** Lets a query runner in a transaction pass for one that is in none. */
function shareRunner(runner: QueryRunner): void {
  const query = runner.query.bind(runner) as (...words: readonly unknown[]) => Promise<unknown>;
  const isOutside = (): boolean => (runner as unknown as Depth).transactionDepth <= 1;
  let turn: Promise<unknown> = Promise.resolve();
  const guarded = async (words: readonly unknown[]): Promise<unknown> => {
    await query('SAVEPOINT limbeck_statement');
    try {
      const result = await query(...words);
      await query('RELEASE SAVEPOINT limbeck_statement');
      return result;
    } catch (error) {
      await query('ROLLBACK TO SAVEPOINT limbeck_statement');
      throw error;
    }
  };
  Object.defineProperty(runner, 'isTransactionActive', { configurable: true, get: () => !isOutside(), set: () => undefined });
  Object.assign(runner, {
    release: () => Promise.resolve(),
    query: (...words: readonly unknown[]): Promise<unknown> => {
      if (!isOutside() || controls.test(String(words[0]))) return query(...words);
      const result = turn.then(() => guarded(words));
      turn = result.catch(() => undefined);
      return result;
    },
  });
}
