import type { Draw } from './draw.js';
import { isOrdered, methodsFor } from './columns.js';
import { families } from './families.js';
import type { CheckSpec, ColumnSpec, EnumSpec, ExclusionSpec, Family, IndexSpec, KeyKind, Model, ReferenceSpec, TableSpec, UniqueSpec, ViewSpec } from './model.js';
import { columnNameBefore, spareValues, tableNameBefore } from './model.js';

const tableNames = ['item', 'part', 'Order', 'user', 'a name with spaces', 'long_'.padEnd(60, 'x')] as const;
const columnNames = ['a', 'b', 'select', 'Mixed', 'camelCase', 'x y', 'ünï'] as const;
const sharedNames = ['mood', 'Mood', '_state'] as const;
const viewNames = ['seen', 'Shown', 'all of it'] as const;
const familyNames = Object.keys(families) as Family[];

export const numericKeys: readonly KeyKind[] = ['serial', 'bigserial', 'identity always', 'identity by default', 'integer', 'bigint'];

/** What of the model before the change must be known: a key may only stand on columns that were there, as their rows differ. */
interface Settled {
  readonly columns: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

/** Makes random parts of a model. */
export class ModelMaker {
  readonly draw: Draw;
  /** Stands before every name, so that models can stand side by side. */
  readonly #prefix: string;
  #settled: Settled | null = null;

  constructor(draw: Draw, prefix: string) {
    this.draw = draw;
    this.#prefix = prefix;
  }

