import type { Queryable, Row } from '../../dialect.js';

const savepoint = 'limbeck_canonicalise';

/**
 * Sends `statements` in one round trip, and gives the rows of each; what they made is gone afterwards.
 * When one is refused, the transaction goes on as if none had been sent.
 */
export async function inSavepoint(db: Queryable, statements: readonly string[]): Promise<readonly (readonly Row[])[]> {
  const leave = `ROLLBACK TO SAVEPOINT ${savepoint}; RELEASE SAVEPOINT ${savepoint}`;
  try {
    const results = await db.script([`SAVEPOINT ${savepoint}`, ...statements, leave].join(';\n'));
    return results.slice(1, 1 + statements.length);
  } catch (error) {
    await db.script(leave);
    throw error;
  }
}
