import { refKey, sameName } from '../model/identity.js';
import type { Column, Expression, Objects, QualifiedName, Table, Unmanaged } from '../model/schema.js';
import type { Change, Create, Drop, EnumColumn, Operation, Rename } from '../operation/operation.js';
import { isObjectOperation, targetOf } from '../operation/target.js';
import { replaceColumn } from './columns.js';
import { match } from './match.js';
import { constraintKinds, type ConstraintKind, members } from './members.js';
import { createMember, dropMember, rebuild, staying } from './rebuild.js';

/**
 * Adds what stays and must suffer because a column changes its type or is made anew: a generated column that is computed from it,
 * an index that no entity asks for, whose expressions PostgreSQL would spell anew in a way that no way back undoes,
 * and keys, constraints and indexes on a column that is dropped and created. They are dropped before and created after.
 *
 * Source: PostgreSQL 18, ALTER TABLE, "SET DATA TYPE" (refused for a column that a generated column uses) and "DROP COLUMN".
 */
export function rebuildColumnDependants(operations: readonly Operation[], tables: readonly Change<Table>[], unmanaged: readonly Unmanaged[]): Operation[] {
  if (operations.length === 0) return [];
  const all = tables.reduce((made, change) => remakeRenamed(change, regenerate(change, made)), operations);
  const planned = new Set(all.flatMap((operation) => (isObjectOperation(operation) ? refKey(targetOf(operation).to) : [])));
  const remade = tables.flatMap((change) => remakeIndexes(change, all, unmanaged));
  const rebuilt = [...remade, ...tables.flatMap((change) => rebuildMembers(change, replacedIn(change.to, all)))];
  return [...all, ...uniqueSteps(rebuilt).filter((operation) => !planned.has(refKey(targetOf(operation).to)))];
}

/** An index may have to be made anew for two reasons. */
const uniqueSteps = (operations: readonly (Create | Drop)[]): (Create | Drop)[] =>
  [...new Map(operations.map((operation) => [`${operation.verb} ${refKey(targetOf(operation).to)}`, operation])).values()];

/** The indexes that no entity asks for, of a table where a column that they speak of gets another type. */
function remakeIndexes({ from, to }: Change<Table>, operations: readonly Operation[], unmanaged: readonly Unmanaged[]): (Create | Drop)[] {
  const retyped = operations.filter((operation) => !isSameBase(operation)).flatMap((operation) => retypedBy(operation, to));
  const remade = unmanaged.filter(({ kind, remade: isRemade, table, columns }) => kind === 'index' && isRemade && sameName(table, to) && columns.some((column) => retyped.includes(column)));
  return rebuild('index', to, staying(from.indexes, to.indexes).filter(({ name }) => remade.some((each) => each.name === name)));
}

/** Whether a column stays of its type, but for a length or a precision: then PostgreSQL spells what speaks of it as before, and may keep an index whole. */
function isSameBase(operation: Operation): boolean {
  if (operation.verb !== 'alter' || operation.kind !== 'column') return false;
  const { type } = operation.changes;
  return type === undefined || baseOf(type.from) === baseOf(type.to);
}

const baseOf = (type: string): string => type.replace(/\([\d,]*\)/, '');

/** The columns of a table that get another type or collation. */
export const retypedIn = (table: QualifiedName, operations: readonly Operation[]): string[] => operations.flatMap((operation) => retypedBy(operation, table));

/**
 * Drops and creates generated columns that cannot stay while `operations` change what they are computed from, or make their enum type
 * anew: PostgreSQL refuses `USING` for a generated column (18, `src/backend/commands/tablecmds.c`).
 */
function regenerate({ from, to }: Change<Table>, operations: readonly Operation[]): readonly Operation[] {
  const retyped = retypedIn(to, operations);
  const moved = operations.flatMap((operation) => movedBy(operation, to));
  if (retyped.length + moved.length === 0) return operations;
  const columns = match(from.columns, to.columns, ({ name }) => name).kept.filter(({ to: { name } }) => !moved.includes(name));
  const converted = operations.flatMap((operation) => convertedBy(operation, to));
  const isDoomedColumn = (column: Change<Column>): boolean =>
    isGenerated(column) && (converted.includes(column.to.name) || isComputedFrom(column, column.from.generated === column.to.generated ? retyped : [...retyped, ...moved]));
  const doomed = columns.filter(isDoomedColumn);
  if (doomed.length === 0) return operations;
  const table = { schema: to.schema, name: to.name };
  const isDoomed = (operation: Operation): boolean => isColumn(operation, to) && doomed.some((column) => targetOf(operation).to.name === column.to.name);
  const left = operations.filter((operation) => !isDoomed(operation)).map((operation) => withoutConversion(operation, table, doomed));
  return [...left, ...doomed.flatMap((column) => replaceColumn(table, column))];
}

/** A column that is dropped before its enum type is made anew, and created after, is not there to be converted. */
function withoutConversion(operation: Operation, table: QualifiedName, doomed: readonly Change<Column>[]): Operation {
  if (operation.verb !== 'alter' || operation.kind !== 'enum') return operation;
  const isThere = (column: EnumColumn): boolean => !sameName(column.table, table) || !doomed.some(({ to }) => to.name === column.column);
  return { ...operation, convert: { from: operation.convert.from.filter(isThere), to: operation.convert.to.filter(isThere) } };
}

