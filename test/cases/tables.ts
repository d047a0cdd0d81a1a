import type { Case } from './case.js';
import { entity, keyless } from './entity.js';
import { hasType } from '../support/server-version.js';

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
  {
    name: 'every type that the server has',
    before: [],
    after: [
      keyless({
        id: { type: 'bigint', primary: true },
        ...Object.fromEntries(
          (
            ['smallint', 'int', 'bigint', 'real', 'double precision', 'numeric', 'money', 'varchar', 'char', 'text', 'bytea', 'date', 'time', 'timetz',
              'timestamp', 'timestamptz', 'interval', 'boolean', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'cidr', 'inet', 'macaddr',
              'macaddr8', 'tsvector', 'tsquery', 'uuid', 'xml', 'json', 'jsonb', 'int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange',
              'int4multirange', 'bit', 'varbit'] as const
          ).filter(hasType).flatMap((type) => [
            [`${type} plain`, { type, nullable: true }],
            [`${type} array`, { type, nullable: true, array: true }],
          ]),
        ),
        'varchar 9': { type: 'varchar', length: 9, default: 'x' },
        'char 3': { type: 'char', length: 3, nullable: true },
        'bit 5': { type: 'bit', length: 5, nullable: true },
        'numeric 9 3': { type: 'numeric', precision: 9, scale: 3, nullable: true },
        'timestamp 3': { type: 'timestamp', precision: 3, nullable: true },
        'timestamptz 0': { type: 'timestamptz', precision: 0, nullable: true },
        'time 2': { type: 'time', precision: 2, nullable: true },
        'simple json': { type: 'simple-json', nullable: true },
        'simple array': { type: 'simple-array', nullable: true },
      }),
    ],
  },
];
