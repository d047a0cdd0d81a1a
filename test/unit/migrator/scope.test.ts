import { memberRef, type ObjectRef, refKey, showRef, topLevelRef } from '../../../src/model/identity.js';
import type { Schema, Table } from '../../../src/model/schema.js';
import { completeOptions, type IncludedObject } from '../../../src/migrator/options.js';
import { scopeOf } from '../../../src/migrator/scope.js';
import type { EntityModel } from '../../../src/typeorm/entity-model.js';

const column = (name: string): Table['columns'][number] => ({ name, type: 'text', nullable: true, default: null, generation: null, generated: null, virtual: false, collation: null, comment: null });

const table = (name: string): Table => ({
  schema: 'public',
  name,
  columns: [column('a'), column('b')],
  primaryKey: { name: `pk_${name}`, columns: ['a'], deferrable: 'no' },
  uniques: [],
  checks: [],
  exclusions: [],
  foreignKeys: [],
  indexes: [],
  comment: null,
});

const schema: Schema = {
  extensions: [],
  namespaces: [{ name: 'public' }, { name: 'shop' }],
  enums: [{ schema: 'public', name: 'mood', values: ['ok'] }],
  tables: [table('t'), table('u')],
  views: [],
  materializedViews: [],
  viewFacts: {},
  unmanaged: [],
  typeNames: {},
};

const refOf = (name: string): ObjectRef => topLevelRef('table', { schema: 'public', name });
const members = ({ name, columns }: Table): ObjectRef[] => columns.map((each) => memberRef('column', { schema: 'public', name }, each.name));

const model = (changes: Partial<EntityModel> = {}): EntityModel => ({
  schema,
  named: new Set(),
  renamings: [],
  impliedBy: () => [],
  origins: new Map([refOf('t'), refOf('u'), ...schema.tables.flatMap(members)].map((ref) => [refKey(ref), { entity: 'E', property: null, decorator: null }])),
  ignored: [],
  synonyms: new Map(),
  records: new Map(),
  defaultless: new Set(),
  indexMethods: [],
  unsupported: [],
  ...changes,
});

const scope = (includeObject: (object: IncludedObject) => boolean, changes: Partial<EntityModel> = {}) =>
  scopeOf({ ...completeOptions({ includeObject }), model: model(changes), namespace: 'main', typed: [] });

const names = (selected: Schema): string[] => [...selected.tables, ...selected.enums].map(({ name }) => name);

describe('the scope of a comparison', () => {
  it('is the namespaces of the entities, the default one, and those that are named', () => {
    expect(scope(() => true).namespaces).toEqual(['public', 'shop', 'main']);
    expect(scope(() => true, { schema: { ...schema, namespaces: [] } }).namespaces).toEqual(['main']);
    expect(scopeOf({ ...completeOptions({ schemas: ['old', 'shop'] }), model: model(), namespace: 'main', typed: [] }).namespaces).toEqual(['public', 'shop', 'main', 'old']);
  });

  it('leaves out what is refused by its name, on both sides and with all that is in it, and asks once', () => {
    const asked: string[] = [];
    const includeName = (ref: ObjectRef): boolean => asked.push(showRef(ref)) > 0 && ref.name !== 'shop' && ref.name !== 't';
    const compared = scopeOf({ ...completeOptions({ includeName }), model: model(), namespace: 'main', typed: [] });
    expect(compared.namespaces).toEqual(['public', 'main']);
    expect(compared.excludesName?.(refOf('t'))).toBe(true);
    expect(compared.excludes(topLevelRef('table', { schema: 'shop', name: 'u' }))).toBe(true);
    expect(names(compared.select(schema))).toEqual(['u', 'mood']);
    expect(compared.select(schema).namespaces).toEqual([{ name: 'public' }]);
    expect(asked).toHaveLength(new Set(asked).size);
    expect(asked.filter((name) => name.includes('shop.'))).toEqual([]);
    expect(scope(() => true)).not.toHaveProperty('excludesName');
  });

  it('leaves out what the entities say must not be touched, without asking about it', () => {
    const asked: string[] = [];
    const compared = scope(({ ref }) => asked.push(showRef(ref)) > 0, { ignored: [refOf('migrations'), refOf('u')] });
    expect(compared.excludes(refOf('migrations'))).toBe(true);
    expect(compared.excludes(refOf('u'))).toBe(true);
    expect(names(compared.select(schema))).toEqual(['t', 'mood']);
    expect(asked.filter((name) => /migrations|public\.u/.test(name))).toEqual([]);
  });

  it('leaves out on both sides what is refused on the side of the database', () => {
    const compared = scope(({ ref, side }) => !(side === 'database' && ref.name === 't'));
    expect(compared.excludes(refOf('t'))).toBe(true);
    expect(names(compared.select(schema))).toEqual(['u', 'mood']);
  });

  it('leaves out on both sides what is refused on the side of the entities', () => {
    const compared = scope(({ ref, side }) => !(side === 'entities' && ref.name === 't'));
    expect(compared.excludes(refOf('t'))).toBe(true);
    expect(names(compared.select(schema))).toEqual(['u', 'mood']);
  });

  it('asks of the entities only what they have', () => {
    const asked: IncludedObject[] = [];
    const compared = scope((object) => asked.push(object) > 0);
    compared.excludes(refOf('legacy'));
    compared.excludes(refOf('t'));
    expect(asked).toEqual([
      { ref: refOf('legacy'), side: 'database' },
      { ref: refOf('t'), side: 'database' },
      { ref: refOf('t'), side: 'entities' },
    ]);
  });

  it('takes a member out of its table', () => {
    const compared = scope(({ ref }) => ref.name !== 'b' && ref.kind !== 'primaryKey');
    expect(compared.select(schema).tables.map(({ columns, primaryKey }) => [columns.map(({ name }) => name), primaryKey])).toEqual([
      [['a'], null],
      [['a'], null],
    ]);
  });
});
