import { DefaultNamingStrategy, EntitySchema } from 'typeorm';
import { RenamedFrom, renamedFrom } from '../../src/typeorm/renamed-from.js';
import { decorate, defaultTypeOrm } from '../support/entities.js';
import type { Case, CaseEntity } from './case.js';
import { entity } from './entity.js';

/** A table with all that has a default name: key, unique, index, check, enum type, sequence, and another table that refers to it. */
function family(names: { readonly table: string; readonly mail: string; readonly key: string }, mail: object = {}): CaseEntity[] {
  const { table, mail: name, key } = names;
  const person = entity(
    {
      id: { type: 'integer', primary: true, generated: 'increment', name: key },
      mail: { type: 'varchar', length: 80, unique: true, name, ...mail },
      mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad' },
      age: { type: 'integer', nullable: true },
    },
    {
      name: 'person',
      tableName: table,
      checks: [{ expression: `"${name}" <> '' AND age > 0` }],
      indices: [{ columns: ['mail', 'age'] }, { columns: ['age'], where: `"${name}" LIKE 'a%'` }, { name: 'own_name', columns: ['mail'] }],
    },
  );
  const letter = entity({ ownerId: { type: 'integer', nullable: true } }, { name: 'letter', relations: { owner: { type: 'many-to-one', target: 'person', joinColumn: { name: 'ownerId' }, onDelete: 'CASCADE' } } });
  return [person as CaseEntity, letter];
}

const naming = new DefaultNamingStrategy();

const names = { table: 'person', mail: 'mail', key: 'id' };
const rows = `INSERT INTO person (mail, mood, age) VALUES ('a@x', 'happy', 3), ('b@x', 'sad', 4); INSERT INTO letter ("ownerId") VALUES (1), (2), (2)`;

const mood = (values: readonly string[], rest: object = {}) => entity({ mood: { type: 'enum', enum: [...values], default: values[0], ...rest } });
const moods = "INSERT INTO item (mood) VALUES ('sad'), ('happy'), (DEFAULT)";

const street = new EntitySchema({ name: 'address', columns: { street: { type: 'text', nullable: true }, zip: { type: 'text', nullable: true } } });

const embedding = (prefix: string) => new EntitySchema({ name: 'item', columns: { id: { type: 'integer', primary: true, generated: 'increment' } }, embeddeds: { home: { schema: street, prefix } } } as never);

const joined = (name: string) => [entity({}, { relations: { tags: { type: 'many-to-many', target: 'tag', joinTable: { name } } } }), entity({}, { name: 'tag' })];

const [Before, After] = decorate(defaultTypeOrm, ({ Check, Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn }) => {
  @Entity('item')
  class Before {
    @PrimaryGeneratedColumn()
    id: number;

    @Column({ type: 'varchar', length: 20, unique: true })
    mail: string;

    @Column({ type: 'enum', enum: ['open', 'done'], default: 'open' })
    status: string;

    @ManyToOne(() => Before, { nullable: true })
    parent: object | null;
  }

  @Entity('thing')
  @RenamedFrom('item')
  @Check('length(email) > 0')
  class After {
    @PrimaryGeneratedColumn()
    @RenamedFrom('id')
    number: number;

    @Column({ type: 'varchar', length: 40, unique: true })
    @RenamedFrom('mail')
    email: string;

    @Column({ type: 'enum', enum: ['new', 'open', 'closed'], default: 'open' })
    @RenamedFrom({ name: 'status', values: { closed: 'done' } })
    @Index()
    state: string;

    @ManyToOne(() => After, { nullable: true })
    @RenamedFrom('parentId')
    above: object | null;
  }

  return [Before, After];
}) as [CaseEntity, CaseEntity];