/** On both sides. */
const isGenerated = ({ from, to }: Change<Column>): boolean => from.generated !== null && to.generated !== null;

/** On either side. */
const isComputedFrom = ({ from, to }: Change<Column>, columns: readonly string[]): boolean => mentions(`${from.generated ?? ''} ${to.generated ?? ''}`, columns);

const isColumn = (operation: Operation, table: QualifiedName): operation is Extract<Operation, { readonly kind: 'column' }> =>
  isObjectOperation(operation) && operation.kind === 'column' && sameName(operation.table, table);

/** The columns that are dropped, created or made anew. */
function movedBy(operation: Operation, table: Table): string[] {
  if (!isColumn(operation, table) || operation.verb === 'rename') return [];
  return operation.verb === 'alter' && operation.anew === undefined ? [] : [targetOf(operation).to.name];
}

function retypedBy(operation: Operation, table: QualifiedName): string[] {
  if (operation.verb !== 'alter') return [];
  if (operation.kind === 'enum') return convertedBy(operation, table);
  if (!isColumn(operation, table) || operation.verb !== 'alter') return [];
  return (operation.changes.type ?? operation.changes.collation) === undefined ? [] : [operation.name];
}

/** The columns of a table that follow their enum type to one made anew, on the way there or back. */
function convertedBy(operation: Operation, table: QualifiedName): string[] {
  if (operation.verb !== 'alter' || operation.kind !== 'enum') return [];
  return [...operation.convert.from, ...operation.convert.to].filter((each) => sameName(each.table, table)).map(({ column }) => column);
}

/** Better once too often: a name may stand in a text for something else. A quote in a name is doubled there. */
const mentions = (text: Expression, columns: readonly string[]): boolean => columns.some((column) => text.includes(column.replaceAll('"', '""')));

/** The columns of a table that are dropped and created, on the way there or on the way back. */
export function replacedIn(table: QualifiedName, operations: readonly Operation[]): string[] {
  const ofTable = operations.flatMap((operation) => (isColumn(operation, table) ? [operation] : []));
  const created = new Set(ofTable.flatMap((operation) => (operation.verb === 'create' ? [operation.value.name] : [])));
  return ofTable.flatMap((operation) => {
    const isReplaced = (operation.verb === 'drop' && created.has(operation.name)) || (operation.verb === 'alter' && operation.anew !== undefined);
    return isReplaced ? [operation.name] : [];
  });
}

const rebuildMembers = (change: Change<Table>, replaced: readonly string[]): (Create | Drop)[] =>
  replaced.length === 0 ? [] : constraintKinds.flatMap((kind) => rebuildKind(kind, change, replaced));

const rebuildKind = <K extends ConstraintKind>(kind: K, { from, to }: Change<Table>, replaced: readonly string[]): (Create | Drop)[] =>
  rebuild(kind, to, staying(members[kind](from), members[kind](to)).filter((member) => standsOn[kind](member, replaced)));

/** Whether a member goes when one of these columns is dropped. */
const standsOn: { readonly [K in ConstraintKind]: (member: Objects[K], columns: readonly string[]) => boolean } = {
  primaryKey: ({ columns }, gone) => columns.some((column) => gone.includes(column)),
  unique: ({ columns }, gone) => columns.some((column) => gone.includes(column)),
  check: ({ expression }, gone) => mentions(expression, gone),
  exclusion: ({ definition }, gone) => mentions(definition, gone),
  foreignKey: ({ columns }, gone) => columns.some((column) => gone.includes(column)),
  index: ({ keys, include, where }, gone) => mentions([...keys.map(textOf), ...include, where ?? ''].join(' '), gone),
};

/** What goes with a column that is made anew cannot be renamed: it is made under its new name. */
function remakeRenamed(change: Change<Table>, operations: readonly Operation[]): readonly Operation[] {
  const replaced = replacedIn(change.to, operations);
  if (replaced.length === 0) return operations;
  return operations.flatMap((operation) => (isRenameIn(change.to, operation) ? (remadeKind<ConstraintKind>(operation.kind, { change, name: operation.name }, replaced) ?? [operation]) : [operation]));
}

const isRenameIn = (table: Table, operation: Operation): operation is Rename<ConstraintKind> =>
  operation.verb === 'rename' && 'table' in operation && operation.kind !== 'column' && sameName(operation.table, table);

interface Renamed {
  readonly change: Change<Table>;
  readonly name: Change<string>;
}

/** `null`: it does not go with one of the columns. */
function remadeKind<K extends ConstraintKind>(kind: K, { change: { from, to }, name }: Renamed, replaced: readonly string[]): readonly Operation[] | null {
  const [before, after] = [members[kind](from).find((member) => member.name === name.from), members[kind](to).find((member) => member.name === name.to)];
  if (before === undefined || after === undefined || !standsOn[kind](before, replaced)) return null;
  return [dropMember(kind, to, before), createMember(kind, to, after)];
}

const textOf = (key: Table['indexes'][number]['keys'][number]): string => (typeof key === 'string' ? key : key.sql);
