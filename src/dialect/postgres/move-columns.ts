import type { Generation } from '../../model/schema.js';
import type { MovedColumns } from '../dialect.js';
import { eachGrant } from './privileges.js';
import { dollarQuote, quoteIdentifier, quoteLiteral, quoteName } from './quote.js';

/**
 * The statements that give columns of a table what others are besides their values, and take it from those: what is granted on them, their statistics target,
 * and their sequences, which go on counting where they are. Default, comment and `NOT NULL` are for others to say.
 *
 * Source: PostgreSQL 18, ALTER SEQUENCE ("OWNED BY", "AS"); ALTER TABLE ("ADD GENERATED", "SET STATISTICS"); 9.27 (pg_get_serial_sequence, aclexplode).
 */
export const moveColumns = (moved: MovedColumns): readonly string[] => [
  moveSettings(moved),
  ...moved.columns.flatMap(({ generation, ...column }) => (generation === null ? [] : [moveSequence(moved, { ...column, generation })])),
];

const moveSettings = ({ table, columns }: MovedColumns): string => `DO ${dollarQuote(`DECLARE
  moved record;
  granted record;
BEGIN
  FOR moved IN
    SELECT names.*, a.attacl, a.attstattarget
      FROM (VALUES ${columns.map(({ from, to }) => `(${quoteLiteral(from)}, ${quoteLiteral(to)})`).join(', ')}) AS names (former, now)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = ${quoteLiteral(quoteName(table))}::regclass AND a.attname = names.former
  LOOP
${eachGrant('moved.attacl', [
  `format(${quoteLiteral(`GRANT %s (%I) ON ${quoted(table)} TO %s%s`)}, granted.privilege, moved.now, granted.grantee, granted.option)`,
  `format(${quoteLiteral(`REVOKE %s (%I) ON ${quoted(table)} FROM %s`)}, granted.privilege, moved.former, granted.grantee)`,
])}
    IF moved.attstattarget >= 0 THEN
      EXECUTE format(${quoteLiteral(`ALTER TABLE ${quoted(table)} ALTER COLUMN %I SET STATISTICS %s, ALTER COLUMN %I SET STATISTICS -1`)}, moved.now, moved.attstattarget, moved.former);
    END IF;
  END LOOP;
END`)}`;

/** A name as it stands in the text that `format` is given. */
const quoted = (table: MovedColumns['table']): string => quoteName(table).replaceAll('%', '%%');

interface Counted {
  readonly from: string;
  readonly to: string;
  readonly generation: Generation;
  readonly type: string;
}

function moveSequence(moved: MovedColumns, column: Counted): string {
  return column.generation === 'serial' ? moveOwnership(moved, column) : makeIdentity(moved, column, column.generation);
}

const alterColumn = ({ table }: MovedColumns, column: string): string => `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(column)}`;

const sequenceOf = ({ table }: MovedColumns, column: string): string => `pg_catalog.pg_get_serial_sequence(${quoteLiteral(quoteName(table))}, ${quoteLiteral(column)})`;

/** The sequence stays, and belongs to the other column. */
function moveOwnership(moved: MovedColumns, { from, to, type }: Counted): string {
  const as = sequenceTypes.includes(type) ? ` AS ${type}` : '';
  return `DO ${dollarQuote(`DECLARE
  sequence text := ${sequenceOf(moved, from)};
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || sequence || ${quoteLiteral(`${as} OWNED BY ${quoteName(moved.table)}.${quoteIdentifier(to)}`)};
  EXECUTE ${quoteLiteral(`${alterColumn(moved, to)} SET DEFAULT `)} || format('nextval(%L::regclass)', sequence);
  ${alterColumn(moved, from)} DROP DEFAULT;
END`)}`;
}

const sequenceTypes: readonly string[] = ['smallint', 'integer', 'bigint'];

/** No sequence of an identity column goes to another column, so there is another one of its name, which counts on from where it was. */
function makeIdentity(moved: MovedColumns, { from, to }: Counted, generation: Exclude<Generation, 'serial'>): string {
  const always = generation === 'identityAlways' ? 'ALWAYS' : 'BY DEFAULT';
  return `DO ${dollarQuote(`DECLARE
  sequence text := ${sequenceOf(moved, from)};
  kept record;
  granted record;
  last bigint;
  called boolean;
BEGIN
  SELECT s.*, c.relname, c.relacl INTO kept FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid WHERE s.seqrelid = sequence::regclass;
  EXECUTE 'SELECT last_value, is_called FROM ' || sequence INTO last, called;
  ${alterColumn(moved, from)} DROP IDENTITY;
  EXECUTE ${quoteLiteral(`${alterColumn(moved, to)} ADD GENERATED ${always} AS IDENTITY `)} || format('(START WITH %s INCREMENT BY %s%s CACHE %s%s)',
    kept.seqstart, kept.seqincrement,
    CASE WHEN kept.seqmax IN (32767, 2147483647, 9223372036854775807) THEN '' ELSE ' MAXVALUE ' || kept.seqmax END,
    kept.seqcache, CASE WHEN kept.seqcycle THEN ' CYCLE' ELSE '' END);
  sequence := ${sequenceOf(moved, to)};
  PERFORM setval(sequence::regclass, last, called);
${eachGrant('kept.relacl', ["format('GRANT %s ON SEQUENCE %s TO %s%s', granted.privilege, sequence, granted.grantee, granted.option)"])}
  IF kept.relname <> (SELECT relname FROM pg_catalog.pg_class WHERE oid = sequence::regclass) THEN
    EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', sequence, kept.relname);
  END IF;
END`)}`;
}
