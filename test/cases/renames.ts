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

/** Two tables with all that has a default name, and letters to one of them. */
const couple = (first: string, second: string, values: readonly string[]): CaseEntity[] => [
  entity(
    { n: { type: 'integer', unique: true }, mood: { type: 'enum', enum: [...values, 'sad'], default: 'sad' } },
    { name: 'one', tableName: first, checks: [{ expression: 'n > 0' }], indices: [{ columns: ['n', 'mood'] }, { name: `own_${first}`, columns: ['mood'] }] },
  ),
  entity(
    { n: { type: 'text', unique: true }, mood: { type: 'enum', enum: ['happy'], nullable: true } },
    { name: 'two', tableName: second, checks: [{ expression: "n <> ''" }], indices: [{ columns: ['n', 'mood'] }, { name: `own_${second}`, columns: ['mood'] }] },
  ),
  entity({}, { name: 'letter', relations: { one: { type: 'many-to-one', target: 'one' }, two: { type: 'many-to-one', target: 'two' } } }),
];

/** Posts with tags and related posts, by join tables whose names nobody chose, and one whose name somebody did. */
const blog = (post: string, tag: string, key = 'id'): CaseEntity[] => [
  new EntitySchema<Record<string, unknown>>({
    name: 'Post',
    tableName: post,
    columns: { id: { type: 'integer', primary: true, generated: 'increment', name: key } },
    relations: {
      tags: { type: 'many-to-many', target: 'Tag', joinTable: true },
      related: { type: 'many-to-many', target: 'Post', joinTable: true },
      authors: { type: 'many-to-many', target: 'Tag', joinTable: { name: 'author' } },
    },
  }),
  entity({}, { name: 'Tag', tableName: tag, relations: { posts: { type: 'many-to-many', target: 'Post', joinTable: true } } }),
];

const posts = `INSERT INTO post DEFAULT VALUES; INSERT INTO post DEFAULT VALUES; INSERT INTO tag DEFAULT VALUES; INSERT INTO post_tags_tag VALUES (1, 1), (2, 1);
  INSERT INTO post_related_post VALUES (1, 2); INSERT INTO author VALUES (2, 1); INSERT INTO tag_posts_post VALUES (1, 2)`;

const tree = (table: string): CaseEntity => {
  const relations = { parent: { type: 'many-to-one', target: 'node', treeParent: true, inverseSide: 'children' }, children: { type: 'one-to-many', target: 'node', treeChildren: true, inverseSide: 'parent' } } as const;
  return entity({}, { name: 'node', tableName: table, trees: [{ type: 'closure-table' }], relations });
};

