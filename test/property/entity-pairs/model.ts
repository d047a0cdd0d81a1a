/** The part of entities that a pair is made of: plain data, so that it can be changed, compared and printed. */

export interface Model {
  readonly tables: readonly TableSpec[];
  /** Enum types that columns of several tables share, by name. */
  readonly sharedEnums: Readonly<Record<string, readonly string[]>>;
}

export type KeyKind = 'serial' | 'bigserial' | 'identity always' | 'identity by default' | 'integer' | 'bigint' | 'uuid' | 'text';

export interface TableSpec {
  readonly name: string;
  readonly schema: string | null;
  readonly comment: string | null;
  readonly key: KeyKind;
  readonly columns: readonly ColumnSpec[];
  readonly uniques: readonly UniqueSpec[];
  readonly checks: readonly CheckSpec[];
  readonly exclusions: readonly string[];
  readonly indexes: readonly IndexSpec[];
  readonly references: readonly ReferenceSpec[];
}

/** Types among whose members every sample of the family can be converted without loss. */
export type Family = 'number' | 'text' | 'boolean' | 'time' | 'json' | 'uuid' | 'textArray' | 'numberArray' | 'range' | 'list' | 'interval' | 'bytes' | 'enum';

export interface TypeSpec {
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly array?: true;
}

export interface EnumSpec {
  /** `null`: the column's own type, with `values`; else a shared type. */
  readonly shared: string | null;
  readonly values: readonly string[];
  /** The name of its own type, if the entity chooses one. */
  readonly name: string | null;
  readonly array: boolean;
}

export interface ColumnSpec {
  readonly name: string;
  readonly family: Family;
  readonly type: TypeSpec;
  readonly nullable: boolean;
  /** `sql` is an expression, `value` anything else that TypeORM takes. */
  readonly default: { readonly value: unknown } | { readonly sql: string } | null;
  readonly comment: string | null;
  readonly collation: string | null;
  readonly enum: EnumSpec | null;
}

export interface UniqueSpec {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable: 'INITIALLY DEFERRED' | 'INITIALLY IMMEDIATE' | null;
}

export interface CheckSpec {
  readonly name: string | null;
  readonly column: string;
  readonly variant: number;
}

export interface IndexSpec {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly method: string | null;
  readonly where: { readonly column: string; readonly variant: number } | null;
}

export interface ReferenceSpec {
  readonly property: string;
  readonly target: string;
  readonly nullable: boolean;
  readonly onDelete: 'CASCADE' | 'SET NULL' | 'RESTRICT' | 'NO ACTION' | null;
  readonly onUpdate: 'CASCADE' | 'SET NULL' | 'RESTRICT' | 'NO ACTION' | null;
  readonly deferrable: 'INITIALLY DEFERRED' | 'INITIALLY IMMEDIATE' | null;
}

interface FamilySpec {
  readonly types: readonly TypeSpec[];
  /** A different value of each row, as text. */
  readonly samples: readonly [string, string, string];
  readonly defaults: readonly NonNullable<ColumnSpec['default']>[];
  /** A value of each row that differs from the samples and from that of any other row, as SQL. */
  readonly fill: string;
  /** Whether a B-tree, and so a key, takes every type of the family. */
  readonly ordered: boolean;
}

const rowNumber = '(ctid::text::point)[1]::integer';

