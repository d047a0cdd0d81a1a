import type { ReadLocks } from '../../../src/dialect/dialect.js';
import { postgres } from '../../../src/dialect/postgres/dialect.js';
import { forms, type TableInput } from '../../../src/model/complete.js';
import type { Canonical, Schema } from '../../../src/model/schema.js';
import { lockInTime } from '../../../src/online/lock-in-time.js';
import type { Operation } from '../../../src/operation/operation.js';

let readLocks: ReadLocks;

beforeAll(async () => {
  readLocks = await postgres.loadLockReader('public');
});

const name = (table: string) => ({ schema: 'public', name: table });
const column = { name: 'id', type: 'integer', nullable: true } as const;
const refersTo = (table: string) => [{ name: `FK_${table}`, columns: ['id'], references: { table, columns: ['id'] } }];

/** A sale refers to an item, an item to a shop; views over them, and a materialized one. */
const tables: readonly TableInput[] = [
  { name: 'item', columns: [column], foreignKeys: refersTo('shop') },
  { name: 'sale', columns: [column], foreignKeys: refersTo('item') },
  { name: 'shop', columns: [column] },
];
const reads = (...sources: readonly string[]) => ({ columns: [], types: [], options: null, attachments: [], reads: sources.map((each) => ({ ...name(each), columns: ['id'] })) });
const schema = {
  tables: tables.map((table) => forms.table.complete(table, 'public')),
  views: [name('sold'), name('regular'), name('sessions')],
  materializedViews: [name('counted')],
  viewFacts: { 'public\0sold': reads('item', 'sale'), 'public\0regular': reads('sold', 'shop'), 'public\0counted': reads('item'), 'public\0sessions': reads('item', 'pg_stat_activity') },
} as unknown as Canonical<Schema>;

/** What is locked first, each time in the order of the first attempt, in the words of the statement less what all have. */
function locked(...operations: readonly Operation[]): readonly string[] {
  const [timeout, first, ...others] = lockInTime(operations, { dialect: postgres, readLocks, schemas: { from: schema, to: schema } });
  expect([timeout, others]).toEqual([`SET LOCAL lock_timeout = '2s'`, []]);
  const all = [...(first ?? '').matchAll(/LOCK TABLE "public"\."(\w+)" IN ([A-Z ]+) MODE/g)].map(([, table = '', mode = '']) => `${table} ${mode}`);
  return [...new Set(all)];
}

const drop = (table: string): Operation => ({ verb: 'drop', kind: 'column', table: name(table), name: 'id', value: null });
const rename = (from: string, to: string): Operation => ({ verb: 'rename', kind: 'table', schema: 'public', name: { from, to } });
const sql = (up: string): Operation => ({ verb: 'execute', up, down: null });
const dropView = (view: string): Operation => ({ verb: 'drop', kind: 'view', schema: 'public', name: view, value: null });

describe('what a transaction of a chain locks first', () => {
  it('is nothing where it needs one lock', () => {
    expect(locked()).toEqual([]);
    expect(locked(drop('item'), drop('item'))).toEqual([]);
    expect(locked(drop('item'), sql('CREATE TABLE other (id integer)'))).toEqual([]);
  });

  it('is the one table of which it needs a stronger lock after a weaker one', () => {
    expect(locked(sql('CREATE TRIGGER t BEFORE INSERT ON item EXECUTE FUNCTION f()'), drop('item'))).toEqual(['item ACCESS EXCLUSIVE']);
    expect(locked(sql('UPDATE item SET id = 1'), drop('item'))).toEqual(['item ACCESS EXCLUSIVE']);
  });

  it('is every table, those that refer to others before these', () => {
    expect(locked(drop('shop'), drop('item'), drop('sale'))).toEqual(['sale ACCESS EXCLUSIVE', 'item ACCESS EXCLUSIVE', 'shop ACCESS EXCLUSIVE']);
  });

  it('is locked as strongly as any step needs it, and not where readers and writers need not wait', () => {
    expect(locked(sql('ALTER TABLE sale VALIDATE CONSTRAINT "FK_item"'), sql('ALTER TABLE item VALIDATE CONSTRAINT "FK_shop"'))).toEqual([]);
    expect(locked(sql('CREATE TRIGGER t BEFORE INSERT ON item EXECUTE FUNCTION f()'), drop('sale'))).toEqual(['sale ACCESS EXCLUSIVE', 'item SHARE ROW EXCLUSIVE']);
  });

  it('has the name of before', () => {
    expect(locked(rename('item', 'product'), drop('product'), drop('sale'))).toEqual(['sale ACCESS EXCLUSIVE', 'item ACCESS EXCLUSIVE']);
    expect(locked(rename('item', 'aside'), rename('sale', 'item'), drop('item'), rename('aside', 'sale'))).toEqual(['sale ACCESS EXCLUSIVE', 'item ACCESS EXCLUSIVE']);
  });

  it('is nothing that it makes itself', () => {
    const made: Operation = { verb: 'create', kind: 'table', schema: 'public', value: forms.table.complete({ name: 'other', columns: [column] }, 'public') };
    expect(locked(made, sql('ALTER TABLE other ADD COLUMN b integer'), drop('item'))).toEqual([]);
    expect(locked(rename('item', 'aside'), { verb: 'create', kind: 'view', schema: 'public', value: { ...name('item'), definition: 'SELECT' } }, dropView('item'), drop('sale'))).toEqual([
      'sale ACCESS EXCLUSIVE',
      'item ACCESS EXCLUSIVE',
    ]);
  });

  it('is a view, before all tables, unless it reads what is no matter of ours, and no materialized one', () => {
    const both = [drop('item'), drop('sale')];
    expect(locked(dropView('sold'), ...both)).toEqual(['sold ACCESS EXCLUSIVE', 'sale ACCESS EXCLUSIVE', 'item ACCESS EXCLUSIVE']);
    expect(locked(dropView('regular'), dropView('sold'), drop('item'))).toEqual(['regular ACCESS EXCLUSIVE', 'sold ACCESS EXCLUSIVE', 'item ACCESS EXCLUSIVE']);
    expect(locked(dropView('sessions'), ...both)).toEqual(['sale ACCESS EXCLUSIVE', 'item ACCESS EXCLUSIVE']);
    expect(locked(dropView('sessions'), drop('item'))).toEqual([]);
    expect(locked(sql('DROP MATERIALIZED VIEW counted'), drop('item'))).toEqual([]);
  });

  it('is a view that stands in for a table, and that table', () => {
    expect(locked(dropView('item'), rename('limbeck_renaming_item', 'item'))).toEqual(['item ACCESS EXCLUSIVE', 'limbeck_renaming_item ACCESS EXCLUSIVE']);
  });
});
