import 'reflect-metadata';
import * as typeOrm from 'typeorm';
import * as typeOrm03 from 'typeorm-0.3';
import type { TestDatabase } from './database.js';

/** Both lines of TypeORM that Limbeck works with. */
export const typeOrmVersions = ['0.3', '1'] as const;

export type TypeOrmVersion = (typeof typeOrmVersions)[number];

/** The version of a test that names none: `LIMBECK_TYPEORM=0.3 npx jest …`, 1.x by default. */
export const defaultTypeOrm: TypeOrmVersion = process.env['LIMBECK_TYPEORM'] === '0.3' ? '0.3' : '1';

export type TypeOrm = typeof typeOrm;

export type Entities = readonly ((new () => unknown) | typeOrm.EntitySchema)[];

type PostgresOptions = Extract<typeOrm.DataSourceOptions, { type: 'postgres' }>;

/** What a data source is made of, besides its connection. */
export interface Model extends Partial<Omit<PostgresOptions, 'type' | 'entities'>> {
  readonly version?: TypeOrmVersion;
  readonly entities: Entities;
}

/** The 0.3 line by the types of 1.x: what the tests use of it is the same in both. */
const modules: { readonly [V in TypeOrmVersion]: TypeOrm } = { '0.3': typeOrm03 as unknown as TypeOrm, '1': typeOrm };

/** TypeORM of that version. */
export const orm = modules[defaultTypeOrm];

/** Both versions keep what decorators say in one global place; each test gets that of its version. */
const storages: { readonly [V in TypeOrmVersion]: unknown } = { '0.3': newStorage('0.3'), '1': newStorage('1') };

const globals = globalThis as { typeormMetadataArgsStorage?: unknown };

function newStorage(version: TypeOrmVersion): unknown {
  delete (globalThis as { typeormMetadataArgsStorage?: unknown }).typeormMetadataArgsStorage;
  return modules[version].getMetadataArgsStorage();
}

/** The classes that `define` decorates with the decorators of `version`. */
export function decorate(version: TypeOrmVersion, define: (orm: TypeOrm) => Entities): Entities {
  globals.typeormMetadataArgsStorage = storages[version];
  return define(modules[version]);
}

/** What the decorators of a class, of the classes above it and of those embedded in it were told, of either version. */
export function toldBy(target: new () => object): readonly object[] {
  const lists = typeOrmVersions.flatMap((version) => Object.values(storages[version] as Readonly<Record<string, unknown>>)).filter(Array.isArray) as { readonly target: unknown; readonly type?: unknown }[][];
  const chain = ancestorsOf(target);
  const own = lists.flat().filter((each) => chain.includes(each.target));
  const embedded = (storages[defaultTypeOrm] as ReturnType<TypeOrm['getMetadataArgsStorage']>).embeddeds.filter((each) => chain.includes(each.target)).map(({ type }) => (type as () => new () => object)());
  return [...own, ...embedded.flatMap(toldBy)];
}

function ancestorsOf(target: unknown): unknown[] {
  if (typeof target !== 'function' || target === Function.prototype) return [];
  return [target, ...ancestorsOf(Object.getPrototypeOf(target))];
}

/** A data source that knows its entities and is not connected, as its own `initialize` leaves it before it connects. */
export async function unconnectedDataSource({ version = defaultTypeOrm, entities, ...options }: Model): Promise<typeOrm.DataSource> {
  const dataSource = newDataSource(version, { type: 'postgres', ...options, entities: [...entities] });
  await (dataSource as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  return dataSource;
}

/** Connects to `database` with these entities while `work` runs. */
export async function withDataSource<T>(
  database: TestDatabase,
  { version = defaultTypeOrm, entities, ...options }: Model,
  work: (dataSource: typeOrm.DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = newDataSource(version, { type: 'postgres', ...database.options, ...options, entities: [...entities] });
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

function newDataSource(version: TypeOrmVersion, options: typeOrm.DataSourceOptions): typeOrm.DataSource {
  globals.typeormMetadataArgsStorage = storages[version];
  return new modules[version].DataSource(options);
}
