import type { DataSource } from 'typeorm';
import type { ColumnMetadata } from './compat.js';

/** The type of a column in the words of PostgreSQL. */
export interface ColumnType {
  /** As `format_type` prints it: `character varying(80)[]`. */
  readonly text: string;
  /** Without length, precision and brackets: `character varying`. */
  readonly base: string;
  readonly isArray: boolean;
  /** What `pg_get_expr` prints behind a constant of this type: `'x'::character varying`. */
  readonly cast: string;
}

/** `1` where TypeORM and PostgreSQL take a type without a length as one of length 1. */
const lengthTypes: Readonly<Record<string, number | null>> = {
  'character varying': null,
  character: 1,
  bit: 1,
  'bit varying': null,
  vector: null,
  halfvec: null,
};

const timeTypes: ReadonlySet<string> = new Set([
  'interval',
  'time without time zone',
  'time with time zone',
  'timestamp without time zone',
  'timestamp with time zone',
]);

/** What `format_type` prints where a constant has no length: without one, `character` and `bit` mean a length of 1. */
const constantTypes: Readonly<Record<string, string>> = { character: 'bpchar', bit: '"bit"' };

/**
 * The type of a column that is not of an enum type.
 *
 * Options that the type does not take (a precision of an integer) are left out, where TypeORM writes SQL that PostgreSQL refuses.
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.normalizeType (the aliases: `varchar`, `int`, `String`, …) and createFullType.
 */
export function readColumnType(column: ColumnMetadata, dataSource: DataSource): ColumnType {
  const base = dataSource.driver.normalizeType(column);
  const modifier = modifierOf(base, column);
  const whole = base.startsWith('time') ? base.replace(' ', `${modifier} `) : base + modifier;
  const constant = base === 'interval' && !column.isArray ? whole : (constantTypes[base] ?? base);
  return { text: withBrackets(whole, column), base, isArray: column.isArray, cast: withBrackets(constant, column) };
}

/** The type of a column of an enum type, whose name is `reference`. */
export function enumColumnType(column: ColumnMetadata, reference: string): ColumnType {
  const text = withBrackets(reference, column);
  return { text, base: reference, isArray: column.isArray, cast: text };
}

const withBrackets = (text: string, { isArray }: ColumnMetadata): string => (isArray ? `${text}[]` : text);

function modifierOf(base: string, column: ColumnMetadata): string {
  const { length, precision, scale } = column;
  if (base in lengthTypes) {
    const given = length || precision || lengthTypes[base];
    return given ? `(${given})` : '';
  }
  if (base === 'geometry' || base === 'geography') return spatialModifier(column);
  if (precision === null || precision === undefined) return '';
  if (base === 'numeric') return `(${precision},${scale ?? 0})`;
  // PostgreSQL 18, 8.5 "Date/Time Types": more than 6 is taken as 6.
  return timeTypes.has(base) ? `(${Math.min(precision, 6)})` : '';
}

/** TypeORM drops an SRID without a feature type; PostGIS has `Geometry` for "any". */
function spatialModifier({ spatialFeatureType, srid }: ColumnMetadata): string {
  if (srid !== undefined && srid !== null) return `(${spatialFeatureType ?? 'Geometry'},${srid})`;
  return spatialFeatureType ? `(${spatialFeatureType})` : '';
}
