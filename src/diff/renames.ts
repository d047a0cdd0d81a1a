import { enumOf } from '../model/enum-columns.js';
import { nameKey, refKey, sameName, topLevelRef } from '../model/identity.js';
import type { ColumnRenaming, EnumRenaming, EnumValueRenaming, MemberRenaming, Renaming, TableRenaming } from '../model/renaming.js';
import type { Column, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Change } from '../operation/operation.js';
import { constraintNames } from './member-names.js';
import type { RenameText } from './parse-rename.js';
import { type Claim, type Names, openClaims } from './rename-claims.js';
import { claimedColumn, claimedMember, claimedTable, claimedType, claimedValue, isAboutTable, type Surroundings } from './rename-texts.js';

/** What is said about renames, and of which schemas. */
export interface RenameRequest {
  /** The database as it is, and the entities under the names that the database would keep. */
  readonly schemas: Change<Schema>;
  /** By the model; one that is done already stays there. */
  readonly declared: readonly Renaming[];
  /** For this one comparison. */
  readonly typed: readonly RenameText[];
  /** Where names without a namespace are. */
  readonly namespace: string;
}

type Of<K extends Renaming['kind']> = Extract<Renaming, { readonly kind: K }>;

/**
 * The renamings that are still to be done, those of enum types that follow their table or column among them.
 *
 * @throws {LimbeckError} `rename/unknown`, `rename/taken`, `rename/conflict`.
 */
export function resolveRenames({ schemas, declared, typed, namespace }: RenameRequest): Renaming[] {
  const of = <K extends Renaming['kind']>(...kinds: K[]): Of<K>[] => declared.filter((each): each is Of<K> => (kinds as string[]).includes(each.kind));
  const about = (...prefixes: RenameText['prefix'][]): RenameText[] => typed.filter(({ prefix }) => prefixes.includes(prefix));
  const open = typed.filter(({ prefix }) => prefix === null);
  const isTable = (text: RenameText): boolean => isAboutTable(text, { schemas, namespace });
  const tables = resolveTables(schemas, [...fromModel(of('table')), ...[...about('table'), ...open.filter(isTable)].map((text) => claimedTable(text, namespace))]);
  const around: Surroundings = { schemas, namespace, tables, types: { open: [], all: [] } };
  const columnTexts = [...about('column'), ...open.filter((text) => !isTable(text))];
  const columns = resolveColumns(around, [...of('column').map(plain), ...columnTexts.map((text) => claimedColumn(text, around))]);
  const types = resolveTypes(around, columns, [...fromModel(of('enum')), ...about('type').map((text) => claimedType(text, namespace))]);
  const withTypes: Surroundings = { ...around, types };
  const values = resolveValues(withTypes, [...of('enumValue').map(plain), ...about('enum').map((text) => claimedValue(text, withTypes))]);
  const members = resolveMembers(around, [...of('index', 'constraint').map(plain), ...about('index', 'constraint').map((text) => claimedMember(text, around))]);
  return [...tables.open, ...types.open, ...values, ...columns, ...members];
}

/** Claims of tables or types, and of them those that are still to be done. */
interface Resolved<R> {
  readonly open: readonly R[];
  readonly all: readonly Change<QualifiedName>[];
}

const fromModel = (renamings: readonly Change<QualifiedName>[]): Claim<QualifiedName>[] => renamings.map(({ from, to }) => ({ from, to, text: null }));

const plain = <T extends object>(renaming: T): T & { readonly text: null } => ({ ...renaming, text: null });

function resolveTables({ from, to }: Change<Schema>, claims: readonly Claim<QualifiedName>[]): Resolved<TableRenaming> {
  const open = openClaims(claims, qualified('table', from.tables, to.tables)).map((claim): TableRenaming => ({ kind: 'table', from: claim.from, to: claim.to }));
  return { open, all: claims };
}

const qualified = (what: string, there: readonly QualifiedName[], wanted: readonly QualifiedName[]): Names<QualifiedName> => ({
  there,
  wanted,
  keyOf: nameKey,
  show: ({ schema, name }) => `${what} ${schema}.${name}`,
});

/** The table of the database that is the entities' table `name`. */
export const tableBefore = ({ from }: Change<Schema>, tables: readonly TableRenaming[], name: QualifiedName): Table | undefined => {
  const before = tables.find(({ to }) => sameName(to, name))?.from ?? name;
  return from.tables.find((table) => sameName(table, before));
};

