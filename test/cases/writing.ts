import type { Case } from './case.js';
import { entity } from './entity.js';
import { fillColumn, splitIndexes } from './processes.js';

const mood = { type: 'enum', enum: ['sad', 'happy'], default: 'sad' } as const;

export const writingCases: readonly Case[] = [
  {
    name: 'SQL statements: a table with an enum type, an index and a reference',
    style: 'sql',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [
      entity({}),
      entity({ mood, itemId: { type: 'integer', nullable: true } }, {
        name: 'part',
        indices: [{ columns: ['mood'], where: `mood = 'sad'` }],
        relations: { item: { type: 'many-to-one', target: 'item', joinColumn: { name: 'itemId' } } },
      }),
    ],
  },
  {
    name: 'SQL statements: a change of type and default, and a rename with its sequence',
    style: 'sql',
    before: [entity({ n: { type: 'varchar', length: 10, default: '7' } })],
    data: "INSERT INTO item (n) VALUES ('12'), (DEFAULT)",
    after: [entity({ id: { type: 'integer', primary: true, generated: 'increment', name: 'number' }, n: { type: 'integer', default: 8 } })],
    renames: ['item.id=number'],
    moved: [{ table: 'item', columns: { id: 'number' } }],
    hazards: ['app/rename', 'data/may-not-fit'],
  },
  {
    name: 'a hook that makes two revisions of one',
    processRevision: splitIndexes,
    before: [entity({ n: { type: 'integer' } })],
    data: 'INSERT INTO item (n) VALUES (1)',
    after: [entity({ n: { type: 'bigint' }, m: { type: 'text', nullable: true } }, { indices: [{ columns: ['n'] }, { columns: ['m'] }] })],
    operations: ['add column item.m: text', 'alter column item.n: type integer → bigint'],
  },
  {
    name: 'a hook that adds a statement of its own, which has a way back',
    processRevision: fillColumn,
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ m: { type: 'text', nullable: true } })],
    operations: ['add column item.m: text', "execute UPDATE item SET m = 'made'"],
  },
];
