import type { ColumnOptions, DataSource } from 'typeorm';
import { quoteIdentifier, quoteName } from '../../../src/dialect/postgres/quote.js';
import { orm } from '../../support/entities.js';
import { RenamedFrom } from '../../../src/typeorm/renamed-from.js';
import type { ColumnSpec, KeyKind, Model, ReferenceSpec, TableSpec, ViewSpec } from './model.js';
import { computation, condition, joinColumns, tableIn, valuesOf } from './model.js';

type Class = new () => object;

/** Decorates a class for each table, as an application would, and makes them the only entities of `dataSource`. */
export async function useModel(dataSource: DataSource, model: Model): Promise<void> {
  // TypeORM collects what decorators say in one global place; each model gets a new one.
  delete (globalThis as { typeormMetadataArgsStorage?: unknown }).typeormMetadataArgsStorage;
  const classes = new Map(model.tables.map(({ name }) => [name, classNamed(name)]));
  for (const table of model.tables) decorateTable(model, table, classes);
  for (const view of model.views) classes.set(view.name, decorateView(model, view, classes));
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
  if (table.was !== null) RenamedFrom({ name: table.was.name, schema: table.was.schema ?? 'public' })(target);
  decorateKey(prototype, table.key);
  if (table.composite) orm.PrimaryColumn({ type: 'integer' })(prototype, 'region');
  for (const column of table.columns) decorateColumn(prototype, columnOptions(model, table, column), column);
  for (const reference of table.references) decorateReference(model, prototype, { reference, classes });
  decorateMembers(model, table, target);
}

function decorateColumn(prototype: object, options: ColumnOptions, { name, was, family }: ColumnSpec): void {
  orm.Column(options)(prototype, name);
  if (family === 'counter') orm.Generated('increment')(prototype, name);
  if (was !== null) RenamedFrom(was)(prototype, name);
}

interface Relation {
  readonly reference: ReferenceSpec;
  readonly classes: ReadonlyMap<string, Class>;
}

function decorateReference(model: Model, prototype: object, { reference, classes }: Relation): void {
  const { property, target, deferrable, ...options } = reference;
  const given = Object.fromEntries(Object.entries({ ...options, deferrable }).filter(([, value]) => value !== null));
  orm.ManyToOne(() => classes.get(target) as Class, given)(prototype, property);
  orm.JoinColumn(joinColumns(model, reference).map(({ name, of }) => ({ name, referencedColumnName: of })))(prototype, property);
}

function decorateMembers(model: Model, table: TableSpec, target: Class): void {
  for (const { name, columns, deferrable } of table.uniques) {
    const options = deferrable === null ? undefined : { deferrable };
    (name === null ? orm.Unique([...columns], options) : orm.Unique(name, [...columns], options))(target);
  }
  for (const check of table.checks) {
    const expression = condition(model, table, check);
    (check.name === null ? orm.Check(expression) : orm.Check(check.name, expression))(target);
  }
  for (const { name, column } of table.exclusions) {
    const expression = `USING gist ("${column}" WITH &&)`;
    (name === null ? orm.Exclusion(expression) : orm.Exclusion(name, expression))(target);
  }
  for (const { name, columns, unique, method, where } of table.indexes) {
    const options = { unique, ...(method === null ? {} : { type: method as 'btree' }), ...(where === null ? {} : { where: condition(model, table, where) }) };
    (name === null ? orm.Index([...columns], options) : orm.Index(name, [...columns], options))(target);
  }
}

function decorateView(model: Model, view: ViewSpec, classes: ReadonlyMap<string, Class>): Class {
  const target = classNamed(view.name);
  const base = model.views.find(({ name }) => name === view.source);
  const dependsOn = base === undefined ? [] : [classes.get(base.name) as Class];
  orm.ViewEntity({ name: view.name, expression: queryOf(model, view), materialized: view.materialized, dependsOn, ...(view.schema === null ? {} : { schema: view.schema }) })(target);
  return target;
}

/** The query of a view, which says of its columns no more than it must. */
export function queryOf(model: Model, { source, columns, where }: ViewSpec): string {
  const base = model.views.find(({ name }) => name === source) ?? tableIn(model, source);
  const table = where === null ? null : tableIn(model, source);
  const list = ['id', ...columns].map(quoteIdentifier).join(', ');
  const filter = table === null || where === null ? '' : ` WHERE ${condition(model, table, where)}`;
  return `SELECT ${list} FROM ${quoteName({ schema: base.schema ?? 'public', name: base.name })}${filter}`;
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
  const computed = column.family === 'computed' ? computation(table, column) : null;
  return {
    ...(type as ColumnOptions),
    ...(computed === null ? {} : { type: computed.type as 'text', asExpression: computed.expression, generatedType: 'STORED' }),
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
