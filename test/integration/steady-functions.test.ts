import { steadyFunctions } from '../../src/dialect/postgres/sql/expression.js';
import { createDatabase } from '../support/database';
import { serverVersion } from '../support/server-version.js';

/** What the parser calls so, and PostgreSQL before 14 calls `date_part`. */
const names = [...steadyFunctions].filter((name) => serverVersion >= 14 || name !== 'extract');

/** `AT TIME ZONE` of a time of day, which counts as volatile. */
const ofTimes = ['timezone(text,time with time zone)', 'timezone(interval,time with time zone)', 'timezone(time with time zone)'];

it('knows only functions that PostgreSQL has, none of which is volatile under any of its signatures', async () => {
  await using database = await createDatabase();
  const rows = await database.query<{ name: string; volatility: string }>(
    `SELECT proname::text AS name, string_agg(DISTINCT provolatile::text, '') AS volatility
       FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY ($1) AND oid::regprocedure::text <> ALL ($2) GROUP BY 1 ORDER BY 1`,
    [names, ofTimes],
  );
  expect(rows.map(({ name }) => name)).toEqual(names.toSorted());
  expect(rows.filter(({ volatility }) => volatility.includes('v'))).toEqual([]);
});
