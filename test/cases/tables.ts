import type { Case } from './case.js';
import { entity } from './entity.js';

export const tableCases: readonly Case[] = [
  { name: 'a table more', before: [], after: [entity({ name: { type: 'varchar', length: 80 } })], hazards: [] },
  {
    name: 'a table less, its rows with it',
    before: [entity({ name: { type: 'varchar', unique: true } }, { indices: [{ columns: ['name', 'id'] }], checks: [{ expression: "name <> ''" }] })],
    data: "INSERT INTO item (name) VALUES ('a')",
    after: [],
    hazards: ['data/lost'],
  },
  {
    name: 'a table in another schema, which is made too',
    before: [],
    after: [
      entity({ kind: { type: 'enum', enum: ['a', 'b'], default: 'a' } }, { schema: 'audit' }),
      entity({ item_id: { type: 'integer' } }, { name: 'part', foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] }),
    ],
  },
];
