import { DefaultNamingStrategy } from 'typeorm';
import type { Case, SameCase } from './case.js';
import { entity, keyless } from './entity.js';

const long = 'a_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit_into_one';
const integer = { type: 'integer' } as const;

/** Names of its own for everything. */
class OwnNaming extends DefaultNamingStrategy {
  override tableName(name: string, given?: string): string {
    return given ?? `t_${name}`;
  }

  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return [...prefixes, given ?? property].join('_').replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
  }

  override primaryKeyName(table: string | { name: string }): string {
    return `pk ${typeof table === 'string' ? table : table.name}`;
  }

  override indexName(table: string | { name: string }, columns: string[]): string {
    return `ix ${typeof table === 'string' ? table : table.name} ${columns.join(' ')}`;
  }
}

const person = entity({ firstName: { type: 'text', nullable: true } }, { name: 'person', indices: [{ columns: ['firstName'] }] });

const reference = (table: string, property: string) =>
  entity({ [property]: { type: 'integer', nullable: true } }, {
    name: table,
    foreignKeys: [{ name: 'FK_item', target: 'item', columnNames: [property], referencedColumnNames: ['id'] }],
  });

export const nameCases: readonly Case[] = [
  {
    name: 'names over 63 bytes: a table more, with a serial key, a unique and an index',
    before: [],
    after: [entity({ kind: { type: 'text', unique: true } }, { name: `t_${long}`, indices: [{ columns: ['kind'] }] })],
    beyondTypeOrm: 'it compares names as they are written, and would make the table again',
  },
  {
    name: 'a naming strategy of its own, in place of the default one',
    before: [person],
    data: `INSERT INTO person ("firstName") VALUES ('a'); INSERT INTO keeper DEFAULT VALUES`,
    after: [person],
    optionsAfter: { namingStrategy: new OwnNaming() },
    renames: ['person=t_person', 'person.firstName=t_person.first_name', 'keeper=t_keeper'],
    moved: [{ table: 'person', to: 't_person', columns: { firstName: 'first_name' } }, { table: 'keeper', to: 't_keeper' }],
    hazards: ['app/rename', 'app/rename', 'app/rename'],
  },
  {
    name: 'a prefix of all tables',
    before: [],
    after: [entity({ name: { type: 'text', unique: true } })],
    options: { entityPrefix: 'shop_' },
    operations: ['create table shop_item: id, name'],
  },
  {
    name: 'a foreign key less, which is named as that of another table',
    before: [entity({}), reference('a', 'one'), reference('b', 'two')],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO a (one) VALUES (1)',
    after: [entity({}), entity({ one: { type: 'integer', nullable: true } }, { name: 'a' }), reference('b', 'two')],
    operations: ['drop foreign key a.FK_item'],
  },
  {
    name: 'a column whose name has quotes, and another',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ 'a "quoted" name': { type: 'text', nullable: true }, "an 'apostrophe'": { type: 'text', nullable: true } })],
    beyondTypeOrm: 'it puts names between quotes without escaping them',
  },
];

export const sameNameCases: readonly SameCase[] = [
  { name: 'names over 63 bytes: a table, as TypeORM made it', entities: [keyless({ id: { ...integer, primary: true } }, { name: `t_${long}` })], sql: '' },
  {
    name: 'names over 63 bytes: a serial key, as TypeORM made it',
    entities: [entity({ [`number_${long}`]: { type: 'integer', generated: 'increment' } })],
    sql: '',
    works: 'INSERT INTO item DEFAULT VALUES',
  },
  { name: 'names over 63 bytes: an enum type, as TypeORM made it', entities: [entity({ [`k_${long}`]: { type: 'enum', enum: ['a'], default: 'a' } })], sql: '' },
  {
    name: 'names over 63 bytes: an index, a unique and a check, as TypeORM made them',
    entities: [
      entity({ a: integer }, {
        indices: [{ name: `i_${long}`, columns: ['a'] }],
        uniques: [{ name: `u_${long}`, columns: ['a'] }],
        checks: [{ name: `c_${long}`, expression: 'a > 0' }],
      }),
    ],
    sql: '',
  },
  {
    name: 'the same names of constraints on two tables, and of indexes in two schemas',
    entities: ['one', 'two'].map((name) =>
      entity({ a: integer }, {
        name,
        schema: name,
        indices: [{ name: 'IDX_a', columns: ['a'] }],
        uniques: [{ name: 'UQ_a', columns: ['a'] }],
        checks: [{ name: 'CHK_a', expression: 'a > 0' }],
      }),
    ),
    sql: '',
  },
  {
    name: 'the same name of uniques of one column, in two schemas',
    entities: ['one', 'two'].map((name) => entity({ [name]: integer }, { name, schema: name, uniques: [{ name: 'UQ', columns: [name] }] })),
    sql: '',
  },
  {
    name: 'the same name of two foreign keys',
    entities: [entity({}), reference('a', 'one'), reference('b', 'two')],
    sql: '',
  },
  {
    name: 'a prefix and a naming strategy, by hand in other words',
    entities: [entity({ firstName: { type: 'text', nullable: true } }, { name: 'Person', indices: [{ columns: ['firstName'] }] })],
    options: { entityPrefix: 'shop_', namingStrategy: new OwnNaming() },
    bare: true,
    sql: 'CREATE TABLE "shop_t_Person" (id serial PRIMARY KEY, first_name text); CREATE INDEX ON "shop_t_Person" (first_name)',
  },
  {
    name: 'a serial whose sequence has another name',
    entities: [entity({ note: { type: 'text', nullable: true } })],
    sql: 'ALTER SEQUENCE item_id_seq RENAME TO numbers',
    works: 'INSERT INTO item DEFAULT VALUES',
  },
];
