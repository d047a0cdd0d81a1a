import { decorate, defaultTypeOrm } from '../support/entities.js';
import type { Case, CaseEntity, SameCase } from './case.js';

/** One entity before and after, as classes: trees, inheritance, embedded entities and the special columns need decorators. */
type Pair = readonly [before: readonly CaseEntity[], after: readonly CaseEntity[]];

const pair = (define: (orm: Parameters<Parameters<typeof decorate>[1]>[0]) => Pair): Pair => {
  let made: Pair = [[], []];
  decorate(defaultTypeOrm, (orm) => {
    made = define(orm);
    return [...made[0], ...made[1]];
  });
  return made;
};

const specialColumns = pair((orm) => {
  @orm.Entity('item')
  class Plain {
    @orm.PrimaryGeneratedColumn() id: number;
  }

  @orm.Entity('item')
  class Special {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.CreateDateColumn() createdAt: Date;
    @orm.UpdateDateColumn({ type: 'timestamptz', precision: 3 }) updatedAt: Date;
    @orm.DeleteDateColumn() deletedAt: Date | null;
    @orm.VersionColumn({ default: 1 }) version: number;
    @orm.Column({ generated: 'rowid' } as object) @orm.Generated('rowid') row: number;
    @orm.Column() @orm.Generated('increment') position: number;
    @orm.VirtualColumn({ query: (alias) => `SELECT count(*) FROM item WHERE id = ${alias}.id` }) count: number;
  }
  return [[Plain], [Special]];
});

const embedded = pair((orm) => {
  class Street {
    @orm.Column({ nullable: true, type: 'text' }) name: string | null;
  }

  class Address {
    @orm.Column(() => Street) street: Street;
    @orm.Column({ nullable: true, type: 'text' }) zip: string | null;
  }

  class LongerAddress {
    @orm.Column(() => Street) street: Street;
    @orm.Index() @orm.Column({ nullable: true, type: 'varchar', length: 10 }) zip: string | null;
    @orm.Column({ default: 'AT' }) country: string;
  }

  @orm.Entity('item')
  class Before {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column(() => Address) home: Address;
  }

  @orm.Entity('item')
  class After {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column(() => LongerAddress) home: LongerAddress;
    @orm.Column(() => LongerAddress, { prefix: 'w_' }) work: LongerAddress;
    @orm.Column(() => Street, { prefix: false }) plain: Street;
  }
  return [[Before], [After]];
});

const inheritance = pair((orm) => {
  @orm.Entity('person')
  @orm.TableInheritance({ column: { type: 'varchar', name: 'kind' } })
  class Person {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column({ default: '' }) name: string;
  }

  @orm.ChildEntity('teacher')
  class Teacher extends Person {
    @orm.Column({ unique: true }) badge: string;
  }

  @orm.Entity('person')
  @orm.TableInheritance({ column: { type: 'varchar', name: 'kind' } })
  class PersonAfter {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column({ default: '' }) name: string;
  }

  @orm.ChildEntity('teacher')
  class TeacherAfter extends PersonAfter {
    @orm.Column({ unique: true }) badge: string;
    @orm.ManyToOne(() => PersonAfter) mentor: PersonAfter;
  }

  @orm.ChildEntity('pupil')
  @orm.Index(['grade'])
  class Pupil extends PersonAfter {
    @orm.Column({ type: 'smallint', default: 1 }) grade: number;
  }
  return [[Person, Teacher], [PersonAfter, TeacherAfter, Pupil]];
});

const trees = pair((orm) => {
  const plain = ['closure', 'nested', 'path'].map((name) => {
    @orm.Entity(name)
    class Plain {
      @orm.PrimaryGeneratedColumn() id: number;
    }
    return Plain;
  });

  @orm.Entity('closure')
  @orm.Tree('closure-table', { closureTableName: 'closure_of_all' })
  class Closure {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.TreeParent() parent: unknown;
    @orm.TreeChildren() children: unknown[];
    @orm.TreeLevelColumn() level: number;
  }

  @orm.Entity('nested')
  @orm.Tree('nested-set')
  class Nested {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.TreeParent() parent: unknown;
    @orm.TreeChildren() children: unknown[];
  }

  @orm.Entity('path')
  @orm.Tree('materialized-path')
  class Path {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.TreeParent({ onDelete: 'CASCADE' }) parent: unknown;
    @orm.TreeChildren() children: unknown[];
  }
  return [plain, [Closure, Nested, Path]];
});

