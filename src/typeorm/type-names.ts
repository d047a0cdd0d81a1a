import type { QualifiedName } from '../model/schema.js';

/**
 * Words that PostgreSQL quotes when they are names: its keywords but for the unreserved ones.
 *
 * Source: PostgreSQL 18, `quote_identifier`, which asks the list that `pg_get_keywords()` gives (`catcode <> 'U'`). Those of
 * other versions differ by a few of the newest; there the name is quoted without need.
 */
const keywords = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character
  check coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role
  current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists
  extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int
  integer intersect interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
  json_scalar json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp merge_action
  national natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing
  position precision primary real references returning right row select session_user setof similar smallint some substring symmetric
  system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic
  verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
  xmlserialize xmltable`.split(/\s+/),
);

/**
 * Types that hide one of the same name in another namespace, as `pg_catalog` is searched first.
 *
 * Source: PostgreSQL 18, 5.10.5 "The System Catalog Schema"; `pg_type` of `pg_catalog` without the names that begin with `pg_` or `_`.
 */
const builtInTypes = new Set(
  `aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray anycompatiblerange anyelement
  anyenum anymultirange anynonarray anyrange bit bool box bpchar bytea char cid cidr circle cstring date datemultirange daterange
  event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2 int2vector int4 int4multirange int4range int8
  int8multirange int8range internal interval json jsonb jsonpath language_handler line lseg macaddr macaddr8 money name numeric
  nummultirange numrange oid oidvector path point polygon record refcursor regclass regcollation regconfig regdictionary regnamespace
  regoper regoperator regproc regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz timetz trigger
  tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid xid8
  xml`.split(/\s+/),
);

/**
 * The name of a type as `format_type` prints it while `searched` is the search path: qualified only where it must be,
 * quoted only where it must be.
 */
export function typeReference({ schema, name }: QualifiedName, searched: string): string {
  const visible = schema === searched && !builtInTypes.has(name);
  return visible ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

const identifier = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
