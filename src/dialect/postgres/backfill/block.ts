import type { Backfill } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { dollarQuote, quoteLiteral, quoteName } from '../quote.js';
import { keysOf } from './key.js';
import { setWithin } from './spans.js';

/**
 * A backfill as one command for a client that knows nothing of Limbeck: it finds the key and commits each batch by itself.
 *
 * Source: PostgreSQL 18, 41.8 "Transaction Management": a DO block may commit where it is not called in a transaction block.
 */
export const backfillBlock = (backfill: Backfill): Statement => ({ sql: `DO ${dollarQuote(blockOf(backfill))}`, transactional: false });

/** Stands in the text of the UPDATE for the span, and in no name or text that can be sent. */
const spanMark = '\0';

function blockOf(backfill: Backfill): string {
  const { table, set, where, batchSize, pauseMs } = backfill;
  const name = quoteLiteral(quoteName(table));
  const columns = `ARRAY[${Object.keys(set).map(quoteLiteral).join(', ')}]::text[]`;
  const [before = '', ...rest] = setWithin(backfill, spanMark).split(spanMark);
  return `DECLARE
  key record;
  names text;
  descending text;
  texts text;
  span text;
  last text[];
  up_to text[];
  changed bigint;
  still bigint := 0;
  batch record;
BEGIN
  ${keysOf(`${name}::regclass`, columns)}
  LIMIT 1 INTO key;
  IF key IS NULL OR key."isSet" THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`A backfill of ${table.schema}.${table.name} needs a unique key that it does not set.`)};
  END IF;
  SELECT string_agg(format('%I', name), ', ' ORDER BY place), string_agg(format('%I DESC', name), ', ' ORDER BY place), string_agg(format('%I::text', name), ', ' ORDER BY place)
  INTO names, descending, texts FROM unnest(key."names") WITH ORDINALITY AS column_of_key (name, place);
  LOOP
    last := NULL;
    changed := 0;
    LOOP
      SELECT CASE WHEN last IS NULL THEN 'true' ELSE format('(%s) > (%s)', names, string_agg(format('%L::%s', value, type), ', ' ORDER BY place)) END
      INTO span FROM unnest(last, key."types") WITH ORDINALITY AS value_of_key (value, type, place);
      EXECUTE format('SELECT ARRAY[%s] FROM (SELECT %s FROM ', texts, names) || ${name} || format(' WHERE %s ORDER BY %s LIMIT ${batchSize}) AS span ORDER BY %s LIMIT 1', span, names, descending) INTO up_to;
      EXIT WHEN up_to IS NULL;
      SELECT format('%s AND (%s) <= (%s)', span, names, string_agg(format('%L::%s', value, type), ', ' ORDER BY place))
      INTO span FROM unnest(up_to, key."types") WITH ORDINALITY AS value_of_key (value, type, place);
      EXECUTE ${quoteLiteral(before)} || span || ${quoteLiteral(rest.join(spanMark))} INTO batch;
      COMMIT;
      last := up_to;
      changed := changed + batch."set";
      still := still + batch."left";
      PERFORM pg_catalog.pg_sleep(${pauseMs} / 1000.0) WHERE batch."set" > 0;
    END LOOP;
    EXIT WHEN changed = 0 OR still > 0 OR ${where === null};
  END LOOP;
END`;
}
