import { hasIndex, memberRef, nameKey, refKey, sameName } from '../model/identity.js';
import type { ColumnRenaming, EnumValueRenaming, MemberRenaming, Renaming, TableRenaming } from '../model/renaming.js';
import type { EnumType, MemberKind, QualifiedName, Schema, Table } from '../model/schema.js';
import { asideName } from '../operation/aside.js';
import type { Change, Operation } from '../operation/operation.js';
import { constraintNames } from './member-names.js';
import { stepsOf } from './rename-claims.js';
import { tableBefore } from './renames.js';

const asideIn = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name: asideName(name) });

const itself = (name: string): string => name;

/**
 * The operations that rename, in an order to run them in. They come before all others, which speak of the new names; on the way
 * back they come last, when the others are undone.
 *
 * @param renamings As `resolveRenames` gives them.
 */
export function renameOperations(renamings: readonly Renaming[], schemas: Change<Schema>): Operation[] {
  const tables = renamings.filter((each) => each.kind === 'table');
  const types = renamings.filter((each) => each.kind === 'enum');
  return [
    ...newNamespaces([...tables, ...types], schemas.from),
    ...stepsOf(tables, nameKey, asideIn).flatMap((step) => moveTable(step, sequenceColumns(step, tables, schemas.from))),
    ...stepsOf(types, nameKey, asideIn).flatMap(moveType),
    ...groups(renamings.filter((each) => each.kind === 'enumValue'), ({ type }) => type).map((group) => renameValues(group, { renamings, schemas })),
    ...groups(renamings.filter((each) => each.kind === 'column'), ({ table }) => table).flatMap((group) => renameColumns(group, { tables, schemas })),
    ...renameMembers(renamings.filter((each): each is MemberRenaming => each.kind === 'index' || each.kind === 'constraint'), { tables, schemas }),
  ];
}

function groups<T extends { readonly from: string }>(items: readonly T[], ownerOf: (item: T) => QualifiedName): (readonly [T, ...T[]])[] {
  const byOwner = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = byOwner.get(nameKey(ownerOf(item)));
    if (group === undefined) byOwner.set(nameKey(ownerOf(item)), [item]);
    else group.push(item);
  }
  return [...byOwner.values()];
}

function newNamespaces(moves: readonly Change<QualifiedName>[], { namespaces }: Schema): Operation[] {
  const wanted = new Set(moves.filter(({ from, to }) => from.schema !== to.schema).map(({ to }) => to.schema));
  return [...wanted].filter((name) => !namespaces.some((each) => each.name === name)).map((name) => ({ verb: 'create', kind: 'namespace', value: { name } }));
}

/** The serial and identity columns of the table that a step renames. */
function sequenceColumns({ from, to }: Change<QualifiedName>, tables: readonly TableRenaming[], schema: Schema): string[] {
  const renaming = tables.find((each) => sameName(each.from, from) || sameName(each.to, to));
  const table = schema.tables.find((each) => sameName(each, renaming?.from ?? from));
  return (table?.columns ?? []).filter(({ generation }) => generation !== null).map(({ name }) => name);
}

function moveTable({ from, to }: Change<QualifiedName>, sequences: readonly string[]): Operation[] {
  return [
    ...(from.schema === to.schema ? [] : [{ verb: 'alter', kind: 'table', schema: from.schema, name: from.name, changes: schemaChange(from, to) } as const]),
    ...(from.name === to.name
      ? []
      : [{ verb: 'rename', kind: 'table', schema: to.schema, name: { from: from.name, to: to.name }, ...(sequences.length === 0 ? {} : { sequences }) } as const]),
  ];
}

const schemaChange = (from: QualifiedName, to: QualifiedName): { readonly schema: Change<string> } => ({ schema: { from: from.schema, to: to.schema } });

function moveType({ from, to }: Change<QualifiedName>): Operation[] {
  const convert = { from: [], to: [] };
  return [
    ...(from.schema === to.schema ? [] : [{ verb: 'alter', kind: 'enum', schema: from.schema, name: from.name, changes: schemaChange(from, to), convert } as const]),
    ...(from.name === to.name ? [] : [{ verb: 'rename', kind: 'enum', schema: to.schema, name: { from: from.name, to: to.name } } as const]),
  ];
}

interface Whole {
  readonly renamings: readonly Renaming[];
  readonly schemas: Change<Schema>;
}

function renameValues(values: readonly [EnumValueRenaming, ...EnumValueRenaming[]], { renamings, schemas }: Whole): Operation {
  const { type } = values[0];
  const before = renamings.find((each) => each.kind === 'enum' && sameName(each.to, type)) as Change<QualifiedName> | undefined;
  const found: EnumType | undefined = schemas.from.enums.find((each) => sameName(each, before?.from ?? type));
  const renamed = stepsOf(values, itself, asideName);
  const from = found?.values ?? [];
  const to = renamed.reduce<readonly string[]>((list, step) => list.map((value) => (value === step.from ? step.to : value)), from);
  return { verb: 'alter', kind: 'enum', schema: type.schema, name: type.name, changes: { values: { from, to } }, convert: { from: [], to: [] }, renamed };
}

