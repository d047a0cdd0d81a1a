import { type DataSource, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import { decorate, defaultTypeOrm, type TypeOrmVersion } from '../support/entities.js';
import { serverVersion } from '../support/server-version.js';
import type { Case, CaseEntity, SameCase } from './case.js';
import { entity } from './entity.js';

type Query = string | ((dataSource: DataSource) => SelectQueryBuilder<object>);

interface Rest {
  readonly schema?: string;
  readonly dependsOn?: readonly string[];
  readonly indices?: readonly { readonly name?: string; readonly columns: readonly ('id' | 'name')[]; readonly unique?: boolean }[];
}

interface Shape extends Rest {
  readonly name: string;
  readonly expression: Query;
  readonly materialized: boolean;
}

/** A view entity as a class: an `EntitySchema` can neither be materialized nor say what it depends on. */
function decorated(version: TypeOrmVersion, { name, expression, materialized, schema, dependsOn = [], indices = [] }: Shape): CaseEntity {
  class View {
    readonly id = 0;
    readonly name = '';
  }
  Object.defineProperty(View, 'name', { value: name });
  decorate(version, (orm) => {
    orm.ViewEntity({ name, expression, materialized, dependsOn: [...dependsOn], ...(schema === undefined ? {} : { schema }) })(View);
    for (const column of ['id', 'name']) orm.ViewColumn()(View.prototype, column);
    for (const { name: given, columns, unique = false } of indices) {
      (given === undefined ? orm.Index([...columns], { unique }) : orm.Index(given, [...columns], { unique }))(View);
    }
    return [View];
  });
  return View;
}

/** Makers of view entities, with the decorators of one version of TypeORM. */
export const viewsOf = (version: TypeOrmVersion) => ({
  view: (name: string, expression: Query, rest: Rest = {}): CaseEntity => decorated(version, { name, expression, materialized: false, ...rest }),
  materialized: (name: string, expression: Query, rest: Rest = {}): CaseEntity => decorated(version, { name, expression, materialized: true, ...rest }),
});

const item = (rest: Parameters<typeof entity>[0] = {}) => entity({ name: { type: 'varchar', length: 40 }, price: { type: 'integer', default: 1 }, ...rest });

/** Before version 16, PostgreSQL says the table of every column, even where there is only one. */
const of = serverVersion < 16 ? 'item.' : '';

const moody = (values: string[]) => entity({ mood: { type: 'enum', enum: values, default: 'sad' } });

const rows = "INSERT INTO item (name) VALUES ('chair'), ('table')";

/** Changes of views, with the decorators of one version of TypeORM. */
function changesWith(version: TypeOrmVersion): readonly Omit<Case, 'version'>[] {
  const { view, materialized } = viewsOf(version);
  return [
  {
    name: 'a view more',
    before: [item()],
    data: rows,
    after: [item(), view('cheap', 'SELECT id, name FROM item WHERE price < 10')],
  },
  {
    name: 'a view more, on a table that is new too',
    before: [],
    after: [item(), view('cheap', 'SELECT id, name FROM item WHERE price < 10;  ')],
  },
  {
    name: 'a view by a query builder',
    before: [item()],
    data: rows,
    after: [
      item(),
      view('cheap', (dataSource) => dataSource.createQueryBuilder().select('item.id', 'id').addSelect('item.name', 'name').from('item', 'item').where('item.price < 10')),
    ],
  },
  { name: 'a view less', before: [item(), view('cheap', 'SELECT id, name FROM item')], data: rows, after: [item()], beyondTypeOrm: 'it never drops a view', operations: [
    'drop view cheap',
    "execute DELETE FROM \"public\".\"typeorm_metadata\" WHERE \"type\" = 'VIEW' AND \"schema\" = 'p…",
  ] },
  {
    name: 'a column more at the end of a view, which is replaced in place',
    before: [item(), view('cheap', 'SELECT id, name FROM item')],
    data: rows,
    after: [item(), view('cheap', 'SELECT id, name, price FROM item')],
    operations: [
      `alter view cheap: definition SELECT ${of}id, ${of}name FROM item → SELECT ${of}id, ${of}name, ${of}price FROM item`,
      `execute DELETE FROM "public"."typeorm_metadata" WHERE "type" = 'VIEW' AND "schema" = 'p…`,
      `execute INSERT INTO "public"."typeorm_metadata" ("type", "schema", "name", "value") VAL…`,
    ],
  },
  {
    name: 'another condition of a view, which keeps its rights and its option',
    before: [item(), view('cheap', 'SELECT id, name FROM item')],
    data: `${rows}; GRANT SELECT ON cheap TO PUBLIC; ALTER VIEW cheap SET (security_barrier)`,
    after: [item(), view('cheap', 'SELECT id, name FROM item WHERE price < 10')],
    beyondTypeOrm: 'it drops the view, and all that was put on it',
  },
  {
    name: 'a column more at the end of a view that reads with the rights of who asks',
    since: 15,
    before: [item(), view('cheap', 'SELECT id, name FROM item')],
    data: `${rows}; ALTER VIEW cheap SET (security_invoker = true)`,
    after: [item(), view('cheap', 'SELECT id, name, price FROM item')],
    beyondTypeOrm: 'it drops the view, and all that was put on it',
  },
  {
    name: 'a value less of an enum type that a view names and gives, and that no column it reads has',
    before: [moody(['sad', 'ok', 'happy']), view('state', "SELECT id, 'sad'::item_mood_enum AS name FROM item"), view('states', 'SELECT id, name FROM state', { dependsOn: ['state'] })],
    data: "INSERT INTO item (mood) VALUES ('sad'), ('happy')",
    after: [moody(['happy', 'sad']), view('state', "SELECT id, 'sad'::item_mood_enum AS name FROM item"), view('states', 'SELECT id, name FROM state', { dependsOn: ['state'] })],
    beyondTypeOrm: 'it drops no view for the sake of a type',
  },
  {
    name: 'a view that names an enum type which is new, and an array of it',
    before: [item()],
    data: rows,
    after: [item({ mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad' } }), view('state', "SELECT id, '{sad,happy}'::item_mood_enum[] AS name FROM item")],
  },
  {
    name: 'an enum value more, that a view which stays does not name',
    before: [moody(['sad', 'happy']), materialized('state', "SELECT id, coalesce(NULL, 'sad'::item_mood_enum) AS name FROM item")],
    data: "INSERT INTO item (mood) VALUES ('sad'), ('happy')",
    after: [moody(['sad', 'happy', 'new']), materialized('state', "SELECT id, coalesce(NULL, 'sad'::item_mood_enum) AS name FROM item")],
  },
  {
    name: 'another condition, on which another view stands',
    before: [item(), view('cheap', 'SELECT id, name FROM item WHERE price < 10'), view('named', 'SELECT id, name FROM cheap WHERE name IS NOT NULL', { dependsOn: ['cheap'] })],
    data: rows,
    after: [item(), view('cheap', 'SELECT id, name FROM item WHERE price < 20'), view('named', 'SELECT id, name FROM cheap WHERE name IS NOT NULL', { dependsOn: ['cheap'] })],
  },
  {
    name: 'fewer columns in a view on which other views stand, one of them of no entity',
    before: [item(), view('cheap', 'SELECT id, name, price FROM item'), view('named', 'SELECT id, name FROM cheap', { dependsOn: ['cheap'] })],
    data: `${rows}; CREATE VIEW report AS SELECT count(*) AS number FROM named`,
    after: [item(), view('cheap', 'SELECT id, name FROM item'), view('named', 'SELECT id, name FROM cheap', { dependsOn: ['cheap'] })],
    beyondTypeOrm: 'it does not know the view of no entity',
  },
  {
    name: 'views over new views, whatever their order',
    before: [],
    after: [view('a_third', 'SELECT id, name FROM b_second', { dependsOn: ['b_second'] }), view('b_second', 'SELECT id, name FROM c_first', { dependsOn: ['c_first'] }), view('c_first', 'SELECT id, name FROM item'), item()],
    beyondTypeOrm: 'its comparator gives no order where views are more than one apart',
  },
  {
    name: 'another type of a column under a view, and under a view of no entity',
    before: [item(), view('cheap', 'SELECT id, name FROM item')],
    data: `${rows}; CREATE VIEW report AS SELECT upper(name) AS name FROM item WHERE price = 1; CREATE MATERIALIZED VIEW kept AS SELECT * FROM report; CREATE INDEX kept_name ON kept (name)`,
    after: [item({ name: { type: 'text' } }), view('cheap', 'SELECT id, name FROM item')],
    beyondTypeOrm: 'it does not know the views of no entity',
  },
  {
    name: 'another type of a column that a view casts',
    before: [item(), view('cheap', "SELECT id, name FROM item WHERE name = 'x'")],
    data: rows,
    after: [item({ name: { type: 'text' } }), view('cheap', "SELECT id, name FROM item WHERE name = 'x'")],
  },
  {
    name: 'a column less, of which the view speaks no more',
    before: [item({ note: { type: 'text', nullable: true } }), view('cheap', 'SELECT id, name, note FROM item')],
    data: rows,
    after: [item(), view('cheap', 'SELECT id, name FROM item')],
  },
  {
    name: 'a column more, which the view names at its end',
    before: [item(), view('cheap', 'SELECT id, name FROM item')],
    data: rows,
    after: [item({ note: { type: 'text', nullable: true } }), view('cheap', 'SELECT id, name, note FROM item')],
  },
  {
    name: 'a column more under SELECT *',
    before: [item(), view('cheap', 'SELECT * FROM item')],
    data: rows,
    after: [item({ note: { type: 'text', nullable: true } }), view('cheap', 'SELECT * FROM item')],
  },
  {
    name: 'an enum made anew under a view',
    before: [item({ kind: { type: 'enum', enum: ['a', 'b'], default: 'a' } }), view('cheap', "SELECT id, name, kind FROM item WHERE kind = 'a'")],
    data: rows,
    after: [item({ kind: { type: 'enum', enum: ['b', 'a'], default: 'a' } }), view('cheap', "SELECT id, name, kind FROM item WHERE kind = 'a'")],
  },
  {
    name: 'a view that groups by a primary key, with the key',
    before: [],
    after: [item(), view('numbers', 'SELECT i.id, i.name, count(*) AS number FROM item i GROUP BY i.id')],
  },
  {
    name: 'another name of a column that views show, under its old name',
    before: [item(), view('cheap', 'SELECT id, name FROM item'), materialized('kept', 'SELECT id, name FROM item')],
    data: rows,
    after: [entity({ title: { type: 'varchar', length: 40 }, price: { type: 'integer', default: 1 } }), view('cheap', 'SELECT id, title AS name FROM item'), materialized('kept', 'SELECT id, title AS name FROM item')],
    renames: ['item.name=title'],
    moved: [{ table: 'item', columns: { name: 'title' } }],
  },
  {
    name: 'a materialized view more, with an index',
    before: [item()],
    data: rows,
    after: [item(), materialized('cheap', 'SELECT id, name FROM item', { indices: [{ columns: ['name'] }, { name: 'IDX_cheap_id', columns: ['id'], unique: true }] })],
  },
  {
    name: 'a materialized view with another query and other indexes',
    before: [item(), materialized('cheap', 'SELECT id, name FROM item', { indices: [{ columns: ['name'] }] }), view('named', 'SELECT id, name FROM cheap', { dependsOn: ['cheap'] })],
    data: rows,
    after: [item(), materialized('cheap', 'SELECT id, name FROM item WHERE price < 10', { indices: [{ columns: ['id'] }] }), view('named', 'SELECT id, name FROM cheap', { dependsOn: ['cheap'] })],
  },
  {
    name: 'an index more on a materialized view that stays',
    before: [item(), materialized('cheap', 'SELECT id, name FROM item')],
    data: rows,
    after: [item(), materialized('cheap', 'SELECT id, name FROM item', { indices: [{ name: 'IDX_cheap', columns: ['id'] }] })],
    operations: ['create index cheap.IDX_cheap: (id)'],
  },
  {
    name: 'a materialized view less, with its index',
    before: [item(), materialized('cheap', 'SELECT id, name FROM item', { indices: [{ columns: ['name'] }] })],
    data: rows,
    after: [item()],
    beyondTypeOrm: 'it never drops a view',
  },
  {
    name: 'a view that becomes a materialized one',
    before: [item(), view('cheap', 'SELECT id, name FROM item')],
    data: rows,
    after: [item(), materialized('cheap', 'SELECT id, name FROM item')],
    beyondTypeOrm: 'it does not compare the kind of a view',
  },
  {
    name: 'a view in another schema, which is made too',
    before: [item()],
    data: rows,
    after: [item(), new EntitySchema({ name: 'cheap', schema: 'reporting', type: 'view', expression: 'SELECT id, name FROM item', columns: { id: { type: 'integer' } } })],
  },
  ];
}

export const viewCases: readonly Case[] = (['1', '0.3'] as const).flatMap((version) =>
  changesWith(version).map((change) => ({ ...change, name: `views, TypeORM ${version}: ${change.name}`, version })),
);

const { view, materialized } = viewsOf(defaultTypeOrm);

export const sameViewCases: readonly SameCase[] = [
  {
    name: 'views that TypeORM made',
    entities: [item(), view('cheap', 'SELECT id, name FROM item WHERE price<10 -- cheap'), materialized('kept', 'SELECT * FROM cheap', { dependsOn: ['cheap'], indices: [{ columns: ['id'] }] })],
    sql: rows,
  },
  {
    name: 'views made by hand, of which TypeORM has no record',
    entities: [item(), view('cheap', 'SELECT id, name FROM item WHERE price<10'), materialized('kept', 'select id, name from "cheap"', { dependsOn: ['cheap'] })],
    sql: 'DROP MATERIALIZED VIEW kept; DROP VIEW cheap; DROP TABLE typeorm_metadata; CREATE VIEW cheap AS SELECT item.id, item.name FROM item WHERE (price < 10); CREATE MATERIALIZED VIEW kept AS SELECT * FROM cheap',
  },
  {
    name: 'views of no entity',
    entities: [item()],
    sql: 'CREATE VIEW other AS SELECT * FROM item; CREATE MATERIALIZED VIEW third AS SELECT * FROM other',
  },
];
