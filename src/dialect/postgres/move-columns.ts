import type { Generation } from '../../model/schema.js';
import type { MovedColumns } from '../dialect.js';
import { eachGrant } from './privileges.js';
import { dollarQuote, quoteIdentifier, quoteLiteral, quoteName } from './quote.js';

/**
 * The statements that give columns of a table what others are besides their values, and take it from those: what is granted on them, how they are stored and
 * compressed, their statistics target and options, and their sequences, which go on counting where they are. Default, comment and `NOT NULL` are for others to say.
 *
 * Source: PostgreSQL 18, ALTER SEQUENCE ("OWNED BY", "AS"); ALTER TABLE ("ADD GENERATED", "SET STATISTICS", "SET STORAGE", "SET COMPRESSION",
 * "SET ( attribute_option )"); 9.27 (pg_get_serial_sequence, aclexplode); 52.7 "pg_attribute".
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
    SELECT names.*, a.attacl, concat_ws(', ',
${settings.map((setting) => `           ${setting}`).join(',\n')}) AS settings
      FROM (VALUES ${columns.map(({ from, to }) => `(${quoteLiteral(from)}, ${quoteLiteral(to)})`).join(', ')}) AS names (former, now)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = ${quoteLiteral(quoteName(table))}::regclass AND a.attname = names.former
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      JOIN pg_catalog.pg_attribute b ON b.attrelid = a.attrelid AND b.attname = names.now
      JOIN pg_catalog.pg_type u ON u.oid = b.atttypid
  LOOP
${eachGrant('moved.attacl', [
  `format(${quoteLiteral(`GRANT %s (%I) ON ${quoted(table)} TO %s%s`)}, granted.privilege, moved.now, granted.grantee, granted.option)`,
  `format(${quoteLiteral(`REVOKE %s (%I) ON ${quoted(table)} FROM %s`)}, granted.privilege, moved.former, granted.grantee)`,
])}
    IF moved.settings <> '' THEN
      EXECUTE ${quoteLiteral(`ALTER TABLE ${quoteName(table)} `)} || moved.settings;
    END IF;
  END LOOP;
END`)}`;

/** Where a condition holds of the former column `a`, of the type `t`: what is set for a column, by its name and a value. */
const set = (condition: string, action: string, [name, value]: readonly [string, string]): string => `CASE WHEN ${condition} THEN format('ALTER COLUMN %I ${action}', names.${name}, ${value}) END`;

const storageName = (storage: string): string => `CASE ${storage} WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END`;

const isStoredSo = 'a.attstorage <> t.typstorage';

/** PostgreSQL 13 compresses all columns alike, and has no such column in its catalog. */
const compression = "to_jsonb(a) ->> 'attcompression'";

/** Only values of the type `u` that may be long are stored elsewhere, or compressed. Source: PostgreSQL 18, 66.2 "TOAST". */
const mayBeLong = "u.typstorage <> 'p'";

/** For each setting that the former column has: how the other gets it, and how it loses it. */
const settings: readonly string[] = [
  set('a.attstattarget >= 0', 'SET STATISTICS %s', ['now', 'a.attstattarget']),
  set('a.attstattarget >= 0', 'SET STATISTICS %s', ['former', '-1']),
  set('a.attoptions IS NOT NULL', 'SET (%s)', ['now', "array_to_string(a.attoptions, ', ')"]),
  set('a.attoptions IS NOT NULL', 'RESET (%s)', ['former', "(SELECT string_agg(split_part(option, '=', 1), ', ') FROM unnest(a.attoptions) AS option)"]),
  set(`${isStoredSo} AND ${mayBeLong}`, 'SET STORAGE %s', ['now', storageName('a.attstorage')]),
  set(isStoredSo, 'SET STORAGE %s', ['former', storageName('t.typstorage')]),
  set(`${compression} <> '' AND ${mayBeLong}`, 'SET COMPRESSION %s', ['now', `CASE ${compression} WHEN 'l' THEN 'lz4' ELSE 'pglz' END`]),
  set(`${compression} <> ''`, 'SET COMPRESSION %s', ['former', "'default'"]),
];

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
