import type { ColumnSpec, Family, TypeSpec } from './model.js';

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
  date: {
    types: [{ type: 'date' }, { type: 'timestamp' }, { type: 'text' }],
    samples: ['2026-01-02', '2026-02-03', '2026-03-04'],
    defaults: [{ sql: 'CURRENT_DATE' }, { value: '2020-02-29' }, { sql: 'now()' }],
    fill: `date '2000-01-01' + ${rowNumber}`,
    ordered: true,
  },
  clock: {
    types: [{ type: 'time' }, { type: 'timetz' }, { type: 'time', precision: 3 }, { type: 'text' }],
    samples: ['03:04:05', '04:05:06', '05:06:07'],
    defaults: [{ sql: 'LOCALTIME' }, { value: '12:00' }, { sql: "time '09:30'" }],
    fill: `time '00:00' + ${rowNumber} * interval '1 second'`,
    ordered: true,
  },
  network: {
    types: [{ type: 'inet' }, { type: 'cidr' }, { type: 'text' }],
    samples: ['10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32'],
    defaults: [{ value: '127.0.0.1' }],
    fill: `host(inet '192.168.0.0' + ${rowNumber})::inet`,
    ordered: true,
  },
  bits: {
    types: [{ type: 'bit', length: 4 }, { type: 'varbit' }, { type: 'varbit', length: 8 }],
    samples: ['1010', '0101', '1111'],
    defaults: [{ value: '0000' }, { sql: "B'0110'" }],
    fill: `B'0000'`,
    ordered: false,
  },
  point: {
    types: [{ type: 'point' }, { type: 'text' }],
    samples: ['(1,2)', '(3,4)', '(5,6)'],
    defaults: [{ sql: 'point(0, 0)' }],
    fill: `point(0, 0)`,
    ordered: false,
  },
  counter: { types: [{ type: 'smallint' }, { type: 'integer' }, { type: 'bigint' }], samples: ['11', '22', '33'], defaults: [], fill: `100 + ${rowNumber}`, ordered: false },
  computed: { types: [{ type: 'numeric' }], samples: ['', '', ''], defaults: [], fill: '0', ordered: false },
  bytes: {
    types: [{ type: 'bytea' }],
    samples: ['\\x00', '\\x0102', '\\x'],
    defaults: [{ value: '\\x01' }],
    fill: `'\\x'`,
    ordered: false,
  },
  enum: { types: [{ type: 'enum' }], samples: ['sad', 'happy', 'sad'], defaults: [], fill: `'sad'`, ordered: false },
};
