import type { EntitySchemaColumnOptions } from 'typeorm';
import { LimbeckError, type ErrorCode } from '../../../src/kernel/errors.js';
import { memberRef, type ObjectRef, refKey, showRef, topLevelRef } from '../../../src/model/identity.js';
import type { MemberKind, Schema, Table } from '../../../src/model/schema.js';
import type { EntityModel } from '../../../src/typeorm/entity-model.js';
import { readEntities } from '../../../src/typeorm/read-entities.js';
import { decorate, type Model, typeOrmVersions, unconnectedDataSource } from '../../support/entities.js';
import { entity, samples } from '../../support/entity-samples.js';

const member = (table: string, kind: MemberKind, name: string): ObjectRef => memberRef(kind, { schema: 'public', name: table }, name);

/** The `refKey` of every object of the schema but namespaces, sorted. */
function keysOf({ enums, tables }: Schema): string[] {
  const membersOf = (table: Table, kind: MemberKind, members: readonly { readonly name: string }[]): ObjectRef[] =>
    members.map(({ name }) => memberRef(kind, table, name));
  const refs = tables.flatMap((table) => [
    topLevelRef('table', table),
    ...membersOf(table, 'column', table.columns),
    ...membersOf(table, 'primaryKey', table.primaryKey === null ? [] : [table.primaryKey]),
    ...membersOf(table, 'unique', table.uniques),
    ...membersOf(table, 'check', table.checks),
    ...membersOf(table, 'exclusion', table.exclusions),
    ...membersOf(table, 'foreignKey', table.foreignKeys),
    ...membersOf(table, 'index', table.indexes),
  ]);
  return [...enums.map((type) => topLevelRef('enum', type)), ...refs].map(refKey).sort();
}

