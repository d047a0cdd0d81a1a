import { memberRef, type ObjectRef, topLevelRef } from './identity.js';
import type { MemberKind, ObjectKind, Schema, Table } from './schema.js';

/** Which objects are chosen. */
export interface Selection {
  includes(ref: ObjectRef): boolean;
  /** The kinds of which any may be refused, so that nothing of another kind is asked about; `null`: all. */
  readonly kinds: ReadonlySet<ObjectKind> | null;
}

/** `schema` without the objects that `selection` refuses, and itself where it refuses none; the members of a refused table are not asked about. */
export function selectObjects(schema: Schema, selection: Selection): Schema {
  const of = <T extends object>(kind: ObjectKind, objects: readonly T[], refOf: (object: T) => ObjectRef): readonly T[] =>
    mayRefuse(selection, kind) ? where(objects, (object) => selection.includes(refOf(object))) : objects;
  return withLists(schema, {
    extensions: of('extension', schema.extensions, ({ name }) => ({ kind: 'extension', schema: null, table: null, name })),
    enums: of('enum', schema.enums, (type) => topLevelRef('enum', type)),
    views: of('view', schema.views, (view) => topLevelRef('view', view)),
    materializedViews: each(of('materializedView', schema.materializedViews, (view) => topLevelRef('materializedView', view)), (view) =>
      withLists(view, { indexes: of('index', view.indexes, ({ name }) => memberRef('index', view, name)) }),
    ),
    tables: selectInTables(of('table', schema.tables, (table) => topLevelRef('table', table)), selection),
  });
}

const memberKinds: readonly MemberKind[] = ['column', 'primaryKey', 'unique', 'check', 'exclusion', 'foreignKey', 'index'];

const selectInTables = (tables: readonly Table[], selection: Selection): readonly Table[] =>
  memberKinds.some((kind) => mayRefuse(selection, kind)) ? each(tables, (table) => selectMembers(table, selection)) : tables;

function selectMembers(table: Table, selection: Selection): Table {
  const of = <T extends { readonly name: string }>(kind: MemberKind, members: readonly T[]): readonly T[] =>
    mayRefuse(selection, kind) ? where(members, ({ name }) => selection.includes(memberRef(kind, table, name))) : members;
  return withLists(table, {
    columns: of('column', table.columns),
    primaryKey: of('primaryKey', table.primaryKey === null ? [] : [table.primaryKey])[0] ?? null,
    uniques: of('unique', table.uniques),
    checks: of('check', table.checks),
    exclusions: of('exclusion', table.exclusions),
    foreignKeys: of('foreignKey', table.foreignKeys),
    indexes: of('index', table.indexes),
  });
}

const mayRefuse = ({ kinds }: Selection, kind: ObjectKind): boolean => kinds?.has(kind) ?? true;

/** The list itself where all of it is chosen. */
const where = <T>(list: readonly T[], isChosen: (item: T) => boolean): readonly T[] => (list.every(isChosen) ? list : list.filter(isChosen));

/** The list itself where `change` leaves all of it as it is. */
function each<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((item, position) => item === list[position]) ? list : changed;
}

/** `object` with other lists; itself where they are its own. */
function withLists<T extends object>(object: T, lists: Partial<T>): T {
  const names = Object.keys(lists) as (keyof T)[];
  return names.every((name) => lists[name] === object[name]) ? object : { ...object, ...lists };
}
