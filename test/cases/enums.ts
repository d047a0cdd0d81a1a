import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

const mood = (values: readonly string[], rest: object = {}) => [entity({ mood: { type: 'enum', enum: [...values], nullable: true, ...rest } })];
const insert = "INSERT INTO item (mood) VALUES ('sad'), ('happy'), (NULL)";

const guarded = (values: string[]) =>
  entity(
    { mood: { type: 'enum', enum: values, default: 'sad' } },
    { checks: [{ expression: `mood <> 'happy' OR id > 0` }], indices: [{ columns: ['id'], where: `mood = 'sad'` }] },
  );

export const enumCases: readonly Case[] = [
  { name: 'an enum column more', before: [entity({})], data: 'INSERT INTO item DEFAULT VALUES', after: mood(['sad', 'happy'], { default: 'sad', nullable: false }) },
  { name: 'an enum column less', before: mood(['sad', 'happy']), data: insert, after: [entity({})], hazards: ['data/lost'] },
  {
    name: 'a value in the middle',
    before: mood(['sad', 'happy']),
    data: insert,
    after: mood(['sad', 'ok', 'happy']),
    operations: ['alter enum type item_mood_enum: values (sad, happy) → (sad, ok, happy)'],
    hazards: [],
  },
  { name: 'values at both ends', before: mood(['sad', 'happy']), data: insert, after: mood(['awful', 'sad', 'happy', "it's great"]), hazards: [] },
  {
    name: 'a new value that is the new default at once',
    before: mood(['sad', 'happy'], { default: 'sad' }),
    data: insert,
    after: mood(['sad', 'happy', 'ok'], { default: 'ok' }),
  },
  { name: 'a value less, that no row holds', before: mood(['sad', 'ok', 'happy'], { default: 'happy' }), data: insert, after: mood(['sad', 'happy'], { default: 'happy' }), hazards: ['data/may-not-fit'] },
  {
    name: 'a value less and another default, which the way back brings back',
    before: mood(['sad', 'ok', 'happy'], { default: 'sad' }),
    data: insert,
    after: mood(['sad', 'happy'], { default: 'happy' }),
  },
  { name: 'another order of values', before: mood(['sad', 'happy']), data: insert, after: mood(['happy', 'sad']) },
  {
    name: 'an array of enum values gets another value, and is the default',
    before: [entity({ moods: { type: 'enum', enum: ['sad', 'happy'], array: true, default: ['sad'] } })],
    data: "INSERT INTO item (moods) VALUES ('{happy,sad}'), (DEFAULT)",
    after: [entity({ moods: { type: 'enum', enum: ['sad', 'happy', 'ok'], array: true, default: ['ok'] } })],
  },
  {
    name: 'an enum type that two tables share',
    before: [],
    after: [
      entity({ mood: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood' } }),
      entity({ mood: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood', default: 'sad' } }, { name: 'part' }),
    ],
  },
  {
    name: 'a value less, with a check, a partial index and another column on the type',
    before: [guarded(['sad', 'ok', 'happy'])],
    data: "INSERT INTO item (mood) VALUES ('sad'), ('happy')",
    after: [guarded(['sad', 'happy'])],
  },
  {
    name: 'a value more, with a check and a partial index on the type',
    before: [guarded(['sad', 'happy'])],
    data: "INSERT INTO item (mood) VALUES ('sad'), ('happy')",
    after: [guarded(['sad', 'happy', 'ok'])],
  },
  {
    name: 'a value more, and another column with a default',
    before: mood(['sad', 'happy'], { default: 'sad' }),
    data: insert,
    after: [entity({ mood: { type: 'enum', enum: ['sad', 'happy', 'ok'], nullable: true, default: 'sad' }, note: { type: 'text', default: 'none' } })],
    operations: ['alter enum type item_mood_enum: values (sad, happy) → (sad, happy, ok)', "add column item.note: text, not null, default 'none'::text"],
  },
  {
    name: 'text to an enum type, and back',
    before: [entity({ mood: { type: 'text', default: 'sad' } })],
    data: "INSERT INTO item (mood) VALUES ('sad'), ('happy')",
    after: [entity({ mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad' } })],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'another name of an enum type and another default, together with a value more',
    before: mood(['sad', 'happy'], { enumName: 'kind', default: 'sad' }),
    data: insert,
    after: mood(['sad', 'happy', 'ok'], { enumName: 'sort', default: 'happy' }),
    renames: ['type:kind=sort'],
  },
  {
    name: 'a value more of a type that two tables share',
    before: [
      entity({ mood: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood', default: 'sad' } }),
      entity({ note: { type: 'text', nullable: true } }, { name: 'part' }),
    ],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO part (note) VALUES (NULL)',
    after: [
      entity({ mood: { type: 'enum', enum: ['sad', 'happy', 'ok'], enumName: 'mood', default: 'sad' }, other: { type: 'enum', enum: ['sad', 'happy', 'ok'], enumName: 'mood', nullable: true } }),
      entity({ note: { type: 'text', nullable: true }, mood: { type: 'enum', enum: ['sad', 'happy', 'ok'], enumName: 'mood', default: 'ok' } }, { name: 'part' }),
    ],
    beyondTypeOrm: 'it makes a type anew for each table',
  },
  {
    name: 'one of two columns less that share a type',
    before: [entity({ mood: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood', nullable: true }, other: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood', nullable: true } })],
    data: insert,
    after: [entity({ mood: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood', nullable: true } })],
    operations: ['drop column item.other'],
  },
  {
    name: 'a value less of a type on which a view of no entity stands',
    before: mood(['sad', 'ok', 'happy']),
    data: `${insert}; CREATE VIEW cheerful AS SELECT id FROM item WHERE mood = 'happy'`,
    after: mood(['sad', 'happy']),
    beyondTypeOrm: 'it does not know the view of no entity',
  },
];

const inSchema = (name: string, rest: object = {}) => entity({ mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad', ...rest } }, { name, schema: 'feelings' });

export const sameEnumCases: readonly SameCase[] = [
  { name: 'an enum type whose name begins with an underscore', entities: mood(['sad', 'happy'], { enumName: '_mood' }), sql: insert },
  { name: 'an enum type under the name that it would have anyway', entities: mood(['sad', 'happy'], { enumName: 'item_mood_enum' }), sql: insert },
  { name: 'enum types in another schema, shared, and in arrays', entities: [inSchema('item'), inSchema('part', { array: true, default: ['sad'] })], sql: '' },
  {
    name: 'an enum type that two tables share, and one that is made by hand',
    bare: true,
    entities: [
      entity({ mood: { type: 'enum', enum: ['sad', 'happy'], enumName: 'mood', default: 'sad' }, kind: { type: 'enum', enum: [1, 2], default: 2 } }),
      entity({ mood: { type: 'simple-enum', enum: { a: 'sad', b: 'happy' }, enumName: 'mood', array: true } }, { name: 'part' }),
    ],
    sql: `CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TYPE item_kind_enum AS ENUM ('1', '2');
      CREATE TABLE item (id serial PRIMARY KEY, mood mood NOT NULL DEFAULT 'sad', kind item_kind_enum NOT NULL DEFAULT '2');
      CREATE TABLE part (id serial PRIMARY KEY, mood mood[] NOT NULL)`,
  },
];
