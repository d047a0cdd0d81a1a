import { DataSource, type QueryRunner } from 'typeorm';
import type { Statement } from '../../../src/dialect/dialect.js';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { methodNames } from '../../../src/operation/methods.js';
import type { Operation } from '../../../src/operation/operation.js';
import { contextOf, withContext, type MigrationContext, type Sink } from '../../../src/runtime/context.js';
import { dialectFor } from '../../../src/runtime/dialects.js';
import { operations, type Op } from '../../../src/runtime/op.js';

/** TypeORM's own query runner, of a data source that never connects. */
const queryRunnerOf = (): QueryRunner => new DataSource({ type: 'postgres', database: 'none' }).createQueryRunner();

const contextWith = (sink: Sink): MigrationContext => ({ dialect: dialectFor('postgres'), namespace: 'shop', revision: 'a', direction: 'up', arguments: { tenant: 'north' }, sink });

async function record(work: (op: Op) => Promise<void>): Promise<readonly Operation[]> {
  const operationsDone: Operation[] = [];
  const queryRunner = queryRunnerOf();
  await withContext(queryRunner, contextWith({ mode: 'record', outside: (work: () => Promise<void>) => work(), collect: (operation) => void operationsDone.push(operation) }), () => work(operations(queryRunner)));
  return operationsDone;
}

async function script(work: (op: Op) => Promise<void>): Promise<readonly string[]> {
  const done = await record(work);
  return done.flatMap((operation) => dialectFor('postgres').render(operation).map(({ sql }) => sql));
}

describe('op', () => {
  it('has a method for each kind and verb, and some besides', () => {
    expect(Object.keys(operations(queryRunnerOf())).sort()).toEqual([...methodNames, 'arguments', 'autocommitBlock', 'backfill', 'bulkInsert', 'createTableAs', 'execute', 'inspect'].sort());
  });

  it('collects operations in the default namespace of the run', async () => {
    expect(await record((op) => op.dropTable('product'))).toEqual([{ verb: 'drop', kind: 'table', schema: 'shop', name: 'product', value: null }]);
    expect(await record((op) => op.dropColumn({ schema: 'public', name: 'product' }, 'sku'))).toEqual([
      { verb: 'drop', kind: 'column', table: { schema: 'public', name: 'product' }, name: 'sku', value: null },
    ]);
    expect(await record((op) => op.execute('SELECT 1'))).toEqual([{ verb: 'execute', up: 'SELECT 1', down: null }]);
  });

  it('writes statements in order', async () => {
    const statements = await script(async (op) => {
      await op.createTable({ name: 'product', columns: [{ name: 'id', type: 'integer' }], indexes: [{ name: 'IDX', keys: ['id'] }] });
      await op.execute('SELECT 1');
      await op.dropTable('product');
    });
    expect(statements.map((sql) => sql.split(/[\s(]/).slice(0, 2).join(' '))).toEqual(['CREATE TABLE', 'CREATE INDEX', 'SELECT 1', 'DROP TABLE']);
    expect(statements.join()).toContain('"shop"."product"');
  });

  it('sends statements one after the other, with parameters', async () => {
    const sent: { readonly statement: Statement; readonly parameters: readonly unknown[] | undefined }[] = [];
    const queryRunner = queryRunnerOf();
    const send = async (statement: Statement, parameters?: readonly unknown[]): Promise<void> => {
      await Promise.resolve();
      sent.push({ statement, parameters });
    };
    await withContext(queryRunner, contextWith({ mode: 'online', outside: (work: () => Promise<void>) => work(), send, fill: () => Promise.reject(new Error('nothing to fill')) }), async () => {
      const op = operations(queryRunner);
      await op.execute('UPDATE product SET sku = $1', ['x']);
      await op.execute('SELECT 1');
    });
    expect(sent).toEqual([
      { statement: { sql: 'UPDATE product SET sku = $1', transactional: true }, parameters: ['x'] },
      { statement: expect.objectContaining({ sql: 'SELECT 1' }) as unknown, parameters: undefined },
    ]);
  });

  it('writes the values of parameters into a script', async () => {
    expect(await script((op) => op.execute('SELECT $1::text', ["it's"]))).toEqual([`PREPARE "limbeck" AS\nSELECT $1::text;\nEXECUTE "limbeck" ('it''s');\nDEALLOCATE "limbeck"`]);
    const error: unknown = await script((op) => op.execute('SELECT $1', [Symbol('s')])).then(() => null, (thrown: unknown) => thrown);
    expect(LimbeckError.is(error, 'offline/parameters')).toBe(true);
  });

  it('knows what it is told from outside; under another runner, nothing', async () => {
    let told: unknown;
    await record((op) => Promise.resolve(void (told = op.arguments)));
    expect(told).toEqual({ tenant: 'north' });
    expect(operations(queryRunnerOf()).arguments).toEqual({});
  });

  it('knows no database but PostgreSQL', () => {
    const dataSource = new DataSource({ type: 'sqljs', driver: () => undefined });
    expect(() => operations(dataSource.createQueryRunner())).toThrow('"sqljs"');
  });
});

describe('the context of a query runner', () => {
  const sink: Sink = { mode: 'record', outside: (work: () => Promise<void>) => work(), collect: () => undefined };

  it('is there while the work runs, and goes also when it fails', async () => {
    const queryRunner = queryRunnerOf();
    const context = contextWith(sink);
    const seen = await withContext(queryRunner, context, () => Promise.resolve(contextOf(queryRunner)));
    expect(seen).toBe(context);
    expect(contextOf(queryRunner)).toBeUndefined();
    await expect(withContext(queryRunner, context, () => Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose');
    expect(contextOf(queryRunner)).toBeUndefined();
  });

  it('gives way to an inner one, and comes back', async () => {
    const queryRunner = queryRunnerOf();
    const [outer, inner] = [contextWith(sink), contextWith(sink)];
    await withContext(queryRunner, outer, async () => {
      await withContext(queryRunner, inner, () => Promise.resolve(expect(contextOf(queryRunner)).toBe(inner)));
      expect(contextOf(queryRunner)).toBe(outer);
    });
  });

  it('belongs to that query runner only', async () => {
    const other = queryRunnerOf();
    await withContext(queryRunnerOf(), contextWith(sink), () => Promise.resolve(expect(contextOf(other)).toBeUndefined()));
  });

  it('is seen by another copy of Limbeck in the process', async () => {
    const queryRunner = queryRunnerOf();
    const context = contextWith(sink);
    const seen = await withContext(queryRunner, context, () => {
      let copy: { readonly contextOf: typeof contextOf } | undefined;
      jest.isolateModules(() => {
        copy = jest.requireActual<{ readonly contextOf: typeof contextOf }>('../../../src/runtime/context.js');
      });
      expect(copy?.contextOf).not.toBe(contextOf);
      return Promise.resolve(copy?.contextOf(queryRunner));
    });
    expect(seen).toBe(context);
  });
});
