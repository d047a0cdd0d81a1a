import { DefaultNamingStrategy, EntitySchema, type EntitySchemaColumnOptions, type NamingStrategyInterface } from 'typeorm';
import type { Entities, Model, TypeOrm, TypeOrmVersion } from './entities.js';

type Columns = Readonly<Record<string, EntitySchemaColumnOptions>>;
type SchemaOptions = ConstructorParameters<typeof EntitySchema>[0];

/** Entities that TypeORM can synchronise to an empty database without fault. */
export interface Sample extends Omit<Model, 'entities' | 'version'> {
  readonly entities: Entities | ((orm: TypeOrm) => Entities);
  /** SQL that must have run before. */
  readonly setUp?: string;
  /** Both unless given. */
  readonly versions?: readonly TypeOrmVersion[];
}

const id: Columns = { id: { type: 'int', primary: true, generated: 'increment' } };

/** An entity with a serial key and these columns. */
export const entity = (name: string, columns: Columns, more: Partial<SchemaOptions> = {}): EntitySchema =>
  new EntitySchema({ name, columns: { ...id, ...columns }, ...more });

class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, customName?: string): string {
    return customName ?? snake(className);
  }

  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    return snake([...prefixes, customName ?? propertyName].join('_'));
  }

  override primaryKeyName(table: string | { name: string }, columns: string[]): string {
    return `pk ${typeof table === 'string' ? table : table.name} ${columns.join(' ')}`;
  }
}

const snake = (text: string): string => text.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();

const longName = 'a_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit';