export const families: { readonly [F in Family]: FamilySpec } = {
  number: {
    types: [
      { type: 'smallint' }, { type: 'integer' }, { type: 'bigint' }, { type: 'numeric' }, { type: 'numeric', precision: 10, scale: 2 },
      { type: 'numeric', precision: 12, scale: 4 }, { type: 'double precision' }, { type: 'real' }, { type: 'text' }, { type: 'varchar', length: 40 },
    ],
    samples: ['11', '22', '33'],
    defaults: [{ value: 0 }, { value: 7 }, { value: -1 }, { value: '5' }, { sql: '1 + 1' }, { sql: 'abs(-3)' }],
    fill: `100 + ${rowNumber}`,
    ordered: true,
  },
  text: {
    types: [{ type: 'text' }, { type: 'varchar' }, { type: 'varchar', length: 40 }, { type: 'varchar', length: 80 }],
    samples: ['ab', "c'd", 'ef'],
    defaults: [{ value: '' }, { value: 'draft' }, { value: 'a::b' }, { value: "it's" }, { value: 'two\nlines' }, { value: 'now()' }, { value: '7' }, { sql: "lower('A')" }, { sql: "'x'" }, { sql: "'x'::varchar" }],
    fill: `'f' || ${rowNumber}`,
    ordered: true,
  },
  boolean: {
    types: [{ type: 'boolean' }, { type: 'text' }],
    samples: ['true', 'false', 'true'],
    defaults: [{ value: true }, { value: false }, { sql: '(NOT true)' }],
    fill: 'true',
    ordered: false,
  },
  time: {
    types: [{ type: 'timestamp' }, { type: 'timestamptz' }, { type: 'timestamp', precision: 3 }, { type: 'timestamptz', precision: 0 }, { type: 'timestamptz', precision: 3 }, { type: 'text' }],
    samples: ['2026-01-02 03:04:05', '2026-02-03 04:05:06', '2026-03-04 05:06:07'],
    defaults: [{ sql: 'now()' }, { sql: 'CURRENT_TIMESTAMP' }, { sql: "now() + interval '7 days'" }, { sql: "(now() at time zone 'utc')" }, { value: '2020-01-01 00:00:00' }, { sql: 'CURRENT_TIMESTAMP(3)' }],
    fill: `timestamp '2000-01-01' + ${rowNumber} * interval '1 day'`,
    ordered: true,
  },
  json: {
    types: [{ type: 'jsonb' }, { type: 'json' }, { type: 'simple-json' }],
    samples: ['{"a": 1}', '[true, null]', '"x"'],
    defaults: [{ value: {} }, { value: { b: 1, a: [true, null] } }, { value: [] }, { value: '{"a":1}' }, { sql: "'{\"k\": \"a::b\"}'" }],
    fill: `'{}'`,
    ordered: false,
  },
  uuid: {
    types: [{ type: 'uuid' }, { type: 'text' }, { type: 'varchar', length: 40 }],
    samples: ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003'],
    defaults: [{ sql: 'gen_random_uuid()' }, { value: '10000000-0000-4000-8000-000000000001' }],
    fill: 'gen_random_uuid()',
    ordered: true,
  },
  textArray: {
    types: [{ type: 'text', array: true }, { type: 'varchar', length: 9, array: true }, { type: 'varchar', array: true }, { type: 'text' }],
    samples: ['{ab}', '{}', '{c,d}'],
    defaults: [{ value: '{}' }, { value: '{x,y}' }, { sql: "ARRAY['x', 'y']" }, { sql: "'{a,b}'::text[]" }, { sql: "'{}'" }],
    fill: `'{}'`,
    ordered: false,
  },
  numberArray: {
    types: [{ type: 'integer', array: true }, { type: 'bigint', array: true }, { type: 'numeric', precision: 10, scale: 2, array: true }, { type: 'numeric', array: true }],
    samples: ['{1,2}', '{}', '{3}'],
    defaults: [{ value: '{}' }, { value: [1, 2] }, { sql: 'ARRAY[1, 2]' }],
    fill: `'{}'`,
    ordered: false,
  },
  range: {
    types: [{ type: 'int4range' }],
    samples: ['[1,2)', '[10,20)', '[30,)'],
    defaults: [{ value: 'empty' }],
    fill: `'empty'`,
    ordered: false,
  },
  list: {
    types: [{ type: 'simple-array' }, { type: 'text' }],
    samples: ['a,b', '', 'c'],
    defaults: [{ value: 'a,b' }],
    fill: `''`,
    ordered: false,
  },
  interval: {
    types: [{ type: 'interval' }, { type: 'text' }],
    samples: ['1 day', '02:00:00', '3 mons'],
    defaults: [{ value: '1 day' }, { value: '1 hour' }, { sql: "interval '90 minutes'" }],
    fill: `'1 day'`,
    ordered: false,
  },
  bytes: {
    types: [{ type: 'bytea' }],
    samples: ['\\x00', '\\x0102', '\\x'],
    defaults: [{ value: '\\x01' }],
    fill: `'\\x'`,
    ordered: false,
  },
  enum: { types: [{ type: 'enum' }], samples: ['sad', 'happy', 'sad'], defaults: [], fill: `'sad'`, ordered: false },
};

/** Values that no row holds; `sad` and `happy` are always there. */
export const spareValues = ['ok', "it's", 'glad to be', 'Mixed', 'sa'] as const;

export const valuesOf = (model: Model, column: ColumnSpec): readonly string[] =>
  column.enum === null ? [] : column.enum.shared === null ? column.enum.values : (model.sharedEnums[column.enum.shared] ?? []);

/** A condition on a column that holds for all samples, fills and defaults; some of them name the last value of an enum type. */
export function condition(model: Model, table: TableSpec, { column: name, variant }: { readonly column: string; readonly variant: number }): string {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  const quoted = `"${name}"`;
  const isText = ['text', 'varchar', 'simple-array', 'simple-json'].includes(column.type.type) && column.type.array !== true;
  if (column.family === 'enum') {
    const last = valuesOf(model, column).filter((value) => value !== 'sad' && value !== 'happy').at(-1) ?? 'sad';
    const value = `'${last.replaceAll("'", "''")}'`;
    if (column.enum?.array === true) return variant % 2 === 0 ? `cardinality(${quoted}) < 1000` : `NOT (${value} = ANY (${quoted})) OR true`;
    return variant % 2 === 0 ? `${quoted} <> ${value} OR length('x') > 0` : `${quoted} IN ('sad', 'happy', ${value}) OR ${quoted} IS NULL OR length('y') > 0`;
  }
  if (isText) return [`length(${quoted}) < ${100 + variant}`, `${quoted} <> 'forbidden${variant}'`, `${quoted} NOT LIKE 'no%${variant}'`][variant % 3] ?? '';
  switch (column.family) {
    case 'number':
      return [`${quoted} > ${-5 - variant}`, `${quoted} between -9 and 1000${variant}`, `${quoted}+1<>${-50 - variant} and true`][variant % 3] ?? '';
    case 'boolean':
      return variant % 2 === 0 ? `${quoted} OR NOT ${quoted}` : `${quoted} IN (true, false)`;
    case 'time':
      return `${quoted} > '199${variant % 10}-01-01'`;
    default:
      return variant % 2 === 0 ? `${quoted} IS NOT NULL OR length('z') > ${-variant}` : `(${quoted} IS NULL) IS NOT NULL`;
  }
}