export const renameCases: readonly Case[] = [
  {
    name: 'a column, by option',
    before: [entity({ mail: { type: 'text', default: 'none' } })],
    data: "INSERT INTO item (mail) VALUES ('a@x'), ('b@x')",
    after: [entity({ email: { type: 'text', default: 'none' } })],
    renames: ['item.mail=item.email'],
    moved: [{ table: 'item', columns: { mail: 'email' } }],
    operations: ['rename column item.mail → email'],
    hazards: [],
  },
  {
    name: 'a column with its type, default and nullability at once',
    before: [entity({ mail: { type: 'varchar', length: 10, nullable: true } })],
    data: "INSERT INTO item (mail) VALUES ('a@x'), ('b@x')",
    after: [entity({ email: { type: 'text', default: 'none' } })],
    renames: ['item.mail=email'],
    moved: [{ table: 'item', columns: { mail: 'email' } }],
    operations: ['rename column item.mail → email', "alter column item.email: nullable yes → no; type character varying(10) → text; default none → 'none'::text"],
  },
  {
    name: 'a column that key, unique, check, index, predicate and reference name, with its sequence',
    before: family(names),
    data: rows,
    after: family({ table: 'person', mail: 'e-mail', key: 'number' }),
    renames: ['column:person.mail=person.e-mail', 'person.id=number'],
    moved: [{ table: 'person', columns: { mail: 'e-mail', id: 'number' } }],
    hazards: [],
  },
  {
    name: 'a table with all that is called after it',
    before: family(names),
    data: rows,
    after: family({ ...names, table: 'human' }),
    renames: ['person=human'],
    moved: [{ table: 'person', to: 'human' }],
    hazards: [],
  },
  {
    name: 'a table and its columns, and a longer type',
    before: family(names),
    data: rows,
    after: family({ table: 'human', mail: 'email', key: 'no' }, { length: 120 }),
    renames: ['person=human', 'person.mail=human.email', 'human.id=human.no'],
    moved: [{ table: 'person', to: 'human', columns: { mail: 'email', id: 'no' } }],
    hazards: [],
  },
  {
    name: 'columns that change places',
    before: [entity({ a: { type: 'text' }, b: { type: 'text' }, c: { type: 'text' } })],
    data: "INSERT INTO item (a, b, c) VALUES ('1', '2', '3')",
    after: [entity({ a: { type: 'text' }, b: { type: 'text' }, d: { type: 'text' } })],
    renames: ['item.a=item.b', 'item.b=item.a', 'item.c=item.d'],
    moved: [{ table: 'item', columns: { a: 'b', b: 'a', c: 'd' } }],
    operations: [
      'rename column item.c → d',
      'rename column item.a → limbeck_renaming_a',
      'rename column item.b → a',
      'rename column item.limbeck_renaming_a → b',
    ],
  },
  {
    name: 'columns in a chain',
    before: [entity({ a: { type: 'text' }, b: { type: 'text' } })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ b: { type: 'text' }, c: { type: 'text' } })],
    renames: ['item.a=item.b', 'item.b=item.c'],
    moved: [{ table: 'item', columns: { a: 'b', b: 'c' } }],
    operations: ['rename column item.b → c', 'rename column item.a → b'],
  },
  {
    name: 'tables in a chain, with their keys',
    before: [entity({ x: { type: 'text' } }, { name: 'a' }), entity({ y: { type: 'integer' } }, { name: 'b' })],
    data: "INSERT INTO a (x) VALUES ('1'); INSERT INTO b (y) VALUES (2)",
    after: [entity({ x: { type: 'text' } }, { name: 'b' }), entity({ y: { type: 'integer' } }, { name: 'c' })],
    renames: ['a=b', 'b=c'],
    moved: [{ table: 'a', to: 'b' }, { table: 'b', to: 'c' }],
    hazards: [],
  },
  {
    name: 'an old name that is used anew at once',
    before: [entity({ mail: { type: 'text', unique: true } })],
    data: "INSERT INTO item (mail) VALUES ('a@x')",
    after: [entity({ email: { type: 'text', unique: true }, mail: { type: 'integer', nullable: true, unique: true } })],
    renames: ['item.mail=item.email'],
    moved: [{ table: 'item', columns: { mail: 'email' } }],
    operations: [
      'rename column item.mail → email',
      'add column item.mail: integer',
      `rename unique constraint item.${naming.uniqueConstraintName('item', ['mail'])} → ${naming.uniqueConstraintName('item', ['email'])}`,
      `create unique constraint item.${naming.uniqueConstraintName('item', ['mail'])}: (mail)`,
    ],
  },
  {
    name: 'an enum value, that is the default',
    before: [mood(['sad', 'happy'])],
    data: moods,
    after: [mood(['gloomy', 'happy'])],
    renames: ['enum:item_mood_enum.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    operations: ['alter enum type item_mood_enum: values (sad, happy) → (gloomy, happy); renamed sad → gloomy'],
    hazards: [],
  },
  {
    name: 'an enum value, and others added and removed',
    before: [mood(['sad', 'ok', 'happy'])],
    data: moods,
    after: [mood(['gloomy', 'happy', 'great'])],
    renames: ['enum:item_mood_enum.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'an enum value, and one that is added in the same place',
    before: [mood(['sad', 'happy'])],
    data: moods,
    after: [mood(['bad', 'gloomy', 'happy'], { default: 'happy' })],
    renames: ['enum:item_mood_enum.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    hazards: [],
  },
  {
    name: 'enum values that change places',
    before: [mood(['sad', 'happy'])],
    data: moods,
    after: [mood(['happy', 'sad'], { default: 'happy' })],
    renames: ['enum:item_mood_enum.sad=happy', 'enum:item_mood_enum.happy=sad'],
    moved: [{ table: 'item', values: { sad: 'happy', happy: 'sad' } }],
    hazards: [],
  },
  {
    name: 'an enum type with a name of its own, and a value of it',
    before: [mood(['sad', 'happy'], { enumName: 'kind' })],
    data: moods,
    after: [mood(['gloomy', 'happy'], { enumName: 'sort' })],
    renames: ['type:kind=sort', 'enum:kind.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    operations: ['rename enum type kind → sort', 'alter enum type sort: values (sad, happy) → (gloomy, happy); renamed sad → gloomy'],
    hazards: [],
  },
  {
    name: 'a column whose enum type is called after it',
    before: [mood(['sad', 'happy'])],
    data: moods,
    after: [entity({ feeling: { type: 'enum', enum: ['sad', 'ok', 'happy'], default: 'sad' } })],
    renames: ['item.mood=item.feeling'],
    moved: [{ table: 'item', columns: { mood: 'feeling' } }],
    operations: [
      'rename enum type item_mood_enum → item_feeling_enum',
      'rename column item.mood → feeling',
      'alter enum type item_feeling_enum: values (sad, happy) → (sad, ok, happy)',
    ],
    hazards: [],
  },
  {
    name: 'an index and a constraint that the entity does not name',
    before: [entity({ n: { type: 'integer' } }, { indices: [{ name: 'own_index', columns: ['n'] }], uniques: [{ name: 'own_unique', columns: ['n'] }] })],
    data: 'INSERT INTO item (n) VALUES (1)',
    after: [entity({ n: { type: 'integer' } }, { indices: [{ columns: ['n'] }], uniques: [{ columns: ['n'] }] })],
    renames: [`index:own_index=${naming.indexName('item', ['n'])}`, `constraint:item.own_unique=${naming.uniqueConstraintName('item', ['n'])}`],
    hazards: [],
  },
  {
    name: 'a table that moves to another schema, with its enum type and sequence',
    before: [entity({ mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad' } }, { schema: 'archive' }), entity({}, { name: 'stays', schema: 'archive' })],
    data: 'INSERT INTO archive.item DEFAULT VALUES',
    after: [
      renamedFrom(entity({ mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad' } }, { name: 'thing' }), { table: { schema: 'archive', name: 'item' } }),
      entity({}, { name: 'stays', schema: 'archive' }),
    ],
    moved: [{ table: 'archive.item', to: 'thing' }],
    hazards: [],
  },
  {
    name: 'all of it, said by the entity itself',
    before: [Before],
    data: `INSERT INTO item (mail, status) VALUES ('a@x', 'done'), ('b@x', DEFAULT); UPDATE item SET "parentId" = 1`,
    after: [After],
    moved: [{ table: 'item', to: 'thing', columns: { id: 'number', mail: 'email', status: 'state', parentId: 'aboveNumber' }, values: { done: 'closed' } }],
  },
  {
    name: 'all of it, said by an EntitySchema',
    before: [entity({ mail: { type: 'text', unique: true }, mood: { type: 'enum', enum: ['sad', 'happy'], default: 'sad' } })],
    data: "INSERT INTO item (mail) VALUES ('a@x'), ('b@x')",
    after: [
      renamedFrom(entity({ email: { type: 'text', unique: true }, feeling: { type: 'enum', enum: ['gloomy', 'happy'], default: 'gloomy' } }, { name: 'thing' }), {
        table: 'item',
        columns: { email: 'mail', feeling: { name: 'mood', values: { gloomy: 'sad' } } },
      }),
    ],
    moved: [{ table: 'item', to: 'thing', columns: { mail: 'email', mood: 'feeling' }, values: { sad: 'gloomy' } }],
    hazards: [],
  },
  {
    name: 'two columns at once',
    before: [entity({ a: { type: 'text', nullable: true }, b: { type: 'integer', nullable: true } })],
    data: "INSERT INTO item (a, b) VALUES ('1', 2)",
    after: [entity({ c: { type: 'text', nullable: true }, d: { type: 'integer', nullable: true } })],
    renames: ['item.a=c', 'item.b=d'],
    moved: [{ table: 'item', columns: { a: 'c', b: 'd' } }],
    operations: ['rename column item.a → c', 'rename column item.b → d'],
    hazards: [],
  },
  {
    name: 'the prefix of an embedded entity',
    before: [embedding('home')],
    data: `INSERT INTO item ("homeStreet", "homeZip") VALUES ('a', 'b')`,
    after: [embedding('address')],
    renames: ['item.homeStreet=addressStreet', 'item.homeZip=addressZip'],
    moved: [{ table: 'item', columns: { homeStreet: 'addressStreet', homeZip: 'addressZip' } }],
    hazards: [],
  },
  {
    name: 'a join table',
    before: joined('item_tags'),
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO tag DEFAULT VALUES; INSERT INTO item_tags VALUES (1, 1)',
    after: joined('labels'),
    renames: ['item_tags=labels'],
    moved: [{ table: 'item_tags', to: 'labels' }],
    hazards: [],
  },
];