interface Owners {
  readonly tables: readonly TableRenaming[];
  readonly schemas: Change<Schema>;
}

function renameColumns(columns: readonly [ColumnRenaming, ...ColumnRenaming[]], { tables, schemas }: Owners): Operation[] {
  const { table } = columns[0];
  const before = tableBefore(schemas, tables, table);
  const generated = new Set((before?.columns ?? []).filter(({ generation }) => generation !== null).map(({ name }) => name));
  return stepsOf(columns, itself, asideName).map(({ from, to }) => {
    const original = columns.find((each) => each.from === from || each.to === to)?.from ?? from;
    return { verb: 'rename', kind: 'column', table, name: { from, to }, ...(generated.has(original) ? { sequence: true } : {}) };
  });
}

/** An index or a constraint, by the name it has at some time. */
interface MemberName {
  readonly kind: Exclude<MemberKind, 'column'>;
  readonly table: QualifiedName;
  readonly name: string;
}

function renameMembers(members: readonly MemberRenaming[], owners: Owners): Operation[] {
  const claims = members.flatMap((member): Change<MemberName>[] => {
    const { table, from, to } = member;
    const kind = kindOf(member, owners);
    return kind === undefined ? [] : [{ from: { kind, table, name: from }, to: { kind, table, name: to } }];
  });
  const keyOf = ({ kind, table, name }: MemberName): string => nameKey({ schema: table.schema, name: hasIndex(kind) ? name : `${table.name}.${name}` });
  const steps = stepsOf(claims, keyOf, (member) => ({ ...member, name: asideName(member.name) }));
  return steps.map(({ from, to }) => ({ verb: 'rename', kind: from.kind, table: from.table, name: { from: from.name, to: to.name } }));
}

function kindOf({ kind, table, from }: MemberRenaming, { tables, schemas }: Owners): MemberName['kind'] | undefined {
  if (kind === 'index') return kind;
  const before = tableBefore(schemas, tables, table);
  return before === undefined ? undefined : constraintNames(before).find((each) => each.name === from)?.kind;
}

/**
 * By `refKey`: the keys, constraints and indexes of the entities whose names follow a renaming, since the naming strategy made
 * them of the names of the table and its columns.
 */
export function followersOf(renamings: readonly Renaming[], { tables }: Schema): ReadonlySet<string> {
  if (renamings.length === 0) return new Set();
  const renamedTables = new Set(renamings.filter((each) => each.kind === 'table').map(({ to }) => nameKey(to)));
  const columnsOf = (table: QualifiedName): string[] =>
    renamings.flatMap((each) => (each.kind === 'column' && sameName(each.table, table) ? [each.to] : []));
  return new Set(
    tables.flatMap((table) => {
      const columns = columnsOf(table);
      const names = renamedTables.has(nameKey(table)) ? allMembers(table) : membersWith(table, columns);
      const references = table.foreignKeys
        .filter((key) => renamedTables.has(nameKey(key.references)) || key.references.columns.some((column) => columnsOf(key.references).includes(column)))
        .map(({ name }) => ({ kind: 'foreignKey' as const, name }));
      return [...names, ...references].map(({ kind, name }) => refKey(memberRef(kind, table, name)));
    }),
  );
}

interface Named {
  readonly kind: MemberKind;
  readonly name: string;
}

const allMembers = (table: Table): Named[] => [...constraintNames(table), ...table.indexes.map(({ name }) => ({ kind: 'index' as const, name }))];

/** Those that name one of the columns; an expression does so when it holds the name. */
function membersWith(table: Table, columns: readonly string[]): Named[] {
  if (columns.length === 0) return [];
  const listed = (names: readonly unknown[]): boolean => columns.some((column) => names.includes(column));
  const spelled = (text: string | null): boolean => text !== null && columns.some((column) => text.includes(column));
  const named = <T extends { readonly name: string }>(kind: MemberKind, members: readonly T[], isAffected: (member: T) => boolean): Named[] =>
    members.filter(isAffected).map(({ name }) => ({ kind, name }));
  return [
    ...named('primaryKey', table.primaryKey === null ? [] : [table.primaryKey], (key) => listed(key.columns)),
    ...named('unique', table.uniques, (key) => listed(key.columns)),
    ...named('check', table.checks, ({ expression }) => spelled(expression)),
    ...named('exclusion', table.exclusions, ({ definition }) => spelled(definition)),
    ...named('foreignKey', table.foreignKeys, (key) => listed(key.columns)),
    ...named('index', table.indexes, ({ keys, where }) => listed(keys) || spelled(where)),
  ];
}
