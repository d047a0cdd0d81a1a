import type { EntitySchema } from 'typeorm';
import type { Case, SameCase } from './case.js';
import { entity, keyless } from './entity.js';

const columns = { a: { type: 'text' }, n: { type: 'integer' }, during: { type: 'int4range', nullable: true } } as const;

/** A constraint of each kind and an index, under names that begin so; without: under those of the naming strategy. */
const ruled = (prefix?: string): EntitySchema[] => {
  const named = (kind: string): { readonly name?: string } => (prefix === undefined ? {} : { name: `${prefix}_${kind}` });
  return [
    keyless(
      { id: { type: 'integer', primary: true, ...(prefix === undefined ? {} : { primaryKeyConstraintName: `${prefix}_key` }) }, ...columns },
      {
        uniques: [{ ...named('unique'), columns: ['a'] }],
        checks: [{ ...named('check'), expression: 'n > 0' }],
        exclusions: [{ ...named('exclusion'), expression: 'USING gist (during WITH &&)' }],
        indices: [{ ...named('index'), columns: ['n'], unique: true, where: 'n > 3' }],
      },
    ),
    entity(
      { item_id: { type: 'integer', nullable: true } },
      { name: 'part', foreignKeys: [{ ...named('reference'), target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] },
    ),
  ];
};

const data = "INSERT INTO item VALUES (1, 'x', 4, '[1,2)'); INSERT INTO part (item_id) VALUES (1)";

/** What differs only in its name is renamed where the entity gives the name, and never built anew. */
export const otherNameCases: readonly Case[] = [
  {
    name: 'other names of a primary key, a unique, a check, an exclusion, a reference and an index',
    before: ruled('old'),
    data,
    after: ruled('new'),
    operations: [
      'rename primary key item.old_key → new_key',
      'rename unique constraint item.old_unique → new_unique',
      'rename check constraint item.old_check → new_check',
      'rename exclusion constraint item.old_exclusion → new_exclusion',
      'rename index item.old_index → new_index',
      'rename foreign key part.old_reference → new_reference',
    ],
    hazards: [],
  },
  {
    name: 'names in place of those of the naming strategy: of a primary key, a unique, a check, an exclusion, a reference and an index',
    before: ruled(),
    data,
    after: ruled('new'),
    hazards: [],
  },
];

/** Where the entity gives no name, any will do. */
export const sameOtherNameCases: readonly SameCase[] = [
  {
    name: 'a primary key, a unique, a check, an exclusion, a reference and an index under names that nobody asked for',
    entities: ruled(),
    sql: `DO $$ DECLARE each record; BEGIN
      FOR each IN SELECT conrelid::regclass AS tab, conname FROM pg_constraint WHERE conrelid IN ('item'::regclass, 'part'::regclass) AND contype <> 'n'
      LOOP EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', each.tab, each.conname, 'mine_' || left(md5(each.conname), 8)); END LOOP;
      FOR each IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indpred IS NOT NULL AND indrelid = 'item'::regclass
      LOOP EXECUTE format('ALTER INDEX %s RENAME TO mine_index', each.name); END LOOP;
    END $$`,
  },
];
