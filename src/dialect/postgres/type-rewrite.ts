import { parseTypeName, type TypeName } from './type-name.js';

/**
 * Whether a column keeps its rows as they are when its type changes from one to the other without `USING`, both as `format_type`
 * prints them; a pair that is not known does not.
 *
 * Source: PostgreSQL 18, ALTER TABLE, "Notes"; `ATColumnChangeRequiresRewrite` in `tablecmds.c`; the support functions that `pg_proc`
 * names for the length coercions.
 */
export function keepsRows(from: string, to: string): boolean {
  const [source, target] = [parseTypeName(from), parseTypeName(to)];
  if (source.isArray !== target.isArray) return false;
  if (source.base !== target.base) return isSameOnDisk(source, target);
  return from === to || target.modifiers.length === 0 || (!source.isArray && isWider(source, target));
}

/** Types whose values are the same bytes, so that only a limit of the new one would make PostgreSQL look at them. */
const sameOnDisk: ReadonlySet<string> = new Set([
  'character varying>text',
  'text>character varying',
  'citext>text',
  'text>citext',
  'citext>character varying',
  'character varying>citext',
  'cidr>inet',
  'bit>bit varying',
]);

const isSameOnDisk = (from: TypeName, to: TypeName): boolean => !to.isArray && to.modifiers.length === 0 && sameOnDisk.has(`${from.base}>${to.base}`);

/** Whether each value of the one has room in the other, of which PostgreSQL knows that it need not look. */
function isWider({ base, modifiers: from }: TypeName, { modifiers: to }: TypeName): boolean {
  switch (base) {
    case 'character varying':
    case 'bit varying':
      return from.length > 0 && Number(to[0]) >= Number(from[0]);
    case 'numeric':
      return from.length > 0 && Number(to[0]) >= Number(from[0]) && Number(to[1] ?? 0) === Number(from[1] ?? 0);
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'time without time zone':
    case 'time with time zone':
      return Number(to[0]) >= Number(from[0] ?? mostPrecise);
    case 'interval':
      return from.length === 1 && to.length === 1 && Number(to[0]) >= Number(from[0]);
    default:
      return false;
  }
}

/** The digits of a second that a time without a precision keeps. Source: PostgreSQL 18, 8.5 "Date/Time Types". */
const mostPrecise = 6;
