import type { MovedIndexes } from '../dialect.js';
import { dollarQuote, quoteLiteral, quoteName } from './quote.js';

/**
 * The statement that gives indexes of a table what others are to it besides being searched: the one that tells rows apart for those who read the stream of
 * changes, and the one by which `CLUSTER` sorts.
 *
 * Source: PostgreSQL 18, ALTER TABLE ("REPLICA IDENTITY", "CLUSTER ON"); 52.26 "pg_index".
 */
export const moveIndexMarks = ({ table, indexes }: MovedIndexes): string => `DO ${dollarQuote(`DECLARE
  moved record;
BEGIN
  FOR moved IN
    SELECT i.*, names.now
      FROM (VALUES ${indexes.map(({ from, to }) => `(${quoteLiteral(quoteName({ ...table, name: from }))}, ${quoteLiteral(to)})`).join(', ')}) AS names (former, now)
      JOIN pg_catalog.pg_index i ON i.indexrelid = names.former::regclass
  LOOP
    IF moved.indisreplident THEN
      EXECUTE ${quoteLiteral(`ALTER TABLE ${quoteName(table)} REPLICA IDENTITY USING INDEX `)} || quote_ident(moved.now);
    END IF;
    IF moved.indisclustered THEN
      EXECUTE ${quoteLiteral(`ALTER TABLE ${quoteName(table)} CLUSTER ON `)} || quote_ident(moved.now);
    END IF;
  END LOOP;
END`)}`;
