import { EntitySchema } from 'typeorm';
import type { Case, CaseEntity, SameCase } from './case.js';
import { entity, keyless } from './entity.js';

/** `EntitySchema` types what it takes less exactly than it reads it. */
const schemaOf = (options: object): CaseEntity => new EntitySchema(options as never);

const id = { type: 'integer', primary: true, generated: 'increment' } as const;

class Person {
  readonly id: number = 0;
  readonly name: string = '';
}

class Pupil extends Person {
  readonly grade: number = 0;
}

const person = schemaOf({ target: Person, name: 'Person', tableName: 'person', columns: { id, name: { type: 'text', default: '' } }, inheritance: { pattern: 'STI', column: { type: 'varchar', name: 'kind', default: 'person' } } });
const pupil = schemaOf({ target: Pupil, name: 'Pupil', type: 'entity-child', columns: { grade: { type: 'smallint', default: 1 } }, indices: [{ columns: ['grade'] }], discriminatorValue: 'pupil' });

const tree = schemaOf({
  name: 'branch',
  columns: { id, level: { type: 'integer', treeLevel: true } },
  relations: { parent: { type: 'many-to-one', target: 'branch', treeParent: true }, children: { type: 'one-to-many', target: 'branch', treeChildren: true, inverseSide: 'parent' } },
  trees: [
    {
      type: 'closure-table',
      options: { closureTableName: 'branches', ancestorColumnName: () => 'above', descendantColumnName: () => 'below' },
    },
  ],
});

const special = entity({
  made: { type: 'timestamptz', createDate: true },
  changed: { type: 'timestamptz', updateDate: true, precision: 3 },
  gone: { type: 'timestamptz', deleteDate: true, nullable: true },
  edition: { type: 'integer', version: true, default: 1 },
  thought: { type: 'integer', virtualProperty: true, query: () => 'SELECT 1' },
});

const place = keyless({ x: { type: 'smallint', primary: true }, y: { type: 'numeric', precision: 6, scale: 2, primary: true } }, { name: 'place' });

const placed = keyless(
  { at_x: { type: 'smallint', primary: true }, at_y: { type: 'numeric', precision: 6, scale: 2, primary: true }, note: { type: 'text', nullable: true } },
  {
    relations: {
      place: { type: 'many-to-one', target: 'place', joinColumn: [{ name: 'at_x', referencedColumnName: 'x' }, { name: 'at_y', referencedColumnName: 'y' }] },
    },
  },
);

const visited = entity({}, {
  name: 'visitor',
  relations: {
    places: {
      type: 'many-to-many',
      target: 'place',
      joinTable: {
        name: 'visits',
        joinColumns: [{ name: 'visitor', referencedColumnName: 'id', foreignKeyConstraintName: 'FK_visitor' }],
        inverseJoinColumns: [{ name: 'x', referencedColumnName: 'x', foreignKeyConstraintName: 'FK_place' }, { name: 'y', referencedColumnName: 'y', foreignKeyConstraintName: 'FK_place' }],
      },
    },
  },
});

/** What decorators say otherwise. */
export const entitySchemaCases: readonly Case[] = [
  { name: 'single table inheritance by EntitySchema', before: [entity({ name: { type: 'text', default: '' } }, { name: 'person' })], data: 'INSERT INTO person DEFAULT VALUES', after: [person, pupil] },
  { name: 'a closure table with names of its own, by EntitySchema', before: [entity({}, { name: 'branch' })], after: [tree], complete: ['fill: null', 'fill: "0"'] },
  { name: 'special columns by EntitySchema', before: [entity({})], data: 'INSERT INTO item DEFAULT VALUES', after: [special] },
  { name: 'a key that is a reference, to a key of two columns', before: [place], data: 'INSERT INTO place VALUES (1, 2.5)', after: [place, placed] },
  { name: 'a join table with columns of its own', before: [place, entity({}, { name: 'visitor' })], data: 'INSERT INTO place VALUES (1, 2.5); INSERT INTO visitor DEFAULT VALUES', after: [place, visited] },
  {
    name: 'a foreign key of a column, and one of two columns',
    before: [place, entity({ x: { type: 'smallint', nullable: true }, y: { type: 'numeric', precision: 6, scale: 2, nullable: true }, other: { type: 'integer', nullable: true } })],
    data: 'INSERT INTO place VALUES (1, 2.5); INSERT INTO item (x, y, other) VALUES (1, 2.5, 1)',
    after: [
      place,
      entity(
        {
          x: { type: 'smallint', nullable: true },
          y: { type: 'numeric', precision: 6, scale: 2, nullable: true },
          other: { type: 'integer', nullable: true, foreignKey: { target: 'item', onDelete: 'CASCADE', onUpdate: 'RESTRICT', name: 'FK_other' } },
        },
        { foreignKeys: [{ target: 'place', columnNames: ['x', 'y'], referencedColumnNames: ['x', 'y'], deferrable: 'INITIALLY IMMEDIATE' }] },
      ),
    ],
    hazards: ['data/may-not-fit', 'data/may-not-fit'],
  },
];

export const sameEntitySchemaCases: readonly SameCase[] = [
  {
    name: 'as TypeORM makes them: inheritance, trees, special columns, keys and join tables by EntitySchema',
    entities: [person, pupil, tree, special, place, visited],
    sql: '',
  },
];
