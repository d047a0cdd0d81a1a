import type { Verdict } from '../support/typeorm-verdict.js';

/** A case that the migration of TypeORM's own schema builder does not pass, and what shows it. */
export interface Fault {
  /** The root cause, by a short name; `docs/coverage.md` says what it is. */
  readonly cause: string;
  /** The name of a case, which Limbeck passes. */
  readonly case: string;
  readonly fails: { readonly [K in keyof Verdict]: RegExp };
}

type Row = readonly [name: string, fails: Fault['fails']];

const everyTime = (statement: RegExp): Fault['fails'] => ({ reports: statement, again: statement });

const asTypeOrm1 = (topic: string, names: readonly Row[]): Row[] => names.map(([name, fails]) => [`${topic}, TypeORM 1: ${name}`, fails]);

const unseen = { unseen: /^nothing$/ };

/** By root cause. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  'drop-add': [
    ['a longer varchar', { fails: /^column "value" of relation "item" contains null values$/ }],
    ['a longer varchar that may be empty, with an index of no entity', { loses: /"value":null.*"value":null/, back: /^- index CREATE INDEX of_nobody/ }],
    ['integer to bigint', { fails: /contains null values/ }],
    ['integer to bigint, with a default, an index, a unique and a check', { fails: /could not create unique index/ }],
    ['json to jsonb', { loses: /"value":\{\}.*"value":\{\}/ }],
    ['a serial key from integer to bigint, with a reference to it', { loses: /"item_id":null.*"item_id":null/ }],
    ['a value to an array of values', { loses: /"value":null/ }],
    ['text to an enum type, and back', { loses: /"mood":"sad".*"mood":"sad"/ }],
  ],
  'default-text': [
    ['default: a number for numeric', everyTime(/SET DEFAULT '1\.5'$/)],
    ['default: a string for numeric(10,2)', everyTime(/SET DEFAULT '0\.00'$/)],
    ['default: a string with colons', everyTime(/SET DEFAULT 'a::b'$/)],
    ['default: a computed time', everyTime(/SET DEFAULT now\(\) \+ interval '7 days'$/)],
    ['default: a time in a zone', everyTime(/SET DEFAULT \(now\(\) at time zone 'utc'\)$/)],
    ['default: a time of day', everyTime(/SET DEFAULT '08:00'$/)],
    ['default: a spelled jsonb', everyTime(/SET DEFAULT '\{\}'::jsonb$/)],
    ['default: a string that differs behind colons', unseen],
    ['default: a string to an expression', unseen],
  ],
  'metadata-table': [
    ['views made by hand, of which TypeORM has no record', { reports: /^CREATE VIEW "cheap"/, fails: /^relation "cheap" already exists$/ }],
    ['generated columns made by hand, of which TypeORM has no record', { refuses: /^relation "typeorm_metadata" does not exist$/ }],
    ['generated columns of a database that had another name when TypeORM made its record', { reports: /DROP COLUMN "sum"/ }],
  ],
  'by-name': [
    ['a named check of another expression', unseen],
    ['another predicate of a named index', unseen],
    ['another order of columns of a named index', unseen],
    ['a named exclusion of another expression', unseen],
    ['a named exclusion that becomes deferrable', unseen],
    ['a deferrable unique', unseen],
  ],
  clock: [
    ['clocks, spelled by hand as PostgreSQL prints them today', { reports: /SET DEFAULT \('now'::text\)::date/, catalog: /^- .*CURRENT_DATE[^]*^\+ .*\('now'::text\)::date/m }],
  ],
  'long-names': [
    ['names over 63 bytes: a table, as TypeORM made it', { reports: /^CREATE TABLE/, fails: /already exists$/ }],
    ['names over 63 bytes: a serial key, as TypeORM made it', { reports: /RENAME COLUMN/, fails: /already exists$/ }],
    ['names over 63 bytes: an enum type, as TypeORM made it', { reports: /RENAME COLUMN/, fails: /already exists$/ }],
    ['names over 63 bytes: an index, a unique and a check, as TypeORM made them', everyTime(/^DROP INDEX [^]*DROP CONSTRAINT [^]*CREATE INDEX [^]*ADD CONSTRAINT /)],
  ],
  'enum-add': [
    ['a value in the middle', { catalog: /\+ type public\.item_mood_enum: 'sad', 'happy', 'ok'/ }],
    ['values at both ends', { catalog: /\+ type public\.item_mood_enum: 'sad', 'happy', 'awful', 'it''s great'/ }],
    ['another order of values', unseen],
    ['a new value that is the new default at once', { fails: /^unsafe use of new value "ok"/ }],
    ['an array of enum values gets another value, and is the default', { fails: /^unsafe use of new value "ok"/ }],
    ['another name of an enum type and another default, together with a value more', { again: /RENAME TO "kind_old"/, catalog: /- type public\.sort/, downFails: /^default for column "mood" cannot be cast automatically/ }],
    ['a value more, and another column with a default', { downFails: /^default for column "mood" cannot be cast automatically/ }],
  ],
  'never-dropped': [
    ['a table less, its rows with it', unseen],
    ['two tables that refer to each other, both gone', unseen],
    ['a join table less, its rows with it', unseen],
    ['a table less, with its enum type, its sequence and an array of the type', unseen],
    ['a table less, beside tables of an extension and of TypeORM', unseen],
    ['a view less, and the column that it shows', { fails: /^cannot drop column note of table item because other objects depend on it$/ }],
    ...asTypeOrm1('views', [['a view less', unseen]]),
  ],
  'array-literal': [
    ['default: an array of booleans', everyTime(/SET DEFAULT '\{true,false\}'$/)],
    ['default: an array of texts with commas, quotes and nothing in them', { fails: /syntax error|malformed|unterminated/ }],
    ['default: a simple array', { breaks: /^the default is no simple array$/ }],
    ['default: an array of texts with commas', { breaks: /^the default has three elements$/ }],
  ],
  rename: [
    ['one column less and another of the same type more, which nobody calls a rename', { breaks: /^the password became the nickname$/ }],
    ['two columns at once', { loses: /"c":null,"d":null/ }],
    ['the prefix of an embedded entity', { loses: /"addressZip":null,"addressStreet":null/ }],
    ['a naming strategy of its own, in place of the default one', { loses: /"t_person",\[\]/, catalog: /\+ column public\.person\."firstName"/ }],
    ['a join table', { loses: /"labels",\[\]/, catalog: /\+ .* public\.item_tags/ }],
    ['a table that moves to another schema, with its enum type and sequence', { loses: /"thing",\[\]/, catalog: /\+ relation archive\.item,/ }],
    ['a column with its type, default and nullability at once', { loses: /"email":"none"/ }],
    ['columns that change places', { loses: /"a":"1","b":"2"/ }],
  ],
  'enum-shared': [
    ['an enum type that two tables share', { fails: /^type "mood" already exists$/ }],
    ['a value more of a type that two tables share', { fails: /^invalid input value for enum mood: "ok"$/ }],
    ['one of two columns less that share a type', { fails: /^cannot drop type mood because other objects depend on it$/ }],
  ],
  quote: [['default: another string', { fails: /^syntax error at or near "s"$/ }]],
  'uuid-generated': [
    ['default: gen_random_uuid() for uuid', everyTime(/DROP DEFAULT[^]*SET DEFAULT gen_random_uuid\(\)/)],
    ['a uuid key with a default of its own, to which a table refers', { reports: /DROP CONSTRAINT[^]*DROP DEFAULT/, again: /DROP DEFAULT/ }],
  ],
  'same-name': [
    ['a foreign key less, which is named as that of another table', { downFails: /^column "two" referenced in foreign key constraint does not exist$/ }],
    ['the same name of uniques of one column, in two schemas', { reports: /DROP CONSTRAINT "UQ"/, catalog: /- constraint "UQ" on one\.one/ }],
  ],
  'enum-rebuild': [
    ['a value less, with a check, a partial index and another column on the type', { fails: /^operator does not exist: item_mood_enum = item_mood_enum_old$/ }],
    ['a value less of a type on which a view of no entity stands', { fails: /^cannot alter type of a column used by a view or rule$/ }],
  ],
  'unique-name': [
    ['another name of a unique of one column', unseen],
    ['a unique of one column under a name of its own', { catalog: /- constraint "UQ_mine"[^]*\+ constraint "UQ_e069460d1189c4b1431bbfd0b5b"/ }],
    ['references with every action, deferrable, to themselves, and without a constraint', { catalog: /- constraint "REL_[^]*\+ constraint "UQ_/ }],
  ],
  'fk-deferrable': [['a deferrable reference', unseen]],
  'column-order': [
    ['an index less, whose columns are not in the order of the table', { back: /- .*\(b, a\)\n\+ .*\(a, b\)/ }],
    ['a unique less, whose columns are not in the order of the table', { back: /- .*UNIQUE \(b, a\)[^]*\+ .*UNIQUE \(a, b\)/ }],
  ],
  'json-text': [
    ['default: JSON as text', everyTime(/SET DEFAULT '\{"a": "x::y"\}'$/)],
    ['default: JSON with colons', everyTime(/SET DEFAULT '\{"a":"x::y"\}'$/)],
  ],
  'array-precision': [['default: an array of times', everyTime(/TYPE TIMESTAMP\(3\) WITH TIME ZONE array$/)]],
  'enum-name': [
    ['an enum type under the name that it would have anyway', everyTime(/^ALTER TYPE "public"\."item_mood_enum" RENAME TO "item_mood_enum_old"/)],
    ['an enum type whose name begins with an underscore', { ...everyTime(/DROP COLUMN "mood"/), loses: /"mood":null.*"mood":null/ }],
  ],
  'identifier-quote': [
    ['a column whose name has quotes, and another', { fails: /^syntax error at or near "" name""$/ }],
    ['names and values with quotes', { fails: /^syntax error/ }],
  ],
  'set-default': [['a reference that sets the default', { fails: /^syntax error at or near "DEFAULT"$/ }]],
  'enum-rename-value': [
    ['an enum value, that is the default', { fails: /^invalid input value for enum item_mood_enum: "sad"$/ }],
    ['enum values that change places', { loses: /"mood":"sad"/, catalog: /\+ type public\.item_mood_enum: 'sad', 'happy'/ }],
  ],
  identity: [
    ['an identity column, always instead of by default', unseen],
    ['from serial to identity, and on with the numbers', unseen],
  ],
  'sequence-start': [
    ['a plain key that becomes serial, and on with the numbers', { breaks: /^duplicate key value/, catalog: /\+ sequence public\.item_id_seq bigint/ }],
    ['a serial key that becomes plain, and back, on with the numbers', { back: /\+ sequence public\.item_id_seq bigint/, breaksBack: /^duplicate key value/ }],
  ],
  collation: [
    ['another collation', { again: /DROP COLUMN "value"/, catalog: /\+ column public\.item\.value character varying not null collate/, back: /\+ column public\.item\.value character varying not null/ }],
    ['no collation any more', { fails: /^collation "undefined" for encoding "UTF8" does not exist$/ }],
  ],
  'view-kind': asTypeOrm1('views', [
    ['a view that becomes a materialized one', unseen],
    ['a materialized view with another query and other indexes', { back: /^- index CREATE INDEX/ }],
  ]),
  'down-comment': [['a column less', { back: /- .*comment Why\?\n\+ .*comment $/ }]],
  'metadata-schema': [['a generated column, with the option schema', { reports: /DROP COLUMN "sum"/ }]],
  'serial-name': [
    ['a serial whose sequence has another name', { reports: /DROP DEFAULT/, breaks: /^null value in column "id"/, again: /CREATE SEQUENCE/, catalog: /\+ column public\.item\.id integer not null, comment/ }],
  ],
  'pk-name': [['another name of the primary key', unseen]],
  'view-dependents': asTypeOrm1('views', [
    ['another type of a column under a view, and under a view of no entity', { fails: /^cannot drop column name of table item because other objects depend on it$/ }],
    ['fewer columns in a view on which other views stand, one of them of no entity', { fails: /^cannot drop view named because other objects depend on it$/ }],
  ]),
  'view-star': asTypeOrm1('views', [['a column more under SELECT *', { catalog: /^- view public\.cheap:[^]*note[^]*\+ view public\.cheap:/ }]]),
  'schema-missing': [['a table in another schema, which is made too', { fails: /^schema "audit" does not exist$/ }]],
  'unique-deferrable-lost': [['a deferrable unique less', { back: /- .*UNIQUE \(a, b\) DEFERRABLE INITIALLY DEFERRED\n\+ .*UNIQUE \(a, b\)/ }]],
  scale: [['a scale that the entity gives no more', unseen]],
  'generated-rename': asTypeOrm1('generated columns', [['another name of a column that a stored one is computed from', { downFails: /^column "a" does not exist$/ }]]),
  concurrently: [['an index that is built concurrently', { fails: /^CREATE INDEX CONCURRENTLY cannot run inside a transaction block$/ }]],
  unmanaged: [['indexes that entities cannot express are kept: expression, operator class, INCLUDE, DESC', { reports: /DROP INDEX "public"\."pattern_b"/, catalog: /- index CREATE INDEX covering/ }]],
  'names-of-nobody': [['constraints and indexes under the names that PostgreSQL gives them', { reports: /DROP CONSTRAINT "part_item_id_fkey"/, catalog: /- constraint item_b_check/ }]],
};

/** What the schema builder of TypeORM 1.1.1 gets wrong, by root cause. */
export const faults: readonly Fault[] = Object.entries(rows).flatMap(([cause, list]) => list.map(([name, fails]) => ({ cause, case: name, fails })));
