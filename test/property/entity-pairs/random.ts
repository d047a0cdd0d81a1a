import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type { CheckSpec, ColumnSpec, EnumSpec, Family, IndexSpec, KeyKind, Model, ReferenceSpec, TableSpec, UniqueSpec } from './model.js';
import { families, spareValues } from './model.js';

const tableNames = ['item', 'part', 'Order', 'user', 'a name with spaces', 'long_'.padEnd(60, 'x')] as const;
const columnNames = ['a', 'b', 'select', 'Mixed', 'camelCase', 'x y', 'ünï'] as const;
const sharedNames = ['mood', 'Mood', '_state'] as const;
const numericKeys: readonly KeyKind[] = ['serial', 'bigserial', 'identity always', 'identity by default', 'integer', 'bigint'];
const familyNames = Object.keys(families) as Family[];

export class ModelMaker {
  readonly #draw: GeneratorValue;
  /** The columns of the model before: a unique constraint may stand on these, as their rows differ. */
  #settled: ReadonlySet<string> | null = null;

  #tablesBefore: ReadonlySet<string> = new Set();

  constructor(draw: GeneratorValue) {
    this.#draw = draw;
  }

  make(): Model {
    const sharedEnums = Object.fromEntries(sharedNames.map((name) => [name, this.#values()]));
    const names = this.#some(tableNames, 1, 3);
    const bare = names.map((name) => this.#table(name));
    const tables = bare.map((table) => this.#withReferences(table, bare));
    return { tables, sharedEnums };
  }

  /** The model after a few changes. */
  change(model: Model): Model {
    this.#tablesBefore = new Set(model.tables.map(({ name }) => name));
    this.#settled = new Set(model.tables.flatMap((table) => table.columns.map((column) => settledKey(table, column))));
    let changed = model;
    const count = this.#int(1, 5);
    for (let done = 0; done < count; done += 1) changed = this.#changeOnce(changed);
    return changed;
  }

  #changeOnce(model: Model): Model {
    const { tables, sharedEnums } = model;
    switch (this.#int(0, 11)) {
      case 0: {
        const free = tableNames.filter((name) => !tables.some((table) => table.name === name) && !this.#tablesBefore.has(name));
        if (free.length === 0) return model;
        const added = this.#table(this.#one(free));
        return { ...model, tables: [...tables, this.#withReferences(added, [...tables, added])] };
      }
      case 1: {
        const droppable = tables.filter(({ name }) => !tables.some((other) => other.references.some(({ target, nullable }) => target === name && other.name !== name && !nullable)));
        if (droppable.length === 0) return model;
        const { name } = this.#one(droppable);
        return {
          ...model,
          tables: tables.filter((table) => table.name !== name).map((table) => ({ ...table, references: table.references.filter(({ target }) => target !== name) })),
        };
      }
      case 2: {
        const name = this.#one(sharedNames);
        return { ...model, sharedEnums: { ...sharedEnums, [name]: this.#changedValues(sharedEnums[name] ?? []) } };
      }
      default: {
        if (tables.length === 0) return model;
        const chosen = this.#one(tables);
        return { ...model, tables: tables.map((table) => (table === chosen ? this.#changedTable(table, tables) : table)) };
      }
    }
  }

  #changedTable(table: TableSpec, tables: readonly TableSpec[]): TableSpec {
    switch (this.#int(0, 11)) {
      case 0:
        return { ...table, comment: this.#one([null, 'why', "it's\nlong"]) };
      case 1:
        return { ...table, key: numericKeys.includes(table.key) ? this.#one(numericKeys) : table.key };
      case 2: {
        const free = columnNames.filter((name) => !table.columns.some((column) => column.name === name) && !this.#wasThere(table, name));
        return free.length === 0 ? table : { ...table, columns: [...table.columns, this.#column(this.#one(free))] };
      }
      case 3: {
        const droppable = table.columns.filter((column) => column.default === null || !keysOf(table).includes(column.name));
        return droppable.length === 0 ? table : withoutColumn(table, this.#one(droppable).name);
      }
      case 4:
        return { ...table, uniques: this.#uniques(table) };
      case 5:
        return { ...table, checks: this.#checks(table) };
      case 6:
        return { ...table, indexes: this.#indexes(table) };
      case 7: {
        const required = table.references.filter(({ nullable }) => !nullable);
        const others = this.#references(table, tables.filter(({ name }) => !required.some(({ target }) => target === name)), 'nullable');
        return { ...table, references: [...required.map((reference) => this.#changedReference(reference)), ...others] };
      }
      default: {
        if (table.columns.length === 0) return table;
        const chosen = this.#one(table.columns);
        return repaired({ ...table, columns: table.columns.map((column) => (column === chosen ? this.#changedColumn(column) : column)) });
      }
    }
  }

  #changedReference = (reference: ReferenceSpec): ReferenceSpec => ({ ...reference, ...this.#actions(reference.nullable) });

  #changedColumn(column: ColumnSpec): ColumnSpec {
    switch (this.#int(0, 5)) {
      case 0:
        return { ...column, nullable: !column.nullable };
      case 1:
        return { ...column, comment: this.#one([null, 'note', "it's"]) };
      case 2:
        return { ...column, default: this.#default(column.family, column.enum) };
      case 3:
        return column.enum === null ? { ...column, collation: this.#collation(column.type.type) } : this.#withEnum(column);
      default:
        if (column.enum !== null) return this.#withEnum(column);
        return this.#retyped(column);
    }
  }

  #retyped(column: ColumnSpec): ColumnSpec {
    const type = this.#one(families[column.family].types);
    return { ...column, type, collation: this.#collation(type.type), default: this.#bool() ? column.default : this.#default(column.family, null) };
  }

  #withEnum(column: ColumnSpec): ColumnSpec {
    const current = column.enum as EnumSpec;
    const changed: EnumSpec = this.#bool()
      ? { ...current, values: this.#changedValues(current.values) }
      : { ...current, shared: this.#bool() ? null : this.#one(sharedNames), name: this.#one([null, null, '_own', 'Own']) };
    return { ...column, enum: changed, default: this.#default('enum', changed) };
  }

  #table(name: string): TableSpec {
    const bare: TableSpec = {
      name,
      schema: this.#one([null, null, null, 'audit']),
      comment: this.#one([null, null, 'why']),
      key: this.#one(['serial', 'serial', ...numericKeys, 'uuid', 'text']),
      columns: this.#some(columnNames, 0, 5).map((column) => this.#column(column)),
      uniques: [],
      checks: [],
      exclusions: [],
      indexes: [],
      references: [],
    };
    const ranges = bare.columns.filter(({ family }) => family === 'range');
    return {
      ...bare,
      uniques: this.#uniques(bare),
      checks: this.#checks(bare),
      exclusions: this.#bool() ? ranges.map((column) => column.name) : [],
      indexes: this.#indexes(bare),
    };
  }

  #column(name: string): ColumnSpec {
    const family = this.#one(familyNames);
    const type = this.#one(families[family].types);
    const column: ColumnSpec = { name, family, type, nullable: this.#bool(), default: null, comment: this.#one([null, null, null, 'note']), collation: this.#collation(type.type), enum: null };
    if (family !== 'enum') return { ...column, default: this.#default(family, null) };
    const own: EnumSpec = { shared: this.#bool() ? null : this.#one(sharedNames), values: this.#values(), name: this.#one([null, null, '_own', 'Own']), array: this.#int(0, 2) === 0 };
    return { ...column, enum: own, default: this.#default('enum', own) };
  }

  #collation = (type: string): string | null => (['text', 'varchar'].includes(type) ? this.#one([null, null, null, 'C', 'POSIX']) : null);

  #default(family: Family, own: EnumSpec | null): ColumnSpec['default'] {
    if (this.#bool()) return null;
    if (own === null) return this.#one([null, ...families[family].defaults]);
    if (own.array) return this.#one([null, { value: ['sad'] }, { value: [] }, { value: '{sad,happy}' }]);
    const values = own.shared === null ? own.values : ['sad', 'happy'];
    return { value: this.#one(values) };
  }

  #values(): readonly string[] {
    return this.#shuffled(['sad', 'happy', ...this.#some(spareValues, 0, 3)]);
  }

  #changedValues(values: readonly string[]): readonly string[] {
    const free = spareValues.filter((value) => !values.includes(value));
    switch (this.#int(0, 3)) {
      case 0:
        return values.filter((value) => value === 'sad' || value === 'happy' || this.#bool());
      case 1:
        return this.#shuffled(values);
      default: {
        if (free.length === 0) return values;
        const place = this.#int(0, values.length);
        return [...values.slice(0, place), this.#one(free), ...values.slice(place)];
      }
    }
  }

  #uniques(table: TableSpec): UniqueSpec[] {
    const columns = this.#distinctColumns(table);
    if (columns.length === 0 || this.#bool()) return [];
    const chosen = this.#shuffled(this.#some(columns, 1, 2));
    return [{ name: this.#one([null, `UQ_${table.name.slice(0, 20)}`]), columns: chosen, deferrable: this.#one([null, null, 'INITIALLY DEFERRED', 'INITIALLY IMMEDIATE']) }];
  }

  #checks(table: TableSpec): CheckSpec[] {
    return this.#some(table.columns, 0, 2).map(({ name }, position) => ({
      name: this.#one([null, `CHK_${table.name.slice(0, 20)}_${position}`]),
      column: name,
      variant: this.#int(0, 5),
    }));
  }

  #indexes(table: TableSpec): IndexSpec[] {
    const distinct = this.#distinctColumns(table);
    const wheres = [null, null, ...table.columns.map(({ name }) => name)];
    return this.#some([0, 1, 2], 0, 2).flatMap((position): IndexSpec[] => {
      const column = this.#one([null, ...table.columns]);
      if (column === null) return [];
      const where = this.#one(wheres);
      const unique = distinct.includes(column.name) && this.#bool();
      const ordered = table.columns.filter(isOrdered);
      const method = unique ? null : this.#one(methodsFor(column));
      if (!isOrdered(column) && method === null) return [];
      const others = method === null && ordered.length > 0 && !unique ? this.#some(ordered, 0, 2).filter(({ name }) => name !== column.name) : [];
      return [{
        name: this.#one([null, `IDX_${table.name.slice(0, 20)}_${position}`]),
        columns: this.#shuffled([column.name, ...others.map(({ name }) => name)]),
        unique,
        method,
        where: where === null ? null : { column: where, variant: this.#int(0, 5) },
      }];
    }).filter(distinctBy(({ name, columns, where }) => name ?? JSON.stringify([columns, where])));
  }

  /** A column that goes and comes within one change would seem to stay. */
  #wasThere = (table: TableSpec, name: string): boolean => [...(this.#settled ?? [])].some((key) => key.startsWith(JSON.stringify([table.name, name]).slice(0, -1)));

  /** Columns that hold another value in each row. */
  #distinctColumns = (table: TableSpec): string[] =>
    table.columns
      .filter((column) => families[column.family].ordered && isOrdered(column) && (this.#settled === null || this.#settled.has(settledKey(table, column))))
      .map(({ name }) => name);

  #withReferences = (table: TableSpec, tables: readonly TableSpec[]): TableSpec => ({
    ...table,
    references: this.#references(table, tables, this.#settled === null ? 'any' : 'nullable'),
  });

  #references(table: TableSpec, tables: readonly TableSpec[], nullability: 'any' | 'nullable'): ReferenceSpec[] {
    return this.#some(tables, 0, 2).map((target, position) => {
      const nullable = nullability === 'nullable' || target.name === table.name || this.#bool();
      return { property: `ref${tables.indexOf(target)}${position}`, target: target.name, nullable, ...this.#actions(nullable) };
    }).filter(distinctBy(({ property }) => property));
  }

  #actions(nullable: boolean) {
    const actions = ['CASCADE', 'RESTRICT', 'NO ACTION', null, ...(nullable ? (['SET NULL'] as const) : [])] as const;
    return { onDelete: this.#one(actions), onUpdate: this.#one(actions), deferrable: this.#one([null, null, null, 'INITIALLY DEFERRED', 'INITIALLY IMMEDIATE'] as const) };
  }

  #one = <T>(list: readonly T[]): T => list[this.#int(0, list.length - 1)] as T;
  #int = (min: number, max: number): number => this.#draw(fc.integer, { min, max });
  #bool = (): boolean => this.#draw(fc.boolean);
  #some = <T>(list: readonly T[], minLength: number, maxLength: number): T[] =>
    this.#draw(fc.shuffledSubarray, indexesOf(list), { minLength: Math.min(minLength, list.length), maxLength: Math.min(maxLength, list.length) }).map((index) => list[index] as T);
  #shuffled = <T>(list: readonly T[]): T[] => this.#some(list, list.length, list.length);
}

const indexesOf = (list: readonly unknown[]): number[] => list.map((_, index) => index);

const settledKey = (table: TableSpec, { name, family }: ColumnSpec): string => JSON.stringify([table.name, name, family]);

const distinctBy = <T>(keyOf: (value: T) => string) => (value: T, position: number, list: readonly T[]): boolean =>
  list.findIndex((other) => keyOf(other) === keyOf(value)) === position;

const isOrdered = ({ type, family }: ColumnSpec): boolean =>
  type.array !== true && !['json', 'jsonb', 'bytea', 'int4range'].includes(type.type) && family !== 'json' && family !== 'enum';

function methodsFor({ type, family }: ColumnSpec): readonly (string | null)[] {
  if (family === 'enum') return ['hash'];
  if (type.array === true || type.type === 'jsonb') return ['gin'];
  if (type.type === 'int4range') return ['gist', 'spgist'];
  if (type.type === 'json') return [null];
  return type.type === 'boolean' ? [null, 'hash'] : [null, null, 'hash', 'brin'];
}

const keysOf = (table: TableSpec): readonly string[] => [
  ...table.uniques.flatMap(({ columns }) => columns),
  ...table.indexes.filter(({ unique }) => unique).flatMap(({ columns }) => columns),
  ...table.exclusions,
];

function withoutColumn(table: TableSpec, name: string): TableSpec {
  return {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    uniques: table.uniques.filter(({ columns }) => !columns.includes(name)),
    checks: table.checks.filter(({ column }) => column !== name),
    exclusions: table.exclusions.filter((column) => column !== name),
    indexes: table.indexes.filter(({ columns, where }) => !columns.includes(name) && where?.column !== name),
  };
}

/** The table without the indexes and keys that the changed types of its columns cannot have. */
function repaired(table: TableSpec): TableSpec {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const isStill = (name: string, method: string | null): boolean => {
    const column = columns.get(name);
    return column !== undefined && (method === null ? isOrdered(column) : methodsFor(column).includes(method));
  };
  return {
    ...table,
    uniques: table.uniques.filter((unique) => unique.columns.every((name) => isStill(name, null))),
    indexes: table.indexes.filter((index) => index.columns.every((name) => isStill(name, index.method))),
  };
}