/** Two tables, each with an index and a unique constraint of a name that the author chose. */
const chosen = (first: string, second: string): CaseEntity[] =>
  ([['a', first], ['b', second]] as const).map(([name, own]) =>
    entity({ n: { type: 'integer' } }, { name, indices: [{ name: `idx_${own}`, columns: ['n'] }], uniques: [{ name: `uq_${own}`, columns: ['n'] }], checks: [{ name: `chk_${own}`, expression: 'n > 0' }] }),
  );

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
    hazards: ['app/rename'],
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
    hazards: ['app/rename', 'app/rename'],
  },
  {
    name: 'a table with all that is called after it',
    before: family(names),
    data: rows,
    after: family({ ...names, table: 'human' }),
    renames: ['person=human'],
    moved: [{ table: 'person', to: 'human' }],
    hazards: ['app/rename'],
  },
  {
    name: 'a table and its columns, and a longer type',
    before: family(names),
    data: rows,
    after: family({ table: 'human', mail: 'email', key: 'no' }, { length: 120 }),
    renames: ['person=human', 'person.mail=human.email', 'human.id=human.no'],
    moved: [{ table: 'person', to: 'human', columns: { mail: 'email', id: 'no' } }],
    hazards: ['app/rename', 'app/rename', 'app/rename'],
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
    name: 'tables that change places, with all that is called after them',
    before: couple('a', 'b', ['calm']),
    data: "INSERT INTO a (n, mood) VALUES (1, 'calm'), (2, DEFAULT); INSERT INTO b (n, mood) VALUES ('x', 'happy'); INSERT INTO letter (\"oneId\", \"twoId\") VALUES (2, 1)",
    after: couple('b', 'a', ['calm', 'new']),
    renames: ['a=b', 'b=a'],
    moved: [{ table: 'a', to: 'b' }, { table: 'b', to: 'a' }],
    hazards: ['app/rename', 'app/rename'],
  },
  {
    name: 'columns that change places, with the key and indexes that are called after them',
    before: [entity({ a: { type: 'text', unique: true }, b: { type: 'text', unique: true } }, { indices: [{ columns: ['a'] }, { columns: ['b'] }, { name: 'own', columns: ['a', 'b'] }] })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ a: { type: 'text', unique: true }, b: { type: 'text', unique: true } }, { indices: [{ columns: ['a'] }, { columns: ['b'] }, { name: 'own', columns: ['b', 'a'] }] })],
    renames: ['item.a=item.b', 'item.b=item.a'],
    moved: [{ table: 'item', columns: { a: 'b', b: 'a' } }],
  },
  {
    name: 'names of indexes and constraints that change places between tables',
    before: chosen('one', 'two'),
    data: 'INSERT INTO a (n) VALUES (1); INSERT INTO b (n) VALUES (2)',
    after: chosen('two', 'one'),
    operations: [
      'rename unique constraint a.uq_one → limbeck_renaming_uq_one',
      'rename check constraint a.chk_one → chk_two',
      'rename index a.idx_one → limbeck_renaming_idx_one',
      'rename unique constraint b.uq_two → uq_one',
      'rename unique constraint a.limbeck_renaming_uq_one → uq_two',
      'rename check constraint b.chk_two → chk_one',
      'rename index b.idx_two → idx_one',
      'rename index a.limbeck_renaming_idx_one → idx_two',
    ],
    hazards: [],
  },
  {
    name: 'names of indexes that change places, by option',
    before: [entity({ a: { type: 'text' }, b: { type: 'text' } }, { indices: [{ name: 'one', columns: ['a'] }, { name: 'two', columns: ['b'] }] })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ a: { type: 'text' }, b: { type: 'text' } }, { indices: [{ name: 'one', columns: ['b'] }, { name: 'two', columns: ['a'] }] })],
    renames: ['index:item.one=two', 'index:item.two=one'],
    operations: ['rename index item.one → limbeck_renaming_one', 'rename index item.two → one', 'rename index item.limbeck_renaming_one → two'],
  },
  {
    name: 'names that go round in a circle of three, unsaid',
    before: [entity({ a: { type: 'text' }, b: { type: 'text' }, c: { type: 'text' } }, { uniques: [{ name: 'u1', columns: ['a'] }, { name: 'u2', columns: ['b'] }, { name: 'u3', columns: ['c'] }] })],
    data: "INSERT INTO item (a, b, c) VALUES ('1', '2', '3')",
    after: [entity({ a: { type: 'text' }, b: { type: 'text' }, c: { type: 'text' } }, { uniques: [{ name: 'u2', columns: ['a'] }, { name: 'u3', columns: ['b'] }, { name: 'u1', columns: ['c'] }] })],
    operations: [
      'rename unique constraint item.u1 → limbeck_renaming_u1',
      'rename unique constraint item.u3 → u1',
      'rename unique constraint item.u2 → u3',
      'rename unique constraint item.limbeck_renaming_u1 → u2',
    ],
  },
  {
    name: 'entities, with the join tables that are called after them',
    before: blog('post', 'tag'),
    data: posts,
    after: blog('article', 'label', 'no'),
    renames: ['post=article', 'tag=label', 'post.id=article.no'],
    moved: [
      { table: 'post', to: 'article', columns: { id: 'no' } },
      { table: 'tag', to: 'label' },
      { table: 'post_tags_tag', to: 'article_tags_label', columns: { postId: 'articleNo', tagId: 'labelId' } },
      { table: 'post_related_post', to: 'article_related_article', columns: { postId_1: 'articleNo_1', postId_2: 'articleNo_2' } },
      { table: 'author', columns: { postId: 'articleNo', tagId: 'labelId' } },
      { table: 'tag_posts_post', to: 'label_posts_article', columns: { tagId: 'labelId', postId: 'articleNo' } },
    ],
    hazards: Array.from({ length: 14 }, () => 'app/rename' as const),
  },
  {
    name: 'entities that change places, with their join tables',
    before: blog('post', 'tag'),
    data: posts,
    after: blog('tag', 'post'),
    renames: ['post=tag', 'tag=post'],
    moved: [
      { table: 'post', to: 'tag' },
      { table: 'tag', to: 'post' },
      { table: 'post_tags_tag', to: 'tag_tags_post', columns: { postId: 'tagId', tagId: 'postId' } },
      { table: 'post_related_post', to: 'tag_related_tag', columns: { postId_1: 'tagId_1', postId_2: 'tagId_2' } },
      { table: 'author', columns: { postId: 'tagId', tagId: 'postId' } },
      { table: 'tag_posts_post', to: 'post_posts_tag', columns: { tagId: 'postId', postId: 'tagId' } },
    ],
  },
  {
    name: 'an entity that is moved to another schema, with its closure table, as the entity says',
    before: [tree('node')],
    data: 'INSERT INTO node VALUES (1, NULL), (2, 1); INSERT INTO node_closure VALUES (1, 1), (1, 2), (2, 2)',
    after: [renamedFrom(new EntitySchema({ ...(tree('branch') as EntitySchema).options, schema: 'forest' }), { table: { name: 'node', schema: 'public' } })],
    moved: [{ table: 'node', to: 'forest.branch' }, { table: 'node_closure', to: 'forest.branch_closure' }],
    beyondTypeOrm: 'it makes no schema',
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
    hazards: ['app/rename', 'app/rename'],
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
    hazards: ['app/rename'],
  },
  {
    name: 'an enum value, and others added and removed',
    before: [mood(['sad', 'ok', 'happy'])],
    data: moods,
    after: [mood(['gloomy', 'happy', 'great'])],
    renames: ['enum:item_mood_enum.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    hazards: ['app/rename', 'data/may-not-fit'],
  },
  {
    name: 'an enum value, and one that is added in the same place',
    before: [mood(['sad', 'happy'])],
    data: moods,
    after: [mood(['bad', 'gloomy', 'happy'], { default: 'happy' })],
    renames: ['enum:item_mood_enum.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    hazards: ['app/rename'],
  },
  {
    name: 'enum values that change places',
    before: [mood(['sad', 'happy'])],
    data: moods,
    after: [mood(['happy', 'sad'], { default: 'happy' })],
    renames: ['enum:item_mood_enum.sad=happy', 'enum:item_mood_enum.happy=sad'],
    moved: [{ table: 'item', values: { sad: 'happy', happy: 'sad' } }],
    hazards: ['app/rename', 'app/rename', 'app/rename'],
  },
  {
    name: 'an enum type with a name of its own, and a value of it',
    before: [mood(['sad', 'happy'], { enumName: 'kind' })],
    data: moods,
    after: [mood(['gloomy', 'happy'], { enumName: 'sort' })],
    renames: ['type:kind=sort', 'enum:kind.sad=gloomy'],
    moved: [{ table: 'item', values: { sad: 'gloomy' } }],
    operations: ['rename enum type kind → sort', 'alter enum type sort: values (sad, happy) → (gloomy, happy); renamed sad → gloomy'],
    hazards: ['app/rename'],
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
    hazards: ['app/rename'],
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
    hazards: ['app/rename', 'app/rename'],
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
    hazards: ['app/rename', 'app/rename', 'app/rename', 'app/rename'],
  },
  {
    name: 'two columns at once',
    before: [entity({ a: { type: 'text', nullable: true }, b: { type: 'integer', nullable: true } })],
    data: "INSERT INTO item (a, b) VALUES ('1', 2)",
    after: [entity({ c: { type: 'text', nullable: true }, d: { type: 'integer', nullable: true } })],
    renames: ['item.a=c', 'item.b=d'],
    moved: [{ table: 'item', columns: { a: 'c', b: 'd' } }],
    operations: ['rename column item.a → c', 'rename column item.b → d'],
    hazards: ['app/rename', 'app/rename'],
  },
  {
    name: 'the prefix of an embedded entity',
    before: [embedding('home')],
    data: `INSERT INTO item ("homeStreet", "homeZip") VALUES ('a', 'b')`,
    after: [embedding('address')],
    renames: ['item.homeStreet=addressStreet', 'item.homeZip=addressZip'],
    moved: [{ table: 'item', columns: { homeStreet: 'addressStreet', homeZip: 'addressZip' } }],
    hazards: ['app/rename', 'app/rename'],
  },
  {
    name: 'a join table',
    before: joined('item_tags'),
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO tag DEFAULT VALUES; INSERT INTO item_tags VALUES (1, 1)',
    after: joined('labels'),
    renames: ['item_tags=labels'],
    moved: [{ table: 'item_tags', to: 'labels' }],
    hazards: ['app/rename'],
  },
];
