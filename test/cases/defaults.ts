import type { EntitySchemaColumnOptions } from 'typeorm';
import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

/** Defaults that TypeORM proposes again after every migration, or writes wrongly. Its own schema is taken as it is. */
const forms: Readonly<Record<string, EntitySchemaColumnOptions>> = {
  'a number for numeric': { type: 'numeric', default: 1.5 },
  'a string for numeric(10,2)': { type: 'numeric', precision: 10, scale: 2, default: '0.00' },
  'a negative number': { type: 'integer', default: -1 },
  'a number for smallint': { type: 'smallint', default: 0 },
  'a string': { type: 'varchar', default: 'draft' },
  'an empty string': { type: 'text', default: '' },
  'a string with colons': { type: 'text', default: 'a::b' },
  'false': { type: 'boolean', default: false },
  'now()': { type: 'timestamptz', default: () => 'now()' },
  'CURRENT_TIMESTAMP': { type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' },
  'CURRENT_TIMESTAMP(3)': { type: 'timestamptz', precision: 3, default: () => 'CURRENT_TIMESTAMP(3)' },
  'CURRENT_DATE': { type: 'date', default: () => 'CURRENT_DATE' },
  'LOCALTIMESTAMP': { type: 'timestamp', default: () => 'LOCALTIMESTAMP' },
  'a computed time': { type: 'timestamptz', default: () => "now() + interval '7 days'" },
  'a time in a zone': { type: 'timestamp', default: () => "(now() at time zone 'utc')" },
  'a time of day': { type: 'time', default: '08:00' },
  'an interval': { type: 'interval', default: '1 day' },
  'a sum': { type: 'integer', default: () => '1 + 1' },
  'an object for jsonb': { type: 'jsonb', default: { b: 1, a: [true, null] } },
  'a spelled jsonb': { type: 'jsonb', default: () => "'{}'::jsonb" },
  'an object for json': { type: 'json', default: { b: 1, a: 2 } },
  'gen_random_uuid() for uuid': { type: 'uuid', default: () => 'gen_random_uuid()' },
  'an array of text': { type: 'text', array: true, default: '{}' },
  'an array expression': { type: 'integer', array: true, default: () => 'ARRAY[1, 2]' },
  'a function of text': { type: 'text', default: () => "upper('a')" },
  'an enum value': { type: 'enum', enum: ['one', 'two'], default: 'one' },
  'an array of booleans': { type: 'boolean', array: true, default: [true, false] },
  'an array of times': { type: 'timestamptz', precision: 3, array: true, nullable: true },
  'JSON as text': { type: 'jsonb', default: '{"a": "x::y"}' },
  'JSON with colons': { type: 'json', default: { a: 'x::y' } },
  'an array of enum values': { type: 'enum', enum: ['one', 'two'], array: true, default: ['one'] },
};

/** On the schema that TypeORM makes of them, nothing is to be done. */
export const sameDefaultCases: readonly SameCase[] = Object.entries(forms).map(([name, value]) => ({
  name: `default: ${name}`,
  entities: [entity({ value })],
  sql: '',
}));

const clocks = entity({
  stamp: { type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' },
  precise: { type: 'timestamptz', precision: 3, default: () => 'CURRENT_TIMESTAMP(3)' },
  date: { type: 'date', default: () => 'CURRENT_DATE' },
  time: { type: 'timetz', default: () => 'CURRENT_TIME' },
  local: { type: 'time', precision: 2, default: () => 'LOCALTIME(2)' },
  localStamp: { type: 'timestamp', default: () => 'LOCALTIMESTAMP' },
});

/** Schemas made by hand in other spellings of the same. */
export const spelledDefaultCases: readonly SameCase[] = (
  [
    ['integer', 0, "'0'::integer"],
    ['bigint', 0, "'0'::bigint"],
    ['numeric', 1.5, "'1.5'::numeric"],
    ['boolean', true, "'t'::boolean"],
    ['text', 'a', "'a'::varchar::text"],
    ['jsonb', { a: 1, b: 2 }, `'{"b": 2,   "a": 1}'`],
    ['json', { a: 1, b: 2 }, `'{"b": 2,   "a": 1}'`],
    ['interval', '1 day', "'24 hours'::interval + '0'::interval + interval '1 day' - interval '24 hours'"],
    ['date', '2026-01-02', "date '2026-01-02'"],
    ['timestamptz', () => 'now() + interval \'7 days\'', "now() + '7 days'::interval"],
  ] as const
).map(([type, value, spelling]): SameCase => ({
  name: `default of ${type}, spelled ${spelling}`,
  entities: [entity({ value: { type, default: value } })],
  sql: `ALTER TABLE item ALTER COLUMN value SET DEFAULT ${spelling}`,
})).concat({
  name: 'clocks, spelled by hand as PostgreSQL prints them today',
  bare: true,
  entities: [clocks],
  sql: `CREATE TABLE item (id serial PRIMARY KEY, stamp timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP, precise timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    date date NOT NULL DEFAULT CURRENT_DATE, time timetz NOT NULL DEFAULT CURRENT_TIME, local time(2) NOT NULL DEFAULT LOCALTIME(2),
    "localStamp" timestamp NOT NULL DEFAULT LOCALTIMESTAMP)`,
});

const withDefault = (type: EntitySchemaColumnOptions['type'], value?: EntitySchemaColumnOptions['default']) => [
  entity({ value: { type, nullable: true, ...(value === undefined ? {} : { default: value }) } }),
];

export const changedDefaultCases: readonly Case[] = [
  {
    name: 'default: a text of two lines, in a new table, in which no line is indented',
    before: [],
    after: [entity({ value: { type: 'text', default: 'two\nlines' } }, { checks: [{ expression: "value <> 'other\nlines'" }] })],
  },
  {
    name: 'default: an array of texts with commas, quotes and nothing in them',
    before: withDefault('integer'),
    after: [entity({ value: { type: 'text', array: true, default: ['a,b', "it's", '"', '', '\\'] } })],
    operations: ["alter column item.value: nullable yes → no; type integer → text[]; default none → '{\"a,b\",it''s,\"\\\"\",\"\",\"\\\\\"}'::text[]"],
    beyondTypeOrm: 'it joins the elements with commas and quotes nothing',
  },
  {
    name: 'default: a simple array',
    before: withDefault('integer'),
    after: [entity({ value: { type: 'simple-array', default: ['a', 'b'] } })],
    works: "INSERT INTO item DEFAULT VALUES; DO $$ BEGIN IF EXISTS (SELECT FROM item WHERE value <> 'a,b') THEN RAISE 'the default is no simple array'; END IF; END $$",
    beyondTypeOrm: 'it writes the default as JSON',
  },
  {
    name: 'default: an array of texts with commas',
    before: withDefault('integer'),
    after: [entity({ value: { type: 'text', array: true, default: ['a,b', 'c'] } })],
    operations: ["alter column item.value: nullable yes → no; type integer → text[]; default none → '{\"a,b\",c}'::text[]"],
    works: "INSERT INTO item DEFAULT VALUES; DO $$ BEGIN IF EXISTS (SELECT FROM item WHERE cardinality(value) = 3) THEN RAISE 'the default has three elements'; END IF; END $$",
    beyondTypeOrm: 'it joins the elements with commas',
  },
  { name: 'default: none to one', before: withDefault('integer'), data: 'INSERT INTO item DEFAULT VALUES', after: withDefault('integer', 5) },
  { name: 'default: one to none', before: withDefault('text', 'a'), data: 'INSERT INTO item DEFAULT VALUES', after: withDefault('text') },
  { name: 'default: another string', before: withDefault('text', 'a'), after: withDefault('text', "it's"), beyondTypeOrm: 'it does not escape the quote' },
  { name: 'default: a string that differs behind colons', before: withDefault('text', 'x::a'), after: withDefault('text', 'x::b') },
  { name: 'default: a string to an expression', before: withDefault('text', 'a'), after: withDefault('text', () => "lower('A' || 'b')") },
  { name: 'default: letters of another case', before: withDefault('text', 'open'), after: withDefault('text', 'OPEN') },
  { name: 'default: another object', before: withDefault('jsonb', { a: 1 }), after: withDefault('jsonb', { a: 2 }) },
];
