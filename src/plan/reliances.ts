import { memberRef, refKey, topLevelRef } from '../model/identity.js';
import type { Column, ForeignKey, QualifiedName, Table } from '../model/schema.js';
import type { Alter, Create, Drop } from '../operation/operation.js';
import type { ObjectOperation } from '../operation/target.js';
import { targetOf } from '../operation/target.js';

/** Names a part of a schema that operations change, or that they need as it was before or as it is after the plan. */
export type Part = string;

/** What an operation changes, and which parts must be as they were (`before`) or as they will be (`after`) when it runs. */
export interface Reliances {
  readonly changes: readonly Part[];
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

/** Gives the part that stands for the enum type of a column's type, if it has one. */
export type EnumPart = (type: string) => Part | null;

/** All columns of a table but generated ones: what its expressions may speak of. */
const columnsPart = (table: QualifiedName): Part => `columns ${refKey(topLevelRef('table', table))}`;

/** The primary key, unique constraints and indexes of a table: what foreign keys stand on. */
const keysPart = (table: QualifiedName): Part => `keys ${refKey(topLevelRef('table', table))}`;

const tablePart = (table: QualifiedName): Part => refKey(topLevelRef('table', table));

const namespacePart = (schema: string): Part => refKey({ kind: 'namespace', schema: null, table: null, name: schema });

const columnParts = (table: QualifiedName, columns: readonly string[]): Part[] =>
  columns.map((column) => refKey(memberRef('column', table, column)));

/** The reliances of an operation: those of what it makes hold after, those of what it takes away held before. */
export function reliancesOf(operation: ObjectOperation, enumPart: EnumPart): Reliances {
  switch (operation.verb) {
    case 'create':
      return { changes: changedBy(operation), before: [], after: needsOf(operation, operation.value, enumPart) };
    case 'drop':
      return { changes: changedBy(operation), before: operation.value === null ? containerOf(operation) : needsOf(operation, operation.value, enumPart), after: [] };
    case 'rename':
      return { changes: changedBy(operation), before: [], after: containerOf(operation) };
    case 'alter':
      return operation.kind === 'column' ? alteredColumn(operation, enumPart) : { changes: changedBy(operation), before: [], after: containerOf(operation) };
  }
}

function alteredColumn(operation: Alter<'column'>, enumPart: EnumPart): Reliances {
  const { type } = operation.changes;
  const types = type === undefined ? { before: [], after: [] } : { before: partsOf(enumPart(type.from)), after: partsOf(enumPart(type.to)) };
  return { changes: changedBy(operation), before: types.before, after: [...containerOf(operation), ...types.after] };
}

const partsOf = (part: Part | null): Part[] => (part === null ? [] : [part]);

function changedBy(operation: ObjectOperation): Part[] {
  const { from, to } = targetOf(operation);
  const own = [...new Set([refKey(from), refKey(to)])];
  switch (operation.kind) {
    case 'column':
      return isGenerated(operation) ? own : [...own, columnsPart(operation.table)];
    case 'primaryKey':
    case 'unique':
    case 'index':
      return [...own, keysPart(operation.table)];
    case 'enum':
      return operation.verb === 'alter' ? [...own, ...[...operation.convert.from, ...operation.convert.to].map(({ table }) => columnsPart(table))] : own;
    default:
      return own;
  }
}

const isGenerated = (operation: ObjectOperation): boolean =>
  (operation.verb === 'create' || operation.verb === 'drop') && operation.kind === 'column' && operation.value?.generated != null;

/** What holds the object: its table, or its namespace. */
function containerOf(operation: ObjectOperation): Part[] {
  if ('table' in operation) return [tablePart(operation.table)];
  return 'schema' in operation ? [namespacePart(operation.schema)] : [];
}

function needsOf(operation: Create | Drop, value: Create['value'], enumPart: EnumPart): Part[] {
  const container = containerOf(operation);
  switch (operation.kind) {
    case 'namespace':
    case 'enum':
      return container;
    case 'table':
      return [...container, ...(value as Table).columns.flatMap((column) => partsOf(enumPart(column.type)))];
    case 'column':
      return [...container, ...columnNeeds(operation.table, value as Column, enumPart)];
    case 'primaryKey':
    case 'unique':
      return [...container, ...columnParts(operation.table, (value as { readonly columns: readonly string[] }).columns)];
    case 'check':
    case 'exclusion':
    case 'index':
      return [...container, columnsPart(operation.table), ...generatedParts(operation, value)];
    case 'foreignKey':
      return [...container, ...referenceNeeds(operation.table, value as ForeignKey)];
  }
}

/** Expressions name any column, so they wait for all; a key of an index may be a generated column, so it waits for that one. */
function generatedParts(operation: Create | Drop, value: Create['value']): Part[] {
  if (operation.kind !== 'index' || !('keys' in value)) return [];
  return columnParts(operation.table, [...value.keys.filter((key) => typeof key === 'string'), ...value.include]);
}

const columnNeeds = (table: QualifiedName, column: Column, enumPart: EnumPart): Part[] => [
  ...partsOf(enumPart(column.type)),
  ...(column.generated === null ? [] : [columnsPart(table)]),
];

const referenceNeeds = (table: QualifiedName, { columns, references }: ForeignKey): Part[] => [
  ...columnParts(table, columns),
  ...columnParts(references, references.columns),
  tablePart(references),
  keysPart(references),
];
