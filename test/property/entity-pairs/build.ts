import type { ColumnOptions, DataSource } from 'typeorm';
import { orm } from '../../support/entities.js';
import type { ColumnSpec, KeyKind, Model, TableSpec } from './model.js';
import { condition, valuesOf } from './model.js';

type Class = new () => object;

/** Decorates a class for each table, as an application would, and makes them the only entities of `dataSource`. */
export async function useModel(dataSource: DataSource, model: Model): Promise<void> {
  // TypeORM collects what decorators say in one global place; each model gets a new one.
  delete (globalThis as { typeormMetadataArgsStorage?: unknown }).typeormMetadataArgsStorage;
  const classes = new Map(model.tables.map(({ name }) => [name, classNamed(name)]));
  for (const table of model.tables) decorateTable(model, table, classes);
  for (const schema of ['public', 'audit']) decorateKeeper(classes, schema);
  dataSource.setOptions({ entities: [...classes.values()] });
  await (dataSource as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
}

/** An entity that never changes: only the namespaces that entities name are looked at. */
function decorateKeeper(classes: Map<string, Class>, schema: string): void {
  const name = `keeper of ${schema}`;
  const keeper = classNamed(name);
  orm.Entity({ name, schema })(keeper);
  orm.PrimaryGeneratedColumn()(keeper.prototype as object, 'id');
  classes.set(name, keeper);
}

const classNamed = (name: string): Class => ({ [name]: class {} })[name] as Class;

function decorateTable(model: Model, table: TableSpec, classes: ReadonlyMap<string, Class>): void {
  const target = classes.get(table.name) as Class;
  const prototype = target.prototype as object;
  orm.Entity({ name: table.name, ...(table.schema === null ? {} : { schema: table.schema }), ...(table.comment === null ? {} : { comment: table.comment }) })(target);
  decorateKey(prototype, table.key);
  for (const column of table.columns) orm.Column(columnOptions(model, table, column))(prototype, column.name);
  for (const { property, target: other, deferrable, ...options } of table.references) {
    const given = Object.fromEntries(Object.entries({ ...options, deferrable }).filter(([, value]) => value !== null));
    orm.ManyToOne(() => classes.get(other) as Class, given)(prototype, property);
    orm.JoinColumn({ name: `${property}_id` })(prototype, property);
  }
  for (const { name, columns, deferrable } of table.uniques) {
    const options = deferrable === null ? undefined : { deferrable };
    (name === null ? orm.Unique([...columns], options) : orm.Unique(name, [...columns], options))(target);
  }
  for (const check of table.checks) {
    const expression = condition(model, table, check);
    (check.name === null ? orm.Check(expression) : orm.Check(check.name, expression))(target);
  }
  for (const column of table.exclusions) orm.Exclusion(`USING gist ("${column}" WITH &&)`)(target);
  for (const { name, columns, unique, method, where } of table.indexes) {
    const options = { unique, ...(method === null ? {} : { type: method as 'btree' }), ...(where === null ? {} : { where: condition(model, table, where) }) };
    (name === null ? orm.Index([...columns], options) : orm.Index(name, [...columns], options))(target);
  }
}

const keys: { readonly [K in KeyKind]: PropertyDecorator } = {
  serial: orm.PrimaryGeneratedColumn(),
  bigserial: orm.PrimaryGeneratedColumn({ type: 'bigint' }),
  'identity always': orm.PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' }),
  'identity by default': orm.PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' }),
  integer: orm.PrimaryColumn({ type: 'integer' }),
  bigint: orm.PrimaryColumn({ type: 'bigint' }),
  uuid: orm.PrimaryGeneratedColumn('uuid'),
  text: orm.PrimaryColumn({ type: 'text' }),
};

const decorateKey = (prototype: object, kind: KeyKind): void => keys[kind](prototype, 'id');

function columnOptions(model: Model, table: TableSpec, column: ColumnSpec): ColumnOptions {
  const { type, nullable, comment, collation } = column;
  return {
    ...(type as ColumnOptions),
    nullable,
    ...(column.default === null ? {} : { default: 'sql' in column.default ? sqlOf(column.default.sql) : column.default.value }),
    ...(comment === null ? {} : { comment }),
    ...(collation === null ? {} : { collation }),
    ...(column.enum === null
      ? {}
      : {
          enum: [...valuesOf(model, column)],
          ...(column.enum.array ? { array: true } : {}),
          ...enumName(table, column),
        }),
  };
}

function enumName(table: TableSpec, { name, enum: own }: ColumnSpec): { readonly enumName?: string } {
  if (own?.shared != null) return { enumName: own.shared };
  return own?.name == null ? {} : { enumName: `${own.name}_${table.name.slice(0, 9)}_${name}` };
}

const sqlOf = (sql: string) => (): string => sql;
