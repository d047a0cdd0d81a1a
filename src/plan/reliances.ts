import { memberRef, refKey, topLevelRef } from '../model/identity.js';
import type { Column, ForeignKey, QualifiedName, Table, View, ViewSource } from '../model/schema.js';
import type { Alter, Change, Create, Drop } from '../operation/operation.js';
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

/** What the schemas before and after say of the parts of an operation. */
export interface KnownParts {
  /** The part that stands for the enum type of a column's type, if it has one. */
  enumPart(type: string): Part | null;
  /** What a view reads before and after. */
  reads(view: QualifiedName): Change<readonly ViewSource[]>;
  /** The enum types that a view knows before and after. */
  types(view: QualifiedName): Change<readonly QualifiedName[]>;
}

/** All columns of a table but generated ones: what its expressions may speak of. */
const columnsPart = (table: QualifiedName): Part => `columns ${refKey(topLevelRef('table', table))}`;

/** The generated columns of a table, which expressions may speak of, too, but not those of other generated columns. */
const generatedPart = (table: QualifiedName): Part => `generated ${refKey(topLevelRef('table', table))}`;

/** The primary key, unique constraints and indexes of a table: what foreign keys stand on. */
const keysPart = (table: QualifiedName): Part => `keys ${refKey(topLevelRef('table', table))}`;

const tablePart = (table: QualifiedName): Part => refKey(topLevelRef('table', table));

const namespacePart = (schema: string): Part => refKey({ kind: 'namespace', schema: null, table: null, name: schema });

const columnParts = (table: QualifiedName, columns: readonly string[]): Part[] =>
  columns.map((column) => refKey(memberRef('column', table, column)));

/** The reliances of an operation: those of what it makes hold after, those of what it takes away held before. */
export function reliancesOf(operation: ObjectOperation, parts: KnownParts): Reliances {
  switch (operation.verb) {
    case 'create':
      return { changes: changedBy(operation), before: [], after: needsOf(operation, operation.value, parts) };
    case 'drop':
      return { changes: changedBy(operation), before: operation.value === null ? containerOf(operation) : needsOf(operation, operation.value, parts), after: [] };
    case 'rename':
    case 'validate':
      return { changes: changedBy(operation), before: [], after: containerOf(operation) };
    case 'alter':
      return alterReliances(operation, parts);
  }
}

function alterReliances(operation: Alter, parts: KnownParts): Reliances {
  switch (operation.kind) {
    case 'column':
      return alteredColumn(operation, parts);
    case 'view':
      return alteredView(operation, parts);
    default:
      return { changes: changedBy(operation), before: [], after: containerOf(operation) };
  }
}

/** What a view reads on both sides does not go while it stands. */
function alteredView(operation: Alter<'view'>, parts: KnownParts): Reliances {
  const { from: before, to: after } = viewParts(operation, parts);
  return { changes: changedBy(operation), before: before.filter((part) => !after.includes(part)), after: after.filter((part) => !before.includes(part)) };
}

/** A view may stand on a primary key too, when it groups by it. */
const sourceParts = (source: ViewSource): Part[] => [
  ...(['table', 'view', 'materializedView'] as const).map((kind) => refKey(topLevelRef(kind, source))),
  columnsPart(source),
  generatedPart(source),
  keysPart(source),
  ...columnParts(source, source.columns),
];

function alteredColumn(operation: Alter<'column'>, parts: KnownParts): Reliances {
  const { type } = operation.changes;
  const types = type === undefined ? { before: [], after: [] } : { before: partsOf(parts.enumPart(type.from)), after: partsOf(parts.enumPart(type.to)) };
  const becomes = operation.anew === undefined ? null : operation.changes.generated?.to === null ? 'plain' : 'generated';
  return {
    changes: changedBy(operation),
    before: [...types.before, ...(becomes === 'plain' ? [columnsPart(operation.table)] : [])],
    after: [...containerOf(operation), ...types.after, ...(becomes === 'generated' ? [columnsPart(operation.table)] : [])],
  };
}

const partsOf = (part: Part | null): Part[] => (part === null ? [] : [part]);

function changedBy(operation: ObjectOperation): Part[] {
  const { from, to } = targetOf(operation);
  const own = [...new Set([refKey(from), refKey(to)])];
  switch (operation.kind) {
    case 'column':
      return [...own, isGenerated(operation) ? generatedPart(operation.table) : columnsPart(operation.table)];
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
  (operation.verb === 'alter' && operation.kind === 'column' && operation.changes.generated !== undefined) ||
  (operation.verb === 'create' || operation.verb === 'drop') && operation.kind === 'column' && operation.value?.generated != null;

/** What holds the object: its table, or its namespace. */
function containerOf(operation: ObjectOperation): Part[] {
  if (operation.kind === 'index') return [tablePart(operation.table), refKey(topLevelRef('materializedView', operation.table))];
  if ('table' in operation) return [tablePart(operation.table)];
  return 'schema' in operation ? [namespacePart(operation.schema)] : [];
}

function needsOf(operation: Create | Drop, value: Create['value'], parts: KnownParts): Part[] {
  const container = containerOf(operation);
  switch (operation.kind) {
    case 'extension':
    case 'namespace':
    case 'enum':
      return container;
    case 'table':
      return [...container, ...(value as Table).columns.flatMap((column) => partsOf(parts.enumPart(column.type)))];
    case 'column':
      return [...container, ...columnNeeds(operation.table, value as Column, parts)];
    case 'primaryKey':
    case 'unique':
      return [...container, ...columnParts(operation.table, (value as { readonly columns: readonly string[] }).columns)];
    case 'check':
    case 'exclusion':
    case 'index':
      return [...container, columnsPart(operation.table), generatedPart(operation.table)];
    case 'view':
    case 'materializedView':
      return [...container, ...viewParts(value as View, parts)[operation.verb === 'create' ? 'to' : 'from']];
    case 'foreignKey':
      return [...container, ...referenceNeeds(operation.table, value as ForeignKey)];
  }
}

function viewParts(view: QualifiedName, parts: KnownParts): Change<Part[]> {
  const [reads, types] = [parts.reads(view), parts.types(view)];
  const all = (side: 'from' | 'to'): Part[] => [...reads[side].flatMap(sourceParts), ...types[side].map((type) => refKey(topLevelRef('enum', type)))];
  return { from: all('from'), to: all('to') };
}

const columnNeeds = (table: QualifiedName, column: Column, parts: KnownParts): Part[] => [
  ...partsOf(parts.enumPart(column.type)),
  ...(column.generated === null ? [] : [columnsPart(table)]),
];

const referenceNeeds = (table: QualifiedName, { columns, references }: ForeignKey): Part[] => [
  ...columnParts(table, columns),
  ...columnParts(references, references.columns),
  tablePart(references),
  keysPart(references),
];