describe.each(typeOrmVersions)('readEntities, TypeORM %s', (version) => {
  const read = async (model: Omit<Model, 'version'>): Promise<EntityModel> => readEntities(await unconnectedDataSource({ version, ...model }));

  const readSample = async (name: string): Promise<EntityModel> => {
    const { entities = [], ...options } = samples[name] ?? {};
    return read({ ...options, entities: typeof entities === 'function' ? decorate(version, entities) : entities });
  };

  const failure = async (model: Omit<Model, 'version'>): Promise<LimbeckError> => {
    const error: unknown = await read(model).catch((reason: unknown) => reason);
    if (error instanceof LimbeckError) return error;
    throw new Error('no LimbeckError');
  };

  const originOf = ({ origins }: EntityModel, ref: ObjectRef): string => {
    const { entity: name, property } = origins.get(refKey(ref)) ?? { entity: '?', property: null, decorator: null };
    return property === null ? name : `${name}.${property}`;
  };

  describe('named: what the author named, and nothing else', () => {
    test('constraints and indexes', async () => {
      const { named } = await readSample('uniques, checks, exclusions, indexes, collations, generated columns');
      const expected = [
        member('booking', 'unique', 'named unique'),
        member('booking', 'check', 'named check'),
        member('booking', 'exclusion', 'named exclusion'),
        member('booking', 'index', 'named index'),
      ];
      expect([...named].sort()).toEqual(expected.map(refKey).sort());
    });

    test('keys; the unique of a one-to-one relation is not', async () => {
      const relations = await readSample('foreign keys with every action, deferrable, to oneself');
      expect([...relations.named]).toEqual([refKey(member('child', 'foreignKey', 'fk_code'))]);
      const keys = await readSample('comments and names of primary keys');
      expect([...keys.named]).toEqual([refKey(member('commented', 'primaryKey', 'pk_commented'))]);
      const joinTables = await readSample('join tables, named, to oneself, with composite keys');
      expect([...joinTables.named]).toEqual([refKey(member('post_tag', 'foreignKey', 'fk_post'))]);
    });
  });

  test('every object has an origin', async () => {
    for (const [name, { versions = typeOrmVersions }] of Object.entries(samples)) {
      if (!versions.includes(version)) continue;
      const { schema, origins } = await readSample(name);
      expect([...origins.keys()].sort()).toEqual(keysOf(schema));
    }
  });

  test('origins name the class and the property', async () => {
    const inheritance = await readSample('single table inheritance, embedded entities, special columns');
    const origins = (columns: readonly string[]): string[] => columns.map((name) => originOf(inheritance, member('person', 'column', name)));
    expect(origins(['name', 'homeStreet', 'badge', 'mentorId', 'grade', 'kind', 'createdAt'])).toEqual([
      'Person.name',
      'Person.home.street',
      'Teacher.badge',
      'Person.mentor',
      'Pupil.grade',
      'Person',
      'Person.createdAt',
    ]);

    const joinTables = await readSample('join tables, named, to oneself, with composite keys');
    const postTag = joinTables.schema.tables.find(({ name }) => name === 'post_tag');
    expect(originOf(joinTables, topLevelRef('table', { schema: 'public', name: 'post_tag' }))).toBe('Post.named');
    expect(originOf(joinTables, member('post_tag', 'column', 'tag'))).toBe('Post.named');
    expect(originOf(joinTables, member('post_tag', 'primaryKey', postTag?.primaryKey?.name ?? ''))).toBe('Post.named');
    expect(originOf(joinTables, member('post_tag', 'foreignKey', 'fk_post'))).toBe('Post.named');

    const trees = await readSample('trees: closure table, nested set, materialized path');
    expect(originOf(trees, topLevelRef('table', { schema: 'public', name: 'closure_closure' }))).toBe('Closure');
    expect(originOf(trees, member('path', 'column', 'mpath'))).toBe('Path');

    const enums = await readSample('enum types, shared and in arrays');
    expect(originOf(enums, topLevelRef('enum', { schema: 'public', name: 'task_state' }))).toBe('Task.state');

    const relations = await readSample('foreign keys with every action, deferrable, to oneself');
    expect(originOf(relations, member('child', 'foreignKey', 'fk_code'))).toBe('Child.byCode');
  });

  test('the foreign key of a relation on a column of its own comes from the relation', async () => {
    const model = await read({
      entities: [
        entity('Book', { authorId: { type: 'int' } }, { relations: { author: { type: 'many-to-one', target: 'Author', joinColumn: { name: 'authorId' } } } }),
        entity('Author', {}),
      ],
    });
    expect(model.schema.tables[0]?.columns.map(({ name }) => name)).toEqual(['id', 'authorId']);
    expect(originOf(model, member('book', 'column', 'authorId'))).toBe('Book.authorId');
    expect(originOf(model, member('book', 'foreignKey', model.schema.tables[0]?.foreignKeys[0]?.name ?? ''))).toBe('Book.author');
  });

  describe('what is left alone', () => {
    const ownTables = ['table public.migrations', 'table public.migrations_journal', 'table public.typeorm_metadata', 'table public.query-result-cache'];

    test('the tables that TypeORM keeps for itself, by their configured names', async () => {
      expect((await read({ entities: [entity('Thing', {})] })).ignored.map(showRef)).toEqual(ownTables);
      const renamed = await read({
        entities: [entity('Thing', {})],
        schema: 'app',
        migrationsTableName: 'applied',
        metadataTableName: 'metadata',
        cache: { tableName: 'cached' },
      });
      expect(renamed.ignored.map(showRef)).toEqual(['table app.applied', 'table app.applied_journal', 'table app.metadata', 'table app.cached']);
    });

    test('an entity on one of them makes no table', async () => {
      const { schema, ignored, unsupported } = await read({ entities: [entity('Migration', { name: { type: 'varchar' } }, { tableName: 'migrations' })] });
      expect(schema.tables).toEqual([]);
      expect(ignored.map(showRef)).toEqual(ownTables);
      expect(unsupported).toEqual([]);
    });

    test('entities with synchronize: false, with their enum types', async () => {
      const { schema, ignored } = await read({
        entities: [entity('Legacy', { kind: { type: 'enum', enum: ['a'] } }, { synchronize: false, schema: 'old' }), entity('Thing', {})],
      });
      expect(schema.tables.map(({ name }) => name)).toEqual(['thing']);
      expect(schema.enums).toEqual([]);
      expect(schema.namespaces).toEqual([{ name: 'public' }]);
      expect(ignored.map(showRef)).toEqual([...ownTables, 'table old.legacy', 'enum type old.legacy_kind_enum']);
    });

    test('the children of one of them in single table inheritance', async () => {
      const entities = decorate(version, (orm) => {
        @orm.Entity({ synchronize: false })
        @orm.TableInheritance({ column: { type: 'varchar', name: 'kind' } })
        class Person {
          @orm.PrimaryGeneratedColumn() id: number;
        }
        @orm.ChildEntity()
        class Pupil extends Person {
          @orm.Column() grade: number;
        }
        return [Person, Pupil];
      });
      const { schema, ignored } = await read({ entities });
      expect(schema.tables).toEqual([]);
      expect(ignored.map(showRef)).toContain('table public.person');
    });

    test('not a table that another entity synchronises', async () => {
      const { schema, ignored } = await read({
        entities: [entity('Full', { name: { type: 'text' } }, { tableName: 'thing' }), entity('Brief', {}, { tableName: 'thing', synchronize: false })],
      });
      expect(schema.tables[0]?.columns.map(({ name }) => name)).toEqual(['id', 'name']);
      expect(ignored.map(showRef)).toEqual(ownTables);
    });

    test('a join table with synchronize: false', async () => {
      const entities = decorate(version, (orm) => {
        @orm.Entity()
        class Tag {
          @orm.PrimaryGeneratedColumn() id: number;
        }
        @orm.Entity()
        class Post {
          @orm.PrimaryGeneratedColumn() id: number;
          @orm.ManyToMany(() => Tag) @orm.JoinTable({ name: 'post_tag', synchronize: false }) tags: Tag[];
        }
        return [Post, Tag];
      });
      const { schema, ignored } = await read({ entities });
      expect(schema.tables.map(({ name }) => name)).toEqual(['tag', 'post']);
      expect(ignored.map(showRef)).toContain('table public.post_tag');
    });

    test('indexes with synchronize: false', async () => {
      const { schema, ignored } = await read({
        entities: [
          entity('Thing', { name: { type: 'text' } }, {
            indices: [
              { name: 'by hand', synchronize: false },
              { name: 'ours', columns: ['name'] },
            ],
          }),
        ],
      });
      expect(schema.tables[0]?.indexes.map(({ name }) => name)).toEqual(['ours']);
      expect(ignored.map(showRef)).toContain('index public.thing.by hand');
    });

    test('an enum type that is named without its values', async () => {
      const { schema, ignored } = await read({ entities: [entity('Thing', { kind: { type: 'enum', enumName: 'made_elsewhere' } })] });
      expect(schema.enums).toEqual([]);
      expect(schema.tables[0]?.columns[1]?.type).toBe('made_elsewhere');
      expect(schema.typeNames).toEqual({ made_elsewhere: { schema: 'public', name: 'made_elsewhere' } });
      expect(ignored.map(showRef)).toContain('enum type public.made_elsewhere');
    });

    test('not an enum type whose values another column says', async () => {
      const columns: Record<string, EntitySchemaColumnOptions> = {
        a: { type: 'enum', enumName: 'kind' },
        b: { type: 'enum', enumName: 'kind', enum: ['x'] },
      };
      const { schema, ignored } = await read({ entities: [entity('Thing', columns)] });
      expect(schema.enums).toEqual([{ schema: 'public', name: 'kind', values: ['x'] }]);
      expect(ignored.map(showRef)).toEqual(ownTables);
    });
  });

  test('views are read as their entities say them, and left alone where they are not synchronised', async () => {
    const view = (name: string, synchronize: boolean) =>
      entity(name, {}, { type: 'view', expression: 'SELECT 1 AS id', synchronize });
    const { schema, ignored, unsupported } = await read({ entities: [entity('Thing', {}), view('Summary', true), view('Unmanaged', false)] });
    expect(schema.tables.map(({ name }) => name)).toEqual(['thing']);
    expect(schema.views).toEqual([{ schema: 'public', name: 'summary', definition: 'SELECT 1 AS id' }]);
    expect(unsupported).toEqual([]);
    expect(ignored.map(showRef)).toEqual(expect.arrayContaining(['table public.unmanaged', 'view public.unmanaged']));
  });

  test('virtual columns are not in the database', async () => {
    const virtual = { type: 'int', virtualProperty: true, query: () => 'SELECT 1' } as EntitySchemaColumnOptions;
    const { schema } = await read({ entities: [entity('Thing', { virtual })] });
    expect(schema.tables[0]?.columns.map(({ name }) => name)).toEqual(['id']);
  });

  describe('where tables are', () => {
    test('in the schema of the entity, else of the data source, else public', async () => {
      const model = { entities: [entity('One', {}), entity('Two', {}, { schema: 'two' })] };
      expect((await read(model)).schema.namespaces).toEqual([{ name: 'public' }, { name: 'two' }]);
      expect((await read({ ...model, schema: 'app' })).schema.namespaces).toEqual([{ name: 'app' }, { name: 'two' }]);
    });

    test('a name with a dot is a path, as in the queries of TypeORM', async () => {
      const { schema } = await read({
        entities: [entity('Order', { kind: { type: 'enum', enum: ['a'] }, state: { type: 'enum', enum: ['b'], enumName: 'common.state' } }, { tableName: 'shop.order' })],
      });
      expect(schema.tables[0]).toMatchObject({ schema: 'shop', name: 'order' });
      expect(schema.enums.map(({ schema: namespace, name }) => `${namespace}.${name}`)).toEqual(['shop.order_kind_enum', 'common.state']);
      expect(schema.namespaces).toEqual([{ name: 'shop' }, { name: 'common' }]);
    });
  });

  test('two entities on one table make one table', async () => {
    const { schema, origins } = await read({
      entities: [
        entity('Post', {}, { relations: { tags: { type: 'many-to-many', target: 'Tag', joinTable: { name: 'post_tag' } } } }),
        entity('Tag', {}),
        entity('PostTag', { postId: { type: 'int' }, tagId: { type: 'int' }, position: { type: 'int' } }, { tableName: 'post_tag' }),
      ],
    });
    const table = schema.tables.find(({ name }) => name === 'post_tag');
    expect([...origins.keys()].sort()).toEqual(keysOf(schema));
    expect(table?.columns.map(({ name }) => name)).toEqual(['id', 'postId', 'tagId', 'position']);
    expect(table?.primaryKey?.columns).toEqual(['id']);
    expect(table?.foreignKeys.map(({ columns }) => columns)).toEqual([['postId'], ['tagId']]);
  });

  test('what the database would not keep is left out', async () => {
    const entities = decorate(version, (orm) => {
      @orm.Entity({ comment: '' })
      class Thing {
        @orm.PrimaryGeneratedColumn() id: number;
        @orm.Column({ comment: 'a\0b' }) text: string;
        @orm.Column({ type: 'int', default: 5, nullable: true }) @orm.Generated('increment') number: number;
        @orm.Column({ type: 'enum', enum: { A: 'x', B: 'y', C: 'x' } }) kind: string;
      }
      return [Thing];
    });
    const { enums, tables } = (await read({ entities })).schema;
    expect(tables[0]?.comment).toBeNull();
    expect(tables[0]?.columns[1]?.comment).toBe('ab');
    expect(tables[0]?.columns[2]).toMatchObject({ generation: 'serial', default: null, nullable: false });
    expect(enums[0]?.values).toEqual(['x', 'y']);
  });

  test('the action DEFAULT is SET DEFAULT', async () => {
    const relations = { parent: { type: 'many-to-one', target: 'Parent', onDelete: 'DEFAULT', onUpdate: 'DEFAULT' } } as const;
    const { schema } = await read({ entities: [entity('Child', {}, { relations }), entity('Parent', {})] });
    expect(schema.tables[0]?.foreignKeys[0]).toMatchObject({ onDelete: 'set default', onUpdate: 'set default' });
  });

  describe('contradictions', () => {
    test('one enum type with different values', async () => {
      const error = await failure({
        entities: [
          entity('Order', { state: { type: 'enum', enum: ['new', 'paid'], enumName: 'state' } }),
          entity('Task', { state: { type: 'enum', enum: ['new', 'done'], enumName: 'state' } }),
        ],
      });
      expect(error.code).toBe('entities/enum-conflict' satisfies ErrorCode);
      expect(error.message).toBe(
        'The enum type "public.state" has different values in different places:\n  Order.state: new, paid\n  Task.state: new, done',
      );
    });

    test('the same values in another order', async () => {
      const columns: Record<string, EntitySchemaColumnOptions> = {
        a: { type: 'enum', enum: ['x', 'y'], enumName: 'e' },
        b: { type: 'enum', enum: ['y', 'x'], enumName: 'e' },
      };
      expect((await failure({ entities: [entity('Thing', columns)] })).code).toBe('entities/enum-conflict');
    });

    test('one name for two indexes', async () => {
      const columns: Record<string, EntitySchemaColumnOptions> = { a: { type: 'int' }, b: { type: 'int' } };
      const error = await failure({ entities: [entity('Thing', columns, { indices: [{ columns: ['a', 'b'] }, { columns: ['b', 'a'] }] })] });
      expect(error.code).toBe('entities/name-conflict' satisfies ErrorCode);
      expect(error.message).toMatch(/^Two different things have the name of index public\.thing\.IDX_\w+: Thing and Thing\.$/);
    });

    test('one column with two types', async () => {
      const columns: Record<string, EntitySchemaColumnOptions> = { a: { type: 'int' }, b: { type: 'text', name: 'a' } };
      const error = await failure({ entities: [entity('Thing', columns)] });
      expect(error.message).toBe('Two different things have the name of column public.thing.a: Thing.a and Thing.b.');
    });

    test('the same said twice is no contradiction', async () => {
      const columns: Record<string, EntitySchemaColumnOptions> = { a: { type: 'int', unique: true }, b: { type: 'int', name: 'a', nullable: true } };
      const { schema } = await read({
        entities: [entity('Thing', columns, { uniques: [{ columns: ['a'] }], indices: [{ columns: ['a'] }, { columns: ['a'] }] })],
      });
      expect(schema.tables[0]).toMatchObject({ uniques: { length: 1 }, indexes: { length: 1 } });
      expect(schema.tables[0]?.columns.map(({ name, nullable }) => ({ name, nullable }))).toEqual([
        { name: 'id', nullable: false },
        { name: 'a', nullable: false },
      ]);
    });
  });
});
