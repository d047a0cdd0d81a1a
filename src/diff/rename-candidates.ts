import { nearest } from '../kernel/nearest.js';
import { equal } from '../kernel/equal.js';
import { enumOf } from '../model/enum-columns.js';
import { nameKey, sameName } from '../model/identity.js';
import type { Column, EnumType, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Alter, Change, Operation } from '../operation/operation.js';
import { renamePath } from './parse-rename.js';

/** Something that goes and something like it that comes, which may be the same under another name. */
export interface RenameCandidate {
  readonly kind: 'table' | 'column' | 'enum' | 'enumValue';
  /** As people read it; the default namespace is left out. */
  readonly from: string;
  readonly to: string;
  /** What says so: `user.mail=user.email`. */
  readonly rename: string;
}

interface Surroundings {
  readonly schemas: Change<Schema>;
  /** The namespace that is left out. */
  readonly namespace: string;
}

/** What the operations drop and create that could be renamed instead, the likeliest first for each new object. */
export function renameCandidates(operations: readonly Operation[], surroundings: Surroundings): RenameCandidate[] {
  return [
    ...tableCandidates(operations, surroundings),
    ...columnCandidates(operations, surroundings),
    ...typeCandidates(operations, surroundings),
    ...operations.flatMap((operation) => (operation.verb === 'alter' && operation.kind === 'enum' ? valueCandidates(operation, surroundings) : [])),
  ];
}

const pathOf = ({ schema, name }: QualifiedName, namespace: string): string[] => (schema === namespace ? [name] : [schema, name]);

/** Pairs each new thing with what it is like, the likest first. */
function pair<T>(created: readonly T[], dropped: readonly T[], likeness: (from: T, to: T) => number): Change<T>[] {
  return created.flatMap((to) =>
    dropped
      .map((from) => ({ from, to, likeness: likeness(from, to) }))
      .filter((each) => each.likeness > 0)
      .sort((left, right) => right.likeness - left.likeness),
  );
}

const isNear = (from: string, to: string): boolean => nearest(from, [to]) !== null;

function tableCandidates(operations: readonly Operation[], { namespace }: Surroundings): RenameCandidate[] {
  const created = operations.flatMap((each) => (each.verb === 'create' && each.kind === 'table' ? [each.value] : []));
  const dropped = operations.flatMap((each) => (each.verb === 'drop' && each.kind === 'table' && each.value !== null ? [each.value] : []));
  return pair<Table>(created, dropped, tableLikeness).map(({ from, to }) => {
    const isPlain = from.schema === namespace && to.schema === namespace;
    const path = ({ schema, name }: QualifiedName): string => renamePath(isPlain ? [name] : [schema, name]);
    return { kind: 'table', from: path(from), to: path(to), rename: `${isPlain ? '' : 'table:'}${path(from)}=${path(to)}` };
  });
}

/** At least half of the columns must be the same, by their names or, for a table of keys only, by their types. */
function tableLikeness(from: Table, to: Table): number {
  const shared = from.columns.filter((column) => to.columns.some(({ name, type }) => name === column.name && type === column.type)).length;
  const share = shared / Math.max(from.columns.length, to.columns.length, 1);
  if (share >= 0.5) return share;
  const types = ({ columns }: Table): string[] => columns.map(({ type }) => type).sort();
  return equal(types(from), types(to)) ? 0.25 : 0;
}

function columnCandidates(operations: readonly Operation[], { namespace }: Surroundings): RenameCandidate[] {
  const created = operations.flatMap((each) => (each.verb === 'create' && each.kind === 'column' ? [{ table: each.table, column: each.value }] : []));
  const dropped = operations.flatMap((each) => (each.verb === 'drop' && each.kind === 'column' && each.value !== null ? [{ table: each.table, column: each.value }] : []));
  return pair(created, dropped, (from, to) => (sameName(from.table, to.table) ? columnLikeness(from.column, to.column) : 0)).map(({ from, to }) => {
    const path = (name: string): string => renamePath([...pathOf(from.table, namespace), name]);
    const prefix = from.table.schema === namespace ? '' : 'column:';
    return { kind: 'column', from: path(from.column.name), to: path(to.column.name), rename: `${prefix}${path(from.column.name)}=${path(to.column.name)}` };
  });
}

/** A column that only changes how it is made keeps its name, and is no candidate. */
function columnLikeness(from: Column, to: Column): number {
  if (from.name === to.name) return 0;
  return Number(from.type === to.type) * 2 + Number(isNear(from.name, to.name));
}

/** A type that comes or goes with a table or column follows that when it is renamed. */
function typeCandidates(operations: readonly Operation[], { schemas, namespace }: Surroundings): RenameCandidate[] {
  const following = new Set(
    operations.flatMap((each) => {
      if ((each.verb !== 'create' && each.verb !== 'drop') || each.value === null) return [];
      const columns = each.kind === 'table' ? each.value.columns : each.kind === 'column' ? [each.value] : [];
      return columns.flatMap(({ type }) => enumOf(schemas.from, type) ?? enumOf(schemas.to, type) ?? []).map(nameKey);
    }),
  );
  const own = (type: EnumType): boolean => !following.has(nameKey(type));
  const created = operations.flatMap((each) => (each.verb === 'create' && each.kind === 'enum' ? [each.value] : [])).filter(own);
  const dropped = operations.flatMap((each) => (each.verb === 'drop' && each.kind === 'enum' && each.value !== null ? [each.value] : [])).filter(own);
  const likeness = (from: EnumType, to: EnumType): number =>
    Math.floor((2 * from.values.filter((value) => to.values.includes(value)).length) / Math.max(from.values.length, to.values.length, 1));
  return pair(created, dropped, likeness).map(({ from, to }) => {
    const isPlain = from.schema === namespace && to.schema === namespace;
    const path = ({ schema, name }: QualifiedName): string => renamePath(isPlain ? [name] : [schema, name]);
    return { kind: 'enum', from: path(from), to: path(to), rename: `type:${path(from)}=${path(to)}` };
  });
}

function valueCandidates({ schema, name, changes, renamed = [] }: Alter<'enum'>, { namespace }: Surroundings): RenameCandidate[] {
  const { from, to } = changes.values ?? { from: [], to: [] };
  if (renamed.length > 0) return [];
  const created = to.filter((value) => !from.includes(value));
  const dropped = from.filter((value) => !to.includes(value));
  const path = (value: string): string => renamePath([...pathOf({ schema, name }, namespace), value]);
  return pair(created, dropped, (before, after) => 1 + Number(from.indexOf(before) === to.indexOf(after)) + Number(isNear(before, after))).map((each) => ({
    kind: 'enumValue',
    from: path(each.from),
    to: path(each.to),
    rename: `enum:${path(each.from)}=${renamePath([each.to])}`,
  }));
}
