import { type ObjectRef, sameName } from './identity.js';
import type { MemberKind, ObjectKind, Objects, QualifiedName, Schema, Table } from './schema.js';

/** Any object of a schema. */
export type AnyObject = Objects[ObjectKind];

/** The list of a schema that holds a kind, and the list of a table. */
const lists = { extension: 'extensions', namespace: 'namespaces', enum: 'enums', table: 'tables', view: 'views', materializedView: 'materializedViews' } as const;
const members = { column: 'columns', unique: 'uniques', check: 'checks', exclusion: 'exclusions', foreignKey: 'foreignKeys', index: 'indexes' } as const;

type ListedMember = Exclude<MemberKind, 'primaryKey'>;
type Listed = { readonly schema?: string; readonly name: string };

/** The object that `ref` points at; `null` where there is none. */
export function findObject(schema: Schema, ref: ObjectRef): AnyObject | null {
  if (ref.table === null) return (schema[lists[ref.kind as keyof typeof lists]] as readonly AnyObject[]).find(isAt(ref)) ?? null;
  const table = [...schema.tables, ...schema.materializedViews].find(isTableOf(ref));
  if (table === undefined) return null;
  if (ref.kind === 'primaryKey') return 'primaryKey' in table && table.primaryKey?.name === ref.name ? table.primaryKey : null;
  return ((table as Table)[members[ref.kind as ListedMember]] as readonly AnyObject[]).find(({ name }) => name === ref.name) ?? null;
}

/** `schema` with `object` in the place of the one that `ref` points at, or beside the others where there is none; `null` takes it away. */
export function replaceObject(schema: Schema, ref: ObjectRef, object: AnyObject | null): Schema {
  if (ref.table !== null) {
    const within = <T extends QualifiedName>(tables: readonly T[]): readonly T[] => tables.map((table) => (isTableOf(ref)(table) ? replaceMember(table, ref, object) : table));
    return { ...schema, tables: within(schema.tables), materializedViews: within(schema.materializedViews) };
  }
  const list = lists[ref.kind as keyof typeof lists];
  return { ...schema, [list]: replaceIn(schema[list], isAt(ref), object) };
}

function replaceMember<T extends QualifiedName>(table: T, ref: ObjectRef, object: AnyObject | null): T {
  // A table has one primary key: who takes away another one leaves it.
  if (ref.kind === 'primaryKey') return object === null && (table as unknown as Table).primaryKey?.name !== ref.name ? table : { ...table, primaryKey: object };
  const list = members[ref.kind as ListedMember];
  const there = (table as unknown as Table)[list] as readonly AnyObject[];
  return { ...table, [list]: replaceIn(there, ({ name }) => name === ref.name, object) };
}

function replaceIn(objects: readonly AnyObject[], isIt: (object: Listed) => boolean, object: AnyObject | null): readonly AnyObject[] {
  const position = objects.findIndex(isIt);
  if (object === null) return objects.filter((each) => !isIt(each));
  return position === -1 ? [...objects, object] : objects.with(position, object);
}

const isAt = (ref: ObjectRef) => ({ schema, name }: Listed): boolean => name === ref.name && (schema ?? null) === ref.schema;

const isTableOf = (ref: ObjectRef) => (table: QualifiedName): boolean => sameName(table, { schema: ref.schema ?? '', name: ref.table ?? '' });