  make(): Model {
    const { draw } = this;
    const sharedEnums = Object.fromEntries(this.sharedNames.map((name) => [name, this.values()]));
    const bare = draw.some(this.#prefixed(tableNames), 1, 3).map((name) => this.#bareTable(name));
    const tables = bare.map((table) => this.#withReferences(table, bare));
    return { tables, views: draw.int(0, 2) === 0 ? this.views(tables) : [], sharedEnums };
  }

  settle({ tables }: Model): void {
    this.#settled = {
      columns: new Set(tables.flatMap((table) => table.columns.flatMap((column) => [settledKey(table, column), settledName(table, column)]))),
      tables: new Set(tables.map(({ name }) => name)),
    };
  }

  get sharedNames(): readonly string[] {
    return this.#prefixed(sharedNames);
  }

  /** Names that no table has, nor had before. */
  freeTableNames = (tables: readonly TableSpec[]): string[] =>
    this.#prefixed(tableNames).filter((name) => !tables.some((table) => table.name === name) && this.#settled?.tables.has(name) !== true);

  /** Names that no column of the table has, nor had before: one that goes and comes within one change would seem to stay. */
  freeColumnNames = (table: TableSpec): string[] =>
    columnNames.filter((name) => !table.columns.some((column) => column.name === name) && this.#settled?.columns.has(JSON.stringify([tableNameBefore(table), name])) !== true);

  table = (name: string, others: readonly TableSpec[]): TableSpec => {
    const bare = this.#bareTable(name);
    return this.#withReferences(bare, [...others, bare]);
  };

  #prefixed = (names: readonly string[]): string[] => names.map((name) => `${this.#prefix}${name}`);

  #bareTable(name: string): TableSpec {
    const { draw } = this;
    const plain = draw.some(columnNames, 0, 5).map((column) => this.column(column));
    const sources = plain.filter(({ family }) => family !== 'computed').map((column) => column.name);
    const bare: TableSpec = {
      name,
      schema: draw.one([null, null, null, 'audit']),
      was: null,
      comment: draw.one([null, null, 'why']),
      key: draw.one(['serial', 'serial', ...numericKeys, 'uuid', 'text']),
      composite: draw.int(0, 3) === 0,
      columns: plain.map((column) => (column.family === 'computed' ? { ...column, source: sources.length === 0 ? null : draw.one(sources) } : column)),
      uniques: [],
      checks: [],
      exclusions: [],
      indexes: [],
      references: [],
    };
    return { ...bare, uniques: this.uniques(bare), checks: this.checks(bare), exclusions: this.exclusions(bare), indexes: this.indexes(bare) };
  }

  column(name: string): ColumnSpec {
    const { draw } = this;
    const family = draw.one(familyNames);
    const type = draw.one(families[family].types);
    const isGiven = family === 'counter' || family === 'computed';
    const nullable = family === 'computed' || (family !== 'counter' && draw.bool());
    const column: ColumnSpec = { name, was: null, family, type, nullable, default: null, comment: draw.one([null, null, null, 'note']), collation: this.collation(type.type), enum: null, source: null };
    if (family !== 'enum') return { ...column, default: isGiven ? null : this.default(family, null) };
    const own: EnumSpec = { shared: draw.bool() ? null : draw.one(this.sharedNames), values: this.values(), name: draw.one([null, null, '_own', 'Own']), array: draw.int(0, 2) === 0 };
    return { ...column, enum: own, default: this.default('enum', own) };
  }

  collation = (type: string): string | null => (['text', 'varchar'].includes(type) ? this.draw.one([null, null, null, 'C', 'POSIX']) : null);

  default(family: Family, own: EnumSpec | null): ColumnSpec['default'] {
    const { draw } = this;
    if (draw.bool()) return null;
    if (own === null) return draw.one([null, ...families[family].defaults]);
    if (own.array) return draw.one([null, { value: ['sad'] }, { value: [] }, { value: '{sad,happy}' }]);
    return { value: draw.one(own.shared === null ? own.values : ['sad', 'happy']) };
  }

  values(): readonly string[] {
    return this.draw.shuffled(['sad', 'happy', ...this.draw.some(spareValues, 0, 3)]);
  }

  uniques(table: TableSpec): UniqueSpec[] {
    const { draw } = this;
    const columns = this.#distinctColumns(table);
    if (columns.length === 0 || draw.bool()) return [];
    const chosen = draw.shuffled(draw.some(columns, 1, 2));
    return [{ name: draw.one([null, `UQ_${table.name.slice(0, 20)}`]), columns: chosen, deferrable: draw.one([null, null, 'INITIALLY DEFERRED', 'INITIALLY IMMEDIATE']) }];
  }

  checks(table: TableSpec): CheckSpec[] {
    const { draw } = this;
    return draw.some(table.columns, 0, 2).map(({ name }, position) => ({
      name: draw.one([null, `CHK_${table.name.slice(0, 20)}_${position}`]),
      column: name,
      variant: draw.int(0, 5),
    }));
  }

  exclusions(table: TableSpec): ExclusionSpec[] {
    const { draw } = this;
    const ranges = table.columns.filter((column) => column.family === 'range' && this.#isSettled(table, column));
    return ranges.filter(() => draw.bool()).map(({ name }) => ({ name: draw.one([null, `XCL_${table.name.slice(0, 20)}_${name}`]), column: name }));
  }

  indexes(table: TableSpec): IndexSpec[] {
    const { draw } = this;
    const distinct = this.#distinctColumns(table);
    const wheres = [null, null, ...table.columns.map(({ name }) => name)];
    return draw.some([0, 1, 2], 0, 2).flatMap((position): IndexSpec[] => {
      const column = draw.one([null, ...table.columns]);
      if (column === null) return [];
      const where = draw.one(wheres);
      const unique = distinct.includes(column.name) && draw.bool();
      const ordered = table.columns.filter(isOrdered);
      const methods = methodsFor(column);
      const method = unique || methods.length === 0 ? null : draw.one(methods);
      if (!isOrdered(column) && method === null) return [];
      const others = method === null && ordered.length > 0 && !unique ? draw.some(ordered, 0, 2).filter(({ name }) => name !== column.name) : [];
      return [{
        name: draw.one([null, `IDX_${table.name.slice(0, 20)}_${position}`]),
        columns: draw.shuffled([column.name, ...others.map(({ name }) => name)]),
        unique,
        method,
        where: where === null ? null : { column: where, variant: draw.int(0, 5) },
      }];
    }).filter(distinctBy(({ name, columns, where }) => name ?? JSON.stringify([columns, where])));
  }

  /** A property is called after its target, so that the same one never refers to another table, where its rows may not be. */
  references(table: TableSpec, tables: readonly TableSpec[], nullability: 'any' | 'nullable'): ReferenceSpec[] {
    const { draw } = this;
    return draw.some(tables, 0, 2).map((target, position) => {
      const nullable = nullability === 'nullable' || target.name === table.name || draw.bool();
      return { property: `ref${this.#prefixed(tableNames).indexOf(tableNameBefore(target))}${position}`, target: target.name, nullable, ...this.actions(nullable) };
    }).filter(distinctBy(({ property }) => property));
  }

  actions(nullable: boolean) {
    const { draw } = this;
    const actions = ['CASCADE', 'RESTRICT', 'NO ACTION', null, ...(nullable ? (['SET NULL'] as const) : [])] as const;
    return { onDelete: draw.one(actions), onUpdate: draw.one(actions), deferrable: draw.one([null, null, null, 'INITIALLY DEFERRED', 'INITIALLY IMMEDIATE'] as const) };
  }

  views(tables: readonly TableSpec[]): readonly ViewSpec[] {
    const { draw } = this;
    if (tables.length === 0) return [];
    return draw.some(this.#prefixed(viewNames), 0, 3).reduce<readonly ViewSpec[]>((views, name) => {
      const base = views.length > 0 && draw.bool() ? draw.one(views) : null;
      return [...views, base === null ? this.#viewOfTable(name, draw.one(tables)) : { ...this.#view(name, base.name, base.columns), where: null }];
    }, []);
  }

  #viewOfTable(name: string, table: TableSpec): ViewSpec {
    const { draw } = this;
    const columns = table.columns.map((column) => column.name);
    const where = columns.length > 0 && draw.bool() ? { column: draw.one(columns), variant: draw.int(0, 5) } : null;
    return { ...this.#view(name, table.name, columns), where };
  }

  #view(name: string, source: string, columns: readonly string[]): Omit<ViewSpec, 'where'> {
    const { draw } = this;
    return { name, schema: draw.one([null, null, null, 'audit']), source, columns: draw.some(columns, 0, 4), materialized: draw.int(0, 3) === 0 };
  }

  /** Columns that hold another value in each row. */
  #distinctColumns = (table: TableSpec): string[] =>
    table.columns.filter((column) => families[column.family].ordered && isOrdered(column) && this.#isSettled(table, column)).map(({ name }) => name);

  #isSettled = (table: TableSpec, column: ColumnSpec): boolean => this.#settled === null || this.#settled.columns.has(settledKey(table, column));

  #withReferences = (table: TableSpec, tables: readonly TableSpec[]): TableSpec => ({
    ...table,
    references: this.references(table, tables, this.#settled === null ? 'any' : 'nullable'),
  });
}

const settledKey = (table: TableSpec, column: ColumnSpec): string => JSON.stringify([tableNameBefore(table), columnNameBefore(column), column.family]);

const settledName = (table: TableSpec, column: ColumnSpec): string => JSON.stringify([tableNameBefore(table), columnNameBefore(column)]);

const distinctBy = <T>(keyOf: (value: T) => string) => (value: T, position: number, list: readonly T[]): boolean =>
  list.findIndex((other) => keyOf(other) === keyOf(value)) === position;
