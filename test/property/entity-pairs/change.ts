import { keyColumns, repaired, repairedViews, withoutColumn, withRenamedColumn } from './columns.js';
import type { Draw } from './draw.js';
import { families } from './families.js';
import { type ModelMaker, numericKeys } from './make.js';
import type { ColumnSpec, EnumSpec, Model, ReferenceSpec, TableSpec, ViewSpec } from './model.js';
import { spareValues } from './model.js';

/** Makes random changes of a model. */
export class ModelChanger {
  readonly #maker: ModelMaker;
  readonly #draw: Draw;

  constructor(maker: ModelMaker) {
    this.#maker = maker;
    this.#draw = maker.draw;
  }

  /** The model after a few changes. */
  change(model: Model): Model {
    this.#maker.settle(model);
    let changed = model;
    const count = this.#draw.int(1, 5);
    for (let done = 0; done < count; done += 1) {
      const next = this.#changeOnce(changed);
      changed = { ...next, views: repairedViews(next.views, next.tables) };
    }
    return changed;
  }

  #changeOnce(model: Model): Model {
    const { tables } = model;
    switch (this.#draw.int(0, 15)) {
      case 0: {
        const free = this.#maker.freeTableNames(tables);
        return free.length === 0 ? model : { ...model, tables: [...tables, this.#maker.table(this.#draw.one(free), tables)] };
      }
      case 1:
        return this.#dropTable(model);
      case 2: {
        const name = this.#draw.one(this.#maker.sharedNames);
        return { ...model, sharedEnums: { ...model.sharedEnums, [name]: this.#changedValues(model.sharedEnums[name] ?? []) } };
      }
      case 3:
        return this.#moveTable(model);
      case 4:
        return this.#renameColumn(model);
      case 5:
        return { ...model, views: this.#changedViews(model) };
      default: {
        if (tables.length === 0) return model;
        const chosen = this.#draw.one(tables);
        return { ...model, tables: tables.map((table) => (table === chosen ? repaired(this.#changedTable(table, tables)) : table)) };
      }
    }
  }

  #dropTable(model: Model): Model {
    const { tables } = model;
    const droppable = tables.filter(({ name }) => !tables.some((other) => other.references.some(({ target, nullable }) => target === name && other.name !== name && !nullable)));
    if (droppable.length === 0) return model;
    const { name } = this.#draw.one(droppable);
    return {
      ...model,
      tables: tables.filter((table) => table.name !== name).map((table) => ({ ...table, references: table.references.filter(({ target }) => target !== name) })),
    };
  }

  /** Another name, another schema, or both. */
  #moveTable(model: Model): Model {
    const { tables, views } = model;
    const free = this.#maker.freeTableNames(tables);
    const movable = tables.filter(({ was }) => was === null);
    if (movable.length === 0) return model;
    const { name, schema } = this.#draw.one(movable);
    const isRenamed = free.length > 0 && this.#draw.int(0, 3) > 0;
    const to = isRenamed ? this.#draw.one(free) : name;
    const place = !isRenamed || this.#draw.int(0, 3) === 0 ? (schema === null ? 'audit' : null) : schema;
    const named = (each: string): string => (each === name ? to : each);
    return {
      ...model,
      tables: tables.map((table) => ({
        ...table,
        ...(table.name === name ? { name: to, schema: place, was: { name, schema } } : {}),
        references: table.references.map((reference) => ({ ...reference, target: named(reference.target) })),
      })),
      views: views.map((view) => ({ ...view, source: named(view.source) })),
    };
  }

  #renameColumn(model: Model): Model {
    const choices = model.tables.flatMap((table) => table.columns.filter(({ was }) => was === null).map(({ name }) => ({ table, name })));
    if (choices.length === 0) return model;
    const { table, name } = this.#draw.one(choices);
    const free = this.#maker.freeColumnNames(table);
    if (free.length === 0) return model;
    const to = this.#draw.one(free);
    const named = (each: string): string => (each === name ? to : each);
    const readers = new Set([table.name]);
    return {
      ...model,
      tables: model.tables.map((each) => (each === table ? withRenamedColumn(table, name, to) : each)),
      views: model.views.map((view) => {
        if (!readers.has(view.source)) return view;
        readers.add(view.name);
        return { ...view, columns: view.columns.map(named), where: view.where === null ? null : { ...view.where, column: named(view.where.column) } };
      }),
    };
  }

  #changedViews({ views, tables }: Model): readonly ViewSpec[] {
    if (views.length === 0) return this.#maker.views(tables);
    const chosen = this.#draw.one(views);
    const table = tables.find(({ name }) => name === chosen.source);
    switch (this.#draw.int(0, 3)) {
      case 0:
        return views.filter((view) => view !== chosen && !views.some(({ source }) => source === chosen.name));
      case 1:
        return views.map((view) => (view === chosen ? { ...view, materialized: !view.materialized } : view));
      case 2: {
        const more = table === undefined ? [] : this.#draw.some(table.columns.map(({ name }) => name).filter((name) => !chosen.columns.includes(name)), 0, 2);
        return views.map((view) => (view === chosen ? { ...view, columns: [...view.columns, ...more] } : view));
      }
      default:
        return views.map((view) => (view === chosen ? { ...view, columns: this.#draw.shuffled(view.columns), where: null } : view));
    }
  }

  #changedTable(table: TableSpec, tables: readonly TableSpec[]): TableSpec {
    switch (this.#draw.int(0, 13)) {
      case 0:
        return { ...table, comment: this.#draw.one([null, 'why', "it's\nlong"]) };
      case 1:
        return { ...table, key: numericKeys.includes(table.key) ? this.#draw.one(numericKeys) : table.key };
      case 2: {
        const free = this.#maker.freeColumnNames(table);
        return free.length === 0 ? table : { ...table, columns: [...table.columns, this.#newColumn(table, this.#draw.one(free))] };
      }
      case 3: {
        const droppable = table.columns.filter((column) => column.default === null || !keyColumns(table).includes(column.name));
        return droppable.length === 0 ? table : withoutColumn(table, this.#draw.one(droppable).name);
      }
      case 4:
        return { ...table, uniques: this.#maker.uniques(table) };
      case 5:
        return { ...table, checks: this.#maker.checks(table) };
      case 6:
        return { ...table, indexes: this.#maker.indexes(table) };
      case 7: {
        const required = table.references.filter(({ nullable }) => !nullable);
        const isFree = ({ target, property }: ReferenceSpec): boolean => !required.some((reference) => reference.target === target || reference.property === property);
        const others = this.#maker.references(table, tables, 'nullable').filter(isFree);
        return { ...table, references: [...required.map((reference) => this.#changedReference(reference)), ...others] };
      }
      case 8:
        return { ...table, exclusions: this.#maker.exclusions(table) };
      case 9:
        return { ...table, composite: !table.composite };
      default: {
        if (table.columns.length === 0) return table;
        const chosen = this.#draw.one(table.columns);
        return { ...table, columns: table.columns.map((column) => (column === chosen ? this.#changedColumn(column) : column)) };
      }
    }
  }

  #newColumn(table: TableSpec, name: string): ColumnSpec {
    const column = this.#maker.column(name);
    const sources = table.columns.filter(({ family }) => family !== 'computed');
    return column.family === 'computed' && sources.length > 0 ? { ...column, source: this.#draw.one(sources).name } : column;
  }

  #changedReference = (reference: ReferenceSpec): ReferenceSpec => ({ ...reference, ...this.#maker.actions(reference.nullable) });

  #changedColumn(column: ColumnSpec): ColumnSpec {
    const isGiven = column.family === 'counter' || column.family === 'computed';
    switch (this.#draw.int(isGiven ? 1 : 0, isGiven ? 2 : 5)) {
      case 0:
        return { ...column, nullable: !column.nullable };
      case 1:
        return { ...column, comment: this.#draw.one([null, 'note', "it's"]) };
      case 2:
        return isGiven ? { ...column, type: this.#draw.one(families[column.family].types) } : { ...column, default: this.#maker.default(column.family, column.enum) };
      case 3:
        return column.enum === null ? { ...column, collation: this.#maker.collation(column.type.type) } : this.#withEnum(column);
      default:
        return column.enum === null ? this.#retyped(column) : this.#withEnum(column);
    }
  }

  #retyped(column: ColumnSpec): ColumnSpec {
    const type = this.#draw.one(families[column.family].types);
    return { ...column, type, collation: this.#maker.collation(type.type), default: this.#draw.bool() ? column.default : this.#maker.default(column.family, null) };
  }

  #withEnum(column: ColumnSpec): ColumnSpec {
    const current = column.enum as EnumSpec;
    const changed: EnumSpec = this.#draw.bool()
      ? { ...current, values: this.#changedValues(current.values) }
      : { ...current, shared: this.#draw.bool() ? null : this.#draw.one(this.#maker.sharedNames), name: this.#draw.one([null, null, '_own', 'Own']) };
    return { ...column, enum: changed, default: this.#maker.default('enum', changed) };
  }

  #changedValues(values: readonly string[]): readonly string[] {
    const free = spareValues.filter((value) => !values.includes(value));
    switch (this.#draw.int(0, 3)) {
      case 0:
        return values.filter((value) => value === 'sad' || value === 'happy' || this.#draw.bool());
      case 1:
        return this.#draw.shuffled(values);
      default: {
        if (free.length === 0) return values;
        const place = this.#draw.int(0, values.length);
        return [...values.slice(0, place), this.#draw.one(free), ...values.slice(place)];
      }
    }
  }
}
