import { enumOf } from '../model/enum-columns.js';
import { nameKey, sameName } from '../model/identity.js';
import type { Column, QualifiedName, Schema } from '../model/schema.js';
import type { Alter, Change, Operation } from '../operation/operation.js';
import { isObjectOperation } from '../operation/target.js';
import { canStandAgain, type ColumnOf, standingOn } from './standing.js';
import type { Surroundings } from './way.js';

/** A column that gets another type by a second one that takes its place. */
export interface Retyped extends ColumnOf {
  readonly operation: Alter<'column'>;
  readonly from: Column;
  readonly to: Column;
}

/**
 * The columns that get another type so: those for which a large table would be written anew, and those that a foreign key or a view binds to one of these,
 * however small their tables are; all of what is bound together, or none of it.
 */
export function findRetyped(surroundings: Surroundings): readonly Retyped[] {
  const { operations, isBusy, isRewriting, schemas } = surroundings;
  const all = operations.filter(isRetyping);
  const retyped = all.flatMap((operation) => retypedBy(operation, all, surroundings));
  const bonds = bondsBetween(all, schemas);
  const barred = boundTo(all.filter((operation) => !retyped.some((each) => each.operation === operation)), bonds);
  const free = retyped.filter(({ operation }) => !barred.has(operation));
  const wanted = boundTo(free.flatMap(({ operation }) => (isBusy(operation.table) && isRewriting(operation) ? [operation] : [])), bonds);
  return free.filter(({ operation }) => wanted.has(operation));
}

const isRetyping = (operation: Operation): operation is Alter<'column'> => operation.verb === 'alter' && operation.kind === 'column' && operation.changes.type !== undefined;

/** What else may change of a column along with its type. */
const facets: readonly string[] = ['type', 'default', 'collation', 'comment'];

function retypedBy(operation: Alter<'column'>, all: readonly Alter<'column'>[], surroundings: Surroundings): readonly Retyped[] {
  const { table, name } = operation;
  const { schemas, isOrdinary, dialect } = surroundings;
  const [from, to] = [columnOf(operation, schemas.from), columnOf(operation, schemas.to)];
  if (from === null || to === null || operation.anew !== undefined || !isOrdinary(table)) return [];
  if (!Object.keys(operation.changes).every((facet) => facets.includes(facet)) || !canStandAgain(operation, surroundings)) return [];
  const { trigger } = dialect.copyTrigger({ table, values: { [name]: '' } });
  const isSeenLater = schemas.from.unmanaged.some((each) => each.kind === 'trigger' && sameName(each.table, table) && each.name >= trigger);
  return isSeenLater || isEnumChanged([from, to], surroundings) || isViewDisturbed(operation, all, surroundings) ? [] : [{ operation, table, name, from, to }];
}

const columnOf = ({ table, name }: ColumnOf, schema: Schema): Column | null =>
  schema.tables.find((each) => sameName(each, table))?.columns.find((column) => column.name === name) ?? null;

/** Whether the plan makes an enum type anew that the column has before or after. */
function isEnumChanged(columns: readonly Column[], { operations, schemas }: Surroundings): boolean {
  const types = columns.flatMap(({ type }) => enumOf(schemas.from, type) ?? enumOf(schemas.to, type) ?? []);
  const isMadeAnew = (type: QualifiedName): boolean => operations.some((operation) => operation.verb === 'create' && operation.kind === 'enum' && sameName(type, operation.value));
  return operations.some((operation) => {
    if (!isObjectOperation(operation) || operation.kind !== 'enum' || operation.verb === 'create') return false;
    return types.some((type) => operation.schema === type.schema && operation.name === type.name && (operation.verb !== 'drop' || isMadeAnew(type)));
  });
}

/** Whether a view that reads the column has to go for another reason, too. */
function isViewDisturbed(column: ColumnOf, all: readonly Alter<'column'>[], surroundings: Surroundings): boolean {
  const { operations, schemas } = surroundings;
  const views = standingOn([column], surroundings).views.map(({ from }) => from);
  if (views.length === 0) return false;
  const sources = views.flatMap((view) => schemas.from.viewFacts[nameKey(view)]?.reads ?? []);
  return operations.some((operation) => {
    if (!isObjectOperation(operation) || all.some((retyping) => retyping === operation)) return false;
    if (operation.kind === 'view') return operation.verb === 'alter' && views.some((view) => sameName(view, operation));
    if (operation.kind === 'enum') return operation.verb !== 'create';
    return operation.kind === 'column' && operation.verb !== 'create' && sources.some((source) => sameName(source, operation.table));
  });
}

/** The columns that foreign keys and views bind together, as the operations that give them another type. */
function bondsBetween(all: readonly Alter<'column'>[], { from }: Change<Schema>): readonly (readonly Operation[])[] {
  const at = (table: ColumnOf['table'], name: string | undefined): readonly Operation[] => all.filter((operation) => operation.name === name && sameName(operation.table, table));
  const keys = from.tables.flatMap((table) => table.foreignKeys.flatMap(({ columns, references }) => columns.map((name, position) => [...at(table, name), ...at(references, references.columns[position])])));
  const views = Object.values(from.viewFacts).map(({ reads }) => reads.flatMap((source) => source.columns.flatMap((name) => at(source, name))));
  return [...keys, ...views];
}

/** `operations`, and all that is bound to one of them. */
function boundTo(operations: readonly Operation[], bonds: readonly (readonly Operation[])[]): ReadonlySet<Operation> {
  const found = new Set(operations);
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const bond of bonds) if (bond.some((operation) => found.has(operation))) bond.forEach((operation) => found.add(operation));
  }
  return found;
}