const relations: Sample = {
  entities: [
    entity('Parent', { code: { type: 'varchar', unique: true } }),
    entity('Child', {}, {
      relations: {
        cascaded: { type: 'many-to-one', target: 'Parent', onDelete: 'CASCADE', onUpdate: 'CASCADE', nullable: false },
        restricted: { type: 'many-to-one', target: 'Parent', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
        nulled: { type: 'many-to-one', target: 'Parent', onDelete: 'SET NULL', onUpdate: 'SET NULL' },
        plain: { type: 'many-to-one', target: 'Parent', onDelete: 'NO ACTION' },
        deferred: { type: 'many-to-one', target: 'Parent', deferrable: 'INITIALLY DEFERRED' },
        deferrable: { type: 'many-to-one', target: 'Parent', deferrable: 'INITIALLY IMMEDIATE' },
        byCode: {
          type: 'many-to-one',
          target: 'Parent',
          joinColumn: { name: 'parent_code', referencedColumnName: 'code', foreignKeyConstraintName: 'fk_code' },
        },
        unlinked: { type: 'many-to-one', target: 'Parent', createForeignKeyConstraints: false },
        twin: { type: 'one-to-one', target: 'Parent', joinColumn: true },
        self: { type: 'many-to-one', target: 'Child' },
      },
    }),
  ],
};

const joinTables: Sample = {
  entities: [
    entity('Post', {}, {
      relations: {
        tags: { type: 'many-to-many', target: 'Tag', joinTable: true, onDelete: 'RESTRICT' },
        related: { type: 'many-to-many', target: 'Post', joinTable: true },
        named: {
          type: 'many-to-many',
          target: 'Tag',
          joinTable: {
            name: 'post_tag',
            joinColumn: { name: 'post', referencedColumnName: 'id', foreignKeyConstraintName: 'fk_post' },
            inverseJoinColumn: { name: 'tag', referencedColumnName: 'id' },
          },
        },
      },
    }),
    new EntitySchema({ name: 'Tag', columns: { id: { type: 'uuid', primary: true, generated: 'uuid' } } }),
    new EntitySchema<Readonly<Record<string, unknown>>>({
      name: 'Place',
      columns: { x: { type: 'smallint', primary: true }, y: { type: 'numeric', precision: 6, scale: 2, primary: true } },
      relations: { posts: { type: 'many-to-many', target: 'Post', joinTable: true } },
    }),
  ],
};

const trees: Sample = {
  entities: (orm) => {
    @orm.Entity()
    @orm.Tree('closure-table')
    class Closure {
      @orm.PrimaryGeneratedColumn() id: number;
      @orm.TreeParent() parent: unknown;
      @orm.TreeChildren() children: unknown[];
      @orm.TreeLevelColumn() level: number;
    }

    @orm.Entity()
    @orm.Tree('nested-set')
    class Nested {
      @orm.PrimaryGeneratedColumn('uuid') id: string;
      @orm.TreeParent() parent: unknown;
      @orm.TreeChildren() children: unknown[];
    }

    @orm.Entity()
    @orm.Tree('materialized-path')
    class Path {
      @orm.PrimaryGeneratedColumn() id: number;
      @orm.TreeParent({ onDelete: 'CASCADE' }) parent: unknown;
      @orm.TreeChildren() children: unknown[];
    }
    return [Closure, Nested, Path];
  },
};

const inheritance: Sample = {
  entities: (orm) => {
    abstract class Base {
      @orm.PrimaryGeneratedColumn() id: number;
      @orm.CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
      @orm.UpdateDateColumn({ precision: 3 }) updatedAt: Date;
      @orm.DeleteDateColumn() deletedAt: Date | null;
      @orm.VersionColumn() version: number;
    }

    class Address {
      @orm.Index() @orm.Column() street: string;
      @orm.Column({ type: 'varchar', length: 10, nullable: true }) zip: string | null;
    }

    @orm.Entity()
    @orm.TableInheritance({ column: { type: 'varchar', name: 'kind' } })
    class Person extends Base {
      @orm.Column() name: string;
      @orm.Column(() => Address) home: Address;
      @orm.Column(() => Address, { prefix: 'w_' }) work: Address;
      @orm.Column(() => Address, { prefix: false }) plain: Address;
    }

    @orm.ChildEntity()
    class Teacher extends Person {
      @orm.Column({ unique: true }) badge: string;
      @orm.ManyToOne(() => Person) mentor: Person;
    }

    @orm.ChildEntity('pupil')
    @orm.Index(['grade'])
    class Pupil extends Person {
      @orm.Column({ type: 'smallint', default: 1 }) grade: number;
    }
    return [Person, Teacher, Pupil];
  },
};

const generation: Sample = {
  entities: (orm) => {
    @orm.Entity()
    class Small {
      @orm.PrimaryGeneratedColumn({ type: 'smallint' }) id: number;
      @orm.Column({ type: 'bigint' }) @orm.Generated('increment') position: string;
      @orm.Column() @orm.Generated('uuid') token: string;
      @orm.Column({ type: 'uuid', default: () => 'gen_random_uuid()' }) other: string;
      @orm.Column({ default: '00000000-0000-4000-8000-000000000000' }) @orm.Generated('uuid') given: string;
    }

    @orm.Entity()
    class Always {
      @orm.PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS', type: 'bigint' }) id: string;
    }

    @orm.Entity()
    class ByDefault {
      @orm.PrimaryGeneratedColumn('identity') id: number;
    }

    @orm.Entity()
    class ByUuid {
      @orm.PrimaryGeneratedColumn('uuid') id: string;
    }

    @orm.Entity()
    class ByRow {
      @orm.PrimaryGeneratedColumn('rowid') id: string;
    }
    return [Small, Always, ByDefault, ByUuid, ByRow];
  },
};

const constraints: Sample = {
  setUp: 'CREATE EXTENSION btree_gist',
  entities: [
    entity(
      'Booking',
      {
        room: { type: 'int' },
        during: { type: 'tstzrange' },
        price: { type: 'numeric', precision: 10, scale: 2 },
        note: { type: 'text', nullable: true, collation: 'C', comment: "It's a note" },
        place: { type: 'point', nullable: true },
        code: { type: 'varchar', length: 20, unique: true, collation: 'POSIX' },
        plain: { type: 'text', collation: 'default' },
        total: { type: 'numeric', asExpression: ' price * 2 ', generatedType: 'STORED' },
      },
      {
        uniques: [
          { columns: ['price', 'room'] },
          { name: 'named unique', columns: ['room', 'during'], deferrable: 'INITIALLY DEFERRED' },
          { columns: ['during'], deferrable: 'INITIALLY IMMEDIATE' },
        ],
        checks: [{ expression: 'price >= 0 AND room IN (1, 2)' }, { name: 'named check', expression: `"note" <> ''` }],
        exclusions: [{ expression: 'USING gist (room WITH =, during WITH &&)' }, { name: 'named exclusion', expression: 'USING gist (during WITH &&) WHERE (price > 0)' }],
        indices: [
          { columns: ['room', 'price'] },
          { columns: ['price', 'during'], unique: true },
          { name: 'named index', columns: ['note'], where: `"note" IS NOT NULL` },
          { columns: ['place'], spatial: true },
          { columns: ['during'], where: '' },
        ],
      },
    ),
  ],
};

const comments: Sample = {
  entities: (orm) => {
    @orm.Entity({ comment: 'The things of the shop' })
    class Commented {
      @orm.PrimaryColumn({ primaryKeyConstraintName: 'pk_commented', comment: 'one' }) one: number;
      @orm.PrimaryColumn({ primaryKeyConstraintName: 'pk_commented' }) two: number;
      @orm.Column({ comment: '' }) empty: string;
      @orm.Column({ comment: ' spaced \n lines ' }) spaced: string;
    }
    return [Commented];
  },
};

const enums: Sample = {
  entities: [
    entity('Task', {
      state: { type: 'enum', enum: ['new', "can't", 'done'], enumName: 'task_state', default: 'new' },
      before: { type: 'enum', enum: ['new', "can't", 'done'], enumName: 'task_state', nullable: true },
      history: { type: 'enum', enum: ['new', "can't", 'done'], enumName: 'task_state', array: true, default: ['new'] },
      Kind: { type: 'enum', enum: [1, 2, 'three'], default: 2 },
      simple: { type: 'simple-enum', enum: ['a', 'b'], array: true },
    }),
  ],
};

const namespaces: Sample = {
  setUp: 'CREATE SCHEMA IF NOT EXISTS sales; CREATE SCHEMA IF NOT EXISTS "Back Office"',
  entities: [
    entity('Customer', { level: { type: 'enum', enum: ['a', 'b'], default: 'a' } }, { schema: 'sales' }),
    entity('Case', { level: { type: 'enum', enum: ['x'], array: true, default: '{x}' } }, {
      schema: 'Back Office',
      relations: {
        customer: { type: 'many-to-one', target: 'Customer' },
        customers: { type: 'many-to-many', target: 'Customer', joinTable: { name: 'case_customer', schema: 'sales' } },
      },
    }),
    entity('Plain', {}, { relations: { case: { type: 'many-to-one', target: 'Case' } } }),
  ],
};

const names: Sample = {
  entities: [
    entity('User', { order: { type: 'varchar', unique: true }, MixedCase: { type: 'int' }, 'with space': { type: 'int' }, größe: { type: 'int' } }, {
      tableName: 'user',
      indices: [{ columns: ['MixedCase', 'größe'] }, { name: 'Ünique "name"'.replaceAll('"', ''), columns: ['with space'] }],
      relations: { select: { type: 'many-to-one', target: 'User' } },
    }),
    entity('LongTable', {}, { tableName: `t_${longName}` }),
    entity('Long', { [longName]: { type: 'int' }, [`k_${longName}`]: { type: 'enum', enum: ['a'], default: 'a' } }, {
      uniques: [{ name: `u_${longName}`, columns: [longName] }],
      indices: [{ name: `i_${longName}`, columns: [longName] }],
      checks: [{ name: `c_${longName}`, expression: `"${longName}" > 0` }],
    }),
  ],
};

const foreignKeysWithoutRelations: Sample = {
  entities: [
    entity('Target', { a: { type: 'int' }, b: { type: 'varchar' } }, { uniques: [{ columns: ['a', 'b'] }] }),
    entity(
      'Source',
      { targetId: { type: 'int', foreignKey: { target: 'Target', onDelete: 'CASCADE' } }, x: { type: 'int' }, y: { type: 'varchar' } },
      { foreignKeys: [{ target: 'Target', columnNames: ['x', 'y'], referencedColumnNames: ['a', 'b'], name: 'fk pair', deferrable: 'INITIALLY DEFERRED' }] },
    ),
  ],
};

const since1: Sample = {
  versions: ['1'],
  setUp: 'CREATE EXTENSION btree_gist',
  entities: (orm) => {
    @orm.Entity()
    @orm.Exclusion('USING gist (number WITH =)', { deferrable: 'INITIALLY DEFERRED' })
    @orm.Exclusion('named', 'USING gist (number WITH =)', { deferrable: 'INITIALLY IMMEDIATE' })
    class Indexed {
      @orm.PrimaryGeneratedColumn() id: number;
      @orm.Index({ type: 'brin' }) @orm.Column() number: number;
      @orm.Index({ type: 'hash' }) @orm.Column() text: string;
      @orm.Index('by tags', { type: 'gin' }) @orm.Column({ type: 'text', array: true }) tags: string[];
      @orm.Index({ type: 'gist' }) @orm.Column({ type: 'int4range' }) range: string;
      @orm.Index({ type: 'spgist', where: 'number > 1' }) @orm.Column({ type: 'text' }) path: string;
      @orm.Index({ type: 'btree', unique: true }) @orm.Column() code: string;
    }
    return [Indexed];
  },
};

const clock: Sample = {
  entities: [
    entity('Event', {
      timestamp: { type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' },
      precise: { type: 'timestamptz', precision: 3, default: () => 'current_timestamp(3)' },
      date: { type: 'date', default: () => 'CURRENT_DATE' },
      time: { type: 'timetz', default: () => 'CURRENT_TIME' },
      local: { type: 'time', precision: 2, default: () => 'LOCALTIME(2)' },
      localTimestamp: { type: 'timestamp', default: () => 'LOCALTIMESTAMP' },
      later: { type: 'timestamptz', default: () => "now() + interval '7 days'" },
      utc: { type: 'timestamp', default: () => "(now() at time zone 'utc')" },
    }),
  ],
};

/** What entities can say and TypeORM makes SQL of that PostgreSQL refuses. */
export const samplesBeyondTypeOrm: Readonly<Record<string, Sample>> = {
  'the action DEFAULT': {
    entities: [
      entity('Parent', {}),
      entity('Child', { parentId: { type: 'int', default: 1 } }, {
        relations: { parent: { type: 'many-to-one', target: 'Parent', onDelete: 'DEFAULT', onUpdate: 'DEFAULT', joinColumn: { name: 'parentId' } } },
      }),
    ],
  },
  'a foreign key to a key of an enum type': {
    entities: [
      new EntitySchema({ name: 'Kind', columns: { name: { type: 'enum', enum: ['a', 'b'], primary: true } } }),
      entity('Thing', {}, {
        relations: {
          kind: { type: 'many-to-one', target: 'Kind' },
          kinds: { type: 'many-to-many', target: 'Kind', joinTable: true },
        },
      }),
    ],
  },
  'quotes everywhere': {
    entities: [
      entity(`It's`, { 'a "quoted" name': { type: 'text', default: `it's`, comment: `it's "quoted"` } }, {
        tableName: `the "it's" table`,
        checks: [{ name: 'a "check"', expression: `"a ""quoted"" name" <> ''''` }],
        indices: [{ name: 'an "index"', columns: ['a "quoted" name'] }],
      }),
    ],
  },
  'an integer with a precision': { entities: [entity('Thing', { value: { type: 'int', precision: 4 } })] },
};

/** What TypeORM can express, by what it is about. */
export const samples: Readonly<Record<string, Sample>> = {
  'foreign keys with every action, deferrable, to oneself': relations,
  'join tables, named, to oneself, with composite keys': joinTables,
  'trees: closure table, nested set, materialized path': trees,
  'single table inheritance, embedded entities, special columns': inheritance,
  'serial, identity, uuid, rowid': generation,
  'the uuid generator of pgcrypto': { ...generation, uuidExtension: 'pgcrypto' },
  'uniques, checks, exclusions, indexes, collations, generated columns': constraints,
  'foreign keys without relations': foreignKeysWithoutRelations,
  'index methods and deferrable exclusions': since1,
  'comments and names of primary keys': comments,
  'enum types, shared and in arrays': enums,
  'defaults that ask the clock': clock,
  'several namespaces': namespaces,
  'names: reserved, mixed case, unicode, over 63 bytes': names,
  'the option schema': { setUp: 'CREATE SCHEMA IF NOT EXISTS app', schema: 'app', entities: (enums.entities as Entities).concat(relations.entities as Entities) },
  'a naming strategy and a prefix of tables': { ...inheritance, namingStrategy: new SnakeNaming(), entityPrefix: 'shop_' },
  'a naming strategy in several namespaces': { ...namespaces, namingStrategy: new SnakeNaming() },
  'a naming strategy and the option schema': { ...namespaces, schema: 'sales', namingStrategy: new SnakeNaming() },
};
