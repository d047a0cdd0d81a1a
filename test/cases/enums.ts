import type { Case } from './case.js';
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
];
