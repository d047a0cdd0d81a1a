/** The types to which every value can be assigned as text: those of category `S` (PostgreSQL 18, 53.64 "pg_type"). */
export const stringTypes: ReadonlySet<string> = new Set(['text', 'character varying', 'character', 'citext', 'name']);

export const numberTypes: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision']);

export const bitTypes: ReadonlySet<string> = new Set(['bit', 'bit varying']);

export const jsonTypes: ReadonlySet<string> = new Set(['json', 'jsonb']);

export const timeTypes: ReadonlySet<string> = new Set([
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
  'interval',
]);
