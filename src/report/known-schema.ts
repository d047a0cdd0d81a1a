import { nameKey, type ObjectRef, sameName, topLevelRef } from '../model/identity.js';
import { findObject, replaceObject } from '../model/replace.js';
import type { Column, Objects, QualifiedName, Schema, Table } from '../model/schema.js';
import { apply } from '../operation/apply.js';
import type { Change, Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation, targetOf } from '../operation/target.js';

/** As much of a schema as is known without asking a database. */
export interface KnownSchema {
  readonly schema: Schema;
  /** By `nameKey`: the tables that SQL of an author's own made, of which only what operations speak of is known. */
  readonly partly: ReadonlySet<string>;
}

/** A database in which nobody has made anything yet. */
export const nothingKnown: KnownSchema = {
  schema: { extensions: [], namespaces: [{ name: 'public' }], enums: [], tables: [], views: [], materializedViews: [], viewFacts: {}, unmanaged: [], typeNames: {} },
  partly: new Set(),
};

/** A schema that a database has told. */
export const wholly = (schema: Schema): KnownSchema => ({ schema, partly: new Set() });

/** A schema before and after operations. */
export interface Replayed extends Change<KnownSchema> {
  /**
   * The schema before under the names of that after, in the same order; what was dropped has {@link goneMark} behind its name, as another object may have that
   * name now.
   */
  readonly traced: Schema;
}

/** Stands in no name: PostgreSQL keeps no NUL. */
const goneMark = '\0';

/** A text that was made of names of a traced schema, as people read it. */
export const withoutGoneMarks = (text: string): string => text.replaceAll(goneMark, '');

/**
 * The schema before and after operations. What they take for granted and nobody knew of is in both. SQL of an author's own does not count:
 * what it does only a database knows.
 */
export function replay(before: KnownSchema, operations: readonly Operation[]): Replayed {
  return operations.filter(isObjectOperation).reduce(step, { from: before, to: before, traced: before.schema });
}

function step({ from, to, traced }: Replayed, operation: ObjectOperation): Replayed {
  const missing = takenForGranted(to, operation);
  const known = missing.reduce(withObject, to);
  return {
    from: missing.reduce(withObject, from),
    to: { schema: apply(known.schema, operation), partly: partlyAfter(known, operation) },
    traced: trace(missing.reduce((schema, [ref, object]) => replaceObject(schema, ref, object), traced), operation),
  };
}

/** Follows what an operation does to names, and to nothing else. */
function trace(traced: Schema, operation: ObjectOperation): Schema {
  if (operation.verb === 'rename') return apply(traced, operation);
  if (operation.verb === 'alter' && 'schema' in operation.changes) return apply(traced, { ...operation, changes: { schema: operation.changes.schema } } as ObjectOperation);
  if (operation.verb !== 'drop') return traced;
  const { name, value: _, ...place } = operation;
  return apply(traced, { ...place, verb: 'rename', name: { from: name, to: `${name}${goneMark}` } });
}

/** An object that must be there, as far as it is known. */
type Granted = readonly [ref: ObjectRef, object: Table | Column | NonNullable<Extract<ObjectOperation, { readonly verb: 'drop' }>['value']>];

function takenForGranted({ schema }: KnownSchema, operation: ObjectOperation): readonly Granted[] {
  const { from } = targetOf(operation);
  const owner = 'table' in operation ? grantedTable(schema, operation.table) : [];
  if (operation.verb === 'create' || findObject(schema, from) !== null) return owner;
  if (operation.verb === 'drop') return operation.value === null ? owner : [...owner, [from, operation.value]];
  if (operation.kind === 'table') return grantedTable(schema, { schema: operation.schema, name: from.name });
  if (operation.kind === 'column') return [...owner, [from, columnBefore(operation, from.name)]];
  return owner;
}

/** Indexes can be on a materialized view, too, which only an operation makes known. */
function grantedTable(schema: Schema, name: QualifiedName): readonly Granted[] {
  const isKnown = [...schema.tables, ...schema.materializedViews].some((table) => sameName(table, name));
  return isKnown ? [] : [[topLevelRef('table', name), { ...emptyTable, ...name }]];
}

const emptyTable: Omit<Table, 'schema' | 'name'> = { columns: [], primaryKey: null, uniques: [], checks: [], exclusions: [], foreignKeys: [], indexes: [], comment: null };

/** What an alteration says of the column as it was. */
function columnBefore(operation: Extract<ObjectOperation, { readonly kind: 'column' }>, name: string): Column {
  const changes = operation.verb === 'alter' ? operation.changes : {};
  const said = Object.fromEntries(Object.entries(changes).map(([facet, change]) => [facet, change.from]));
  return { ...unknownColumn, name, ...said };
}

const unknownColumn: Omit<Objects['column'], 'name'> = { type: '', nullable: true, default: null, generation: null, generated: null, virtual: false, collation: null, comment: null };

const withObject = ({ schema, partly }: KnownSchema, [ref, object]: Granted): KnownSchema => ({
  schema: replaceObject(schema, ref, object),
  partly: ref.kind === 'table' ? new Set([...partly, nameKey({ schema: ref.schema ?? '', name: ref.name })]) : partly,
});

/** A table that is partly known stays so under another name. */
function partlyAfter({ partly }: KnownSchema, operation: ObjectOperation): ReadonlySet<string> {
  if (operation.kind !== 'table') return partly;
  const { from, to } = targetOf(operation);
  const [before, after] = [from, to].map(({ schema, name }) => nameKey({ schema: schema ?? '', name }));
  if (before === undefined || after === undefined || !partly.has(before)) return partly;
  const others = [...partly].filter((key) => key !== before);
  return new Set(operation.verb === 'drop' ? others : [...others, after]);
}