const rules = pair((orm) => {
  @orm.Entity('item')
  class Before {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column() a: number;
    @orm.Column() b: string;
    @orm.Column({ type: 'tsrange', nullable: true }) during: string | null;
  }

  @orm.Entity({ name: 'item', comment: 'Things', orderBy: { id: 'ASC' } })
  @orm.Index(['b', 'a'], { unique: true, where: 'a > 0' })
  @orm.Index('IDX_mine', ['a'], { where: "b <> ''" })
  @orm.Unique('UQ_mine', ['a', 'b'])
  @orm.Unique(['b', 'id'], { deferrable: 'INITIALLY DEFERRED' })
  @orm.Check('a > 0 OR b = \'\'')
  @orm.Check('CHK_mine', `b <> 'x'`)
  @orm.Exclusion('USING gist (during WITH &&)')
  @orm.Exclusion('XCL_mine', 'USING gist (during WITH -|-)')
  class After {
    @orm.PrimaryGeneratedColumn({ comment: 'The number', primaryKeyConstraintName: 'PK_mine' }) id: number;
    @orm.Index() @orm.Column({ comment: 'A' }) a: number;
    @orm.Column({ collation: 'C' }) b: string;
    @orm.Index({ spatial: true }) @orm.Column({ type: 'tsrange', nullable: true }) during: string | null;
  }
  return [[Before], [After]];
});

const relations = pair((orm) => {
  @orm.Entity('tag')
  class Tag {
    @orm.PrimaryGeneratedColumn('uuid') id: string;
  }

  @orm.Entity('item')
  class Before {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column({ nullable: true }) tagId: string;
  }

  @orm.Entity('tag')
  class TagAfter {
    @orm.PrimaryGeneratedColumn('uuid') id: string;
    @orm.Column({ type: 'varchar', length: 9, unique: true, default: 'x' }) code: string;
    @orm.OneToMany(() => After, (item: { main: unknown }) => item.main) mains: unknown[];
  }

  @orm.Entity('item')
  class After {
    @orm.PrimaryGeneratedColumn() id: number;
    @orm.Column({ type: 'uuid', nullable: true }) @orm.ForeignKey(() => TagAfter, { onDelete: 'SET NULL', name: 'FK_mine' }) loose: string;
    @orm.ManyToOne(() => TagAfter, (tag) => tag.mains, { eager: true, cascade: true }) main: TagAfter;
    @orm.ManyToOne(() => TagAfter) @orm.JoinColumn({ name: 'code', referencedColumnName: 'code', foreignKeyConstraintName: 'FK_code' }) byCode: TagAfter;
    @orm.OneToOne(() => TagAfter) @orm.JoinColumn() twin: TagAfter;
    @orm.ManyToMany(() => TagAfter) @orm.JoinTable() tags: TagAfter[];
    @orm.ManyToMany(() => After) @orm.JoinTable() related: After[];
    @orm.ManyToMany(() => TagAfter, { onDelete: 'RESTRICT', createForeignKeyConstraints: true })
    @orm.JoinTable({
      name: 'item_named',
      joinColumn: { name: 'item', foreignKeyConstraintName: 'FK_named_item' },
      inverseJoinColumn: { name: 'tag', foreignKeyConstraintName: 'FK_named_tag' },
    })
    named: TagAfter[];
    @orm.ManyToMany(() => TagAfter) @orm.JoinTable({ name: 'item_alone', synchronize: false }) alone: TagAfter[];
    @orm.RelationId((item: { main: unknown }) => item.main) mainId: string;
  }
  return [[Tag, Before], [TagAfter, After]];
});

const change = (name: string, [before, after]: Pair, rest: Partial<Case> = {}): Case => ({ name, before, after, ...rest });

export const classCases: readonly Case[] = [
  change('special columns: dates, version, row number, position; a virtual property is none', specialColumns, {
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO item DEFAULT VALUES',
    works: 'INSERT INTO item DEFAULT VALUES',
  }),
  change('embedded entities, in one another, with every kind of prefix', embedded, { data: `INSERT INTO item ("homeStreetName", "homeZip") VALUES ('a', 'b')` }),
  change('a child of single table inheritance more, and a reference of another', inheritance, {
    data: "INSERT INTO person (kind, name, badge) VALUES ('teacher', 'a', '7'), ('Person', 'b', 'none')",
  }),
  change('tables that become trees: closure table, nested set, materialized path', trees),
  change('indexes, uniques, checks, exclusions, comments and names by decorators', rules, { data: "INSERT INTO item (a, b) VALUES (1, 'y')" }),
  change('relations by decorators: one to one, many to one, many to many', relations),
];

export const sameClassCases: readonly SameCase[] = [specialColumns, embedded, inheritance, trees, rules, relations].map(([, entities], position) => ({
  name: `as TypeORM makes them: ${['special columns', 'embedded entities', 'single table inheritance', 'trees', 'rules by decorators', 'relations by decorators'][position]}`,
  entities,
  sql: '',
}));