/** Groups what belongs to one table or type, so that names are compared within it. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => QualifiedName): { readonly owner: QualifiedName; readonly items: readonly T[] }[] {
  const groups = new Map<string, { readonly owner: QualifiedName; readonly items: T[] }>();
  for (const item of items) {
    const owner = keyOf(item);
    const group = groups.get(nameKey(owner)) ?? { owner, items: [] };
    groups.set(nameKey(owner), { ...group, items: [...group.items, item] });
  }
  return [...groups.values()];
}

const within = (what: string, owner: QualifiedName, { from, to }: Change<readonly string[]>): Names<string> => ({
  there: from,
  wanted: to,
  keyOf: (name) => name,
  show: (name) => `${what} ${owner.schema}.${owner.name}.${name}`,
});

export type ColumnClaim = Claim<string> & { readonly table: QualifiedName };

function resolveColumns({ schemas, tables }: Surroundings, claims: readonly ColumnClaim[]): ColumnRenaming[] {
  return groupBy(claims, ({ table }) => table).flatMap(({ owner, items }) => {
    const names = {
      from: (tableBefore(schemas, tables.open, owner)?.columns ?? []).map(({ name }) => name),
      to: (tableIn(schemas.to, owner)?.columns ?? []).map(({ name }) => name),
    };
    return openClaims(items, within('column', owner, names)).map(({ from, to }): ColumnRenaming => ({ kind: 'column', table: owner, from, to }));
  });
}

const tableIn = (schema: Schema, name: QualifiedName): Table | undefined => schema.tables.find((table) => sameName(table, name));

function resolveTypes(around: Surroundings, columns: readonly ColumnRenaming[], claims: readonly Claim<QualifiedName>[]): Resolved<EnumRenaming> {
  const { from, to } = around.schemas;
  const said = new Set(claims.flatMap((claim) => [nameKey(claim.from), nameKey(claim.to)]));
  const implied = impliedTypes(around, columns).filter((claim) => !said.has(nameKey(claim.from)) && !said.has(nameKey(claim.to)));
  const all = [...claims, ...implied];
  const open = openClaims(all, qualified('enum type', from.enums, to.enums)).map((claim): EnumRenaming => ({ kind: 'enum', from: claim.from, to: claim.to }));
  return { open, all };
}

/**
 * Enum types are called after their table and column: where one of these is renamed, the type that takes the place of another is that one.
 * A type that stays wanted, or a name that stays taken, is another type, unless they go on in turn.
 */
function impliedTypes({ schemas, tables }: Surroundings, columns: readonly ColumnRenaming[]): Claim<QualifiedName>[] {
  const { from, to } = schemas;
  const wanted = new Set(to.enums.map(nameKey));
  const there = new Set(from.enums.map(nameKey));
  const claims = new Map<string, Claim<QualifiedName>>();
  for (const { before, after } of renamedColumns({ schemas, tables, columns })) {
    const types = { from: enumOf(from, before.type), to: enumOf(to, after.type) };
    if (types.from === null || types.to === null || sameName(types.from, types.to) || claims.has(nameKey(types.from))) continue;
    claims.set(nameKey(types.from), { from: types.from, to: types.to, text: `type:${types.from.name}=${types.to.name}` });
  }
  return settled([...claims.values()], ({ from: before, to: after }, others) => {
    const isLeft = !wanted.has(nameKey(before)) || others.some((other) => sameName(other.to, before));
    const isFree = !there.has(nameKey(after)) || others.some((other) => sameName(other.from, after));
    return isLeft && isFree;
  });
}

/** What holds among those that hold. */
function settled<T>(items: readonly T[], holds: (item: T, others: readonly T[]) => boolean): T[] {
  const left = items.filter((item) => holds(item, items));
  return left.length === items.length ? left : settled(left, holds);
}

interface Pairing extends Pick<Surroundings, 'schemas' | 'tables'> {
  readonly columns: readonly ColumnRenaming[];
}

/** The columns that are renamed or in a renamed table, on both sides. */
function renamedColumns({ schemas, tables, columns }: Pairing): { readonly before: Column; readonly after: Column }[] {
  const isRenamed = (table: QualifiedName): boolean => tables.open.some(({ to }) => sameName(to, table));
  return schemas.to.tables.flatMap((table) => {
    const before = tableBefore(schemas, tables.open, table);
    return table.columns.flatMap((after) => {
      const renaming = columns.find((each) => sameName(each.table, table) && each.to === after.name);
      const counterpart = before?.columns.find(({ name }) => name === (renaming?.from ?? after.name));
      return counterpart === undefined || (renaming === undefined && !isRenamed(table)) ? [] : [{ before: counterpart, after }];
    });
  });
}

export type ValueClaim = Claim<string> & { readonly type: QualifiedName };

function resolveValues({ schemas, types }: Surroundings, claims: readonly ValueClaim[]): EnumValueRenaming[] {
  return groupBy(claims, ({ type }) => type).flatMap(({ owner, items }) => {
    const before = types.open.find(({ to }) => sameName(to, owner))?.from ?? owner;
    const names = {
      from: schemas.from.enums.find((type) => sameName(type, before))?.values ?? [],
      to: schemas.to.enums.find((type) => sameName(type, owner))?.values ?? [],
    };
    return openClaims(items, within('enum value', owner, names)).map(({ from, to }): EnumValueRenaming => ({ kind: 'enumValue', type: owner, from, to }));
  });
}

export type MemberClaim = Claim<string> & Pick<MemberRenaming, 'kind' | 'table'>;

function resolveMembers({ schemas, tables }: Surroundings, claims: readonly MemberClaim[]): MemberRenaming[] {
  return (['index', 'constraint'] as const).flatMap((kind) =>
    groupBy(claims.filter((claim) => claim.kind === kind), ({ table }) => table).flatMap(({ owner, items }) => {
      const namesIn = (table: Table | undefined): string[] =>
        table === undefined ? [] : kind === 'index' ? table.indexes.map(({ name }) => name) : constraintNames(table).map(({ name }) => name);
      const names = { from: namesIn(tableBefore(schemas, tables.open, owner)), to: namesIn(tableIn(schemas.to, owner)) };
      return openClaims(items, within(kind, owner, names)).map(({ from, to }): MemberRenaming => ({ kind, table: owner, from, to }));
    }),
  );
}

/** The key of a table, for sets. */
export const tableKey = (table: QualifiedName): string => refKey(topLevelRef('table', table));
