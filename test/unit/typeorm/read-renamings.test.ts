import type { Renaming } from '../../../src/model/renaming.js';
import { readEntities } from '../../../src/typeorm/read-entities.js';
import { RenamedFrom, renamedFrom } from '../../../src/typeorm/renamed-from.js';
import { decorate, type Entities, typeOrmVersions, unconnectedDataSource } from '../../support/entities.js';

const inPublic = (name: string) => ({ schema: 'public', name });

describe.each(typeOrmVersions)('what entities say was called otherwise, TypeORM %s', (version) => {
  const read = async (entities: Entities): Promise<readonly Renaming[]> => readEntities(await unconnectedDataSource({ version, entities })).renamings;

  it('reads classes, what they extend, what they embed and their relations', async () => {
    const entities = decorate(version, ({ Column, Entity, ManyToOne, PrimaryGeneratedColumn }) => {
      class Name {
        @Column({ type: 'text' })
        @RenamedFrom('given')
        first: string;
      }

      abstract class Base {
        @PrimaryGeneratedColumn()
        @RenamedFrom('number')
        id: number;
      }

      @Entity()
      @RenamedFrom({ schema: 'old', name: 'people', indexes: { IDX_new: 'IDX_old' }, constraints: { UQ_new: 'UQ_old' } })
      class Person extends Base {
        @Column(() => Name)
        birth: Name;

        @Column({ type: 'enum', enum: ['a', 'b'], enumName: 'sort' })
        @RenamedFrom({ name: 'kind', enumName: 'kind', values: { b: 'c' } })
        sort: string;

        @ManyToOne(() => Person)
        @RenamedFrom('bossId')
        head: object;
      }

      return [Person];
    });
    const table = inPublic('person');
    expect([...(await read(entities))].sort(byText)).toEqual([
      { kind: 'table', from: { schema: 'old', name: 'people' }, to: table },
      { kind: 'index', table, from: 'IDX_old', to: 'IDX_new' },
      { kind: 'constraint', table, from: 'UQ_old', to: 'UQ_new' },
      { kind: 'column', table, from: 'number', to: 'id' },
      { kind: 'column', table, from: 'kind', to: 'sort' },
      { kind: 'enum', from: inPublic('kind'), to: inPublic('sort') },
      { kind: 'enumValue', type: inPublic('sort'), from: 'c', to: 'b' },
      { kind: 'column', table, from: 'birthGiven', to: 'birthFirst' },
      { kind: 'column', table, from: 'bossId', to: 'headId' },
    ].sort(byText));
  });

  it('reads an EntitySchema, and tells it from another one of the same name', async () => {
    const [first, second] = decorate(version, ({ EntitySchema }) => {
      const make = () => new EntitySchema({ name: 'thing', columns: { id: { type: 'integer', primary: true }, size: { type: 'text' } } });
      return [renamedFrom(make(), { table: 'item', columns: { size: 'length' } }), make()];
    });
    if (first === undefined || second === undefined) throw new Error('no entities');
    expect(await read([first])).toEqual([
      { kind: 'table', from: inPublic('item'), to: inPublic('thing') },
      { kind: 'column', table: inPublic('thing'), from: 'length', to: 'size' },
    ]);
    expect(await read([second])).toEqual([]);
  });
});

const byText = (left: object, right: object): number => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1);
