import { enumOf } from '../model/enum-columns.js';
import { nameKey, refKey, sameName, topLevelRef } from '../model/identity.js';
import type { ColumnRenaming, EnumRenaming, EnumValueRenaming, MemberRenaming, Renaming, TableRenaming } from '../model/renaming.js';
import type { Column, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Change } from '../operation/operation.js';
import { constraintNames } from './member-names.js';
import type { RenameText } from './parse-rename.js';
import { type Claim, type Names, openClaims } from './rename-claims.js';
import { impliedClaims } from './rename-implied.js';
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
  /** What of the entities was called otherwise when these were, as their names are made of each other. */
  readonly impliedBy: (renamings: readonly Renaming[]) => readonly Renaming[];
}

type Of<K extends Renaming['kind']> = Extract<Renaming, { readonly kind: K }>;

/**
 * The renamings that are still to be done, among them those of enum types and join tables that follow a table or column.
 *
 * @throws {LimbeckError} `rename/unknown`, `rename/taken`, `rename/conflict`.
 */
export function resolveRenames(request: RenameRequest): Renaming[] {
  const said = resolve(request, []);
  const implied = said.length === 0 ? [] : request.impliedBy(said);
  return implied.length === 0 ? said : resolve(request, implied);
}

function resolve({ schemas, declared, typed, namespace }: RenameRequest, implied: readonly Renaming[]): Renaming[] {
  const of = <K extends Renaming['kind']>(...kinds: K[]): Of<K>[] => ofKinds(declared, kinds);
  const about = (...prefixes: RenameText['prefix'][]): RenameText[] => typed.filter(({ prefix }) => prefixes.includes(prefix));
  const open = typed.filter(({ prefix }) => prefix === null);
  const isTable = (text: RenameText): boolean => isAboutTable(text, { schemas, namespace });
  const tableClaims = [...fromModel(of('table')), ...[...about('table'), ...open.filter(isTable)].map((text) => claimedTable(text, namespace))];
  const tables = resolveTables(schemas, tableClaims, ofKinds(implied, ['table']));
  const around: Surroundings = { schemas, namespace, tables, types: { open: [], all: [] } };
  const columnTexts = [...about('column'), ...open.filter((text) => !isTable(text))];
  const columnClaims = [...of('column').map(plain), ...columnTexts.map((text) => claimedColumn(text, around))];
  const columns = resolveColumns(around, columnClaims, ofKinds(implied, ['column']));
  const types = resolveTypes(around, columns, [...fromModel(of('enum')), ...about('type').map((text) => claimedType(text, namespace))]);
  const withTypes: Surroundings = { ...around, types };
  const values = resolveValues(withTypes, [...of('enumValue').map(plain), ...about('enum').map((text) => claimedValue(text, withTypes))]);
  const members = resolveMembers(around, [...of('index', 'constraint').map(plain), ...about('index', 'constraint').map((text) => claimedMember(text, around))]);
  return [...tables.open, ...types.open, ...values, ...columns, ...members];
}

const ofKinds = <K extends Renaming['kind']>(renamings: readonly Renaming[], kinds: readonly K[]): Of<K>[] =>
  renamings.filter((each): each is Of<K> => (kinds as readonly string[]).includes(each.kind));

/** Claims of tables or types, and of them those that are still to be done. */
interface Resolved<R> {
  readonly open: readonly R[];
  readonly all: readonly Change<QualifiedName>[];
}

const fromModel = (renamings: readonly Change<QualifiedName>[]): Claim<QualifiedName>[] => renamings.map(({ from, to }) => ({ from, to, text: null }));

const plain = <T extends object>(renaming: T): T & { readonly text: null } => ({ ...renaming, text: null });

function resolveTables({ from, to }: Change<Schema>, said: readonly Claim<QualifiedName>[], implied: readonly TableRenaming[]): Resolved<TableRenaming> {
  const names = qualified('table', from.tables, to.tables);
  const all = [...said, ...impliedClaims(implied, names, said)];
  return { open: openClaims(all, names).map((claim): TableRenaming => ({ kind: 'table', from: claim.from, to: claim.to })), all };
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

function resolveColumns({ schemas, tables }: Surroundings, claims: readonly ColumnClaim[], implied: readonly ColumnRenaming[]): ColumnRenaming[] {
  return groupBy<ColumnClaim | ColumnRenaming>([...claims, ...implied], ({ table }) => table).flatMap(({ owner, items }) => {
    const names = within('column', owner, {
      from: (tableBefore(schemas, tables.open, owner)?.columns ?? []).map(({ name }) => name),
      to: (tableIn(schemas.to, owner)?.columns ?? []).map(({ name }) => name),
    });
    const said = items.filter((item) => 'text' in item);
    const all = [...said, ...impliedClaims(items.filter((item) => !('text' in item)), names, said)];
    return openClaims(all, names).map(({ from, to }): ColumnRenaming => ({ kind: 'column', table: owner, from, to }));
  });
}

const tableIn = (schema: Schema, name: QualifiedName): Table | undefined => schema.tables.find((table) => sameName(table, name));

function resolveTypes(around: Surroundings, columns: readonly ColumnRenaming[], said: readonly Claim<QualifiedName>[]): Resolved<EnumRenaming> {
  const { from, to } = around.schemas;
  const names = qualified('enum type', from.enums, to.enums);
  const all = [...said, ...impliedClaims(followingTypes(around, columns), names, said)];
  return { open: openClaims(all, names).map((claim): EnumRenaming => ({ kind: 'enum', from: claim.from, to: claim.to })), all };
}

/** Enum types are called after their table and column: where one of these is renamed, the type may go with it. */
function followingTypes({ schemas, tables }: Surroundings, columns: readonly ColumnRenaming[]): Change<QualifiedName>[] {
  const pairs = new Map<string, Change<QualifiedName>>();
  for (const { before, after } of renamedColumns({ schemas, tables, columns })) {
    const types = { from: enumOf(schemas.from, before.type), to: enumOf(schemas.to, after.type) };
    if (types.from === null || types.to === null || pairs.has(nameKey(types.from))) continue;
    pairs.set(nameKey(types.from), { from: types.from, to: types.to });
  }
  return [...pairs.values()];
}

interface Pairing extends Pick<Surroundings, 'schemas' | 'tables'> {
  readonly columns: readonly ColumnRenaming[];
}

/** The columns that are renamed or in a renamed table, on both sides. */
function renamedColumns({ schemas, tables, columns }: Pairing): { readonly before: Column; readonly after: Column }[] {
  const isRenamed = (table: QualifiedName): boolean => tables.open.some(({ to }) => sameName(to, table));
  const isTouched = (table: QualifiedName): boolean => isRenamed(table) || columns.some((each) => sameName(each.table, table));
  return schemas.to.tables.filter(isTouched).flatMap((table) => {
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
