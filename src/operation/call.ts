import { LimbeckError } from '../kernel/errors.js';
import { abbreviateName, type ColumnInput, completeName, forms, type Inputs, type NameInput } from '../model/complete.js';
import { kindNames } from '../model/identity.js';
import type { Expression, MemberKind, ObjectKind, Objects, QualifiedName, Table } from '../model/schema.js';
import { coordinates, methods, type MethodName, type Verb } from './methods.js';
import type { Alter, Backfill, Change, Create, Drop, EnumColumn, Operation, Rename } from './operation.js';
import type { ObjectOperation } from './target.js';

/** A call of a method of `op`, with its arguments as an author writes them: plain data. */
export interface Call {
  readonly method: MethodName | 'backfill' | 'execute';
  readonly args: readonly unknown[];
}

/** When an object is created. */
export interface CreateOptions {
  /** `true`: only where there is none of that name; what there is stays as it is. */
  readonly ifNotExists?: boolean;
}

/** How an index is created. */
export interface CreateIndexOptions extends CreateOptions {
  /** `true`: `CONCURRENTLY`, so that others go on writing; outside a transaction only. */
  readonly concurrently?: boolean;
}

/** How a check or a foreign key is created. */
export interface AddConstraintOptions extends CreateOptions {
  /** `true`: `NOT VALID`, so that the rows which are there are not looked at before it is validated. */
  readonly notValid?: boolean;
}

/** How a primary key or a unique constraint is created. */
export interface CreateKeyOptions extends CreateOptions {
  /** The name of a unique index that becomes the constraint and takes its name, instead of a new one. */
  readonly usingIndex?: string;
}

/** When an object is dropped. */
export interface DropOptions {
  /** `true`: only where there is one of that name; else it is an error that there is none. */
  readonly ifExists?: boolean;
}

/** How an index is dropped. */
export interface DropIndexOptions extends DropOptions {
  /** `true`: `CONCURRENTLY`, so that nobody waits for it; outside a transaction only. */
  readonly concurrently?: boolean;
}

/** What altering a column may need to know beyond its facets. */
export interface AlterColumnOptions {
  /** How the values are converted when the type changes: an SQL expression over the old column. */
  readonly using?: Expression | null;
  /** What rows without a value get before the column becomes `NOT NULL`: an SQL expression. */
  readonly fill?: Expression | null;
  /** The whole column as it will be, where it is dropped and created because it becomes a generated one. */
  readonly anew?: ColumnInput;
}

/** A column that is converted to the changed enum type. */
export interface EnumColumnInput {
  readonly table: NameInput;
  readonly column: string;
  readonly type: string;
  readonly default?: Change<Expression | null>;
}

/** What altering an enum type may need to know beyond its values. */
export interface AlterEnumOptions {
  /** The columns to convert to the type made anew; left out where values are only added. */
  readonly convert?: readonly EnumColumnInput[];
  /** Values that get another name, in this order; rows that hold them are not touched. */
  readonly renamed?: readonly Change<string>[];
}

/** What renaming a table may need to know beyond its names. */
export interface RenameTableOptions {
  /** The serial and identity columns whose sequences follow: `order_id_seq` becomes `purchase_id_seq`. */
  readonly sequences?: readonly string[];
}

/** What renaming a column may need to know beyond its names. */
export interface RenameColumnOptions {
  /** Whether the sequence of a serial or identity column follows: `order_id_seq` becomes `order_number_seq`. */
  readonly sequence?: boolean;
}

/** What altering a view may need to know beyond its query. */
export interface AlterViewOptions {
  /** `true`: drop and create it, as the new query does not give all the columns of the old one, in their order. */
  readonly anew?: boolean;
  /** What stands in `WITH (…)`: `security_invoker=true`. PostgreSQL forgets what is not said again. */
  readonly options?: string;
}

/** What a backfill sets, in which rows, and how gently. */
export interface BackfillOptions {
  /** By column: SQL over the row as it is before. */
  readonly set: Readonly<Record<string, Expression>>;
  /** Which rows, best those that lack what is set; `null`: all. */
  readonly where: Expression | null;
  /** How many rows of the table a batch looks at, and so the most that it locks; 5,000 by default. */
  readonly batchSize?: number;
  /** How long it waits after a batch that set something, in milliseconds; 0 by default. */
  readonly pauseMs?: number;
}

/** What a backfill does unless it is told otherwise. */
const backfillDefaults = { batchSize: 5000, pauseMs: 0 } as const;

/**
 * The call of `op` that does `operation`, for an author whose default namespace is `namespace`.
 *
 * @throws {LimbeckError} `operation/no-method` for an alteration that no database can do in place.
 */
export function callOf(operation: Operation, namespace: string): Call {
  if (operation.verb === 'execute') return { method: 'execute', args: [operation.up] };
  if (operation.verb === 'backfill') return { method: 'backfill', args: [abbreviateName(operation.table, namespace), backfillOptionsOf(operation)] };
  const method = methods[operation.kind][operation.verb];
  if (method === null) throw new LimbeckError('operation/no-method', { verb: operation.verb, kind: kindNames[operation.kind] });
  return { method, args: argumentsOf(operation, namespace) };
}

/**
 * The operations that a call does: one, or several for a table that brings indexes and foreign keys.
 *
 * @throws {LimbeckError} `operation/bad-backfill`.
 */
export function operationsOf({ method, args }: Call, namespace: string): readonly Operation[] {
  if (method === 'execute') return [{ verb: 'execute', up: args[0] as string, down: null }];
  if (method === 'backfill') return [completeBackfill(completeName(args[0] as NameInput, namespace), args[1] as BackfillOptions)];
  const { kind, verb } = coordinates[method];
  const operation = { verb, kind, ...bodyOf({ kind, verb, args, namespace }) } as Operation;
  return operation.verb === 'create' ? separate(operation) : [operation];
}

/** What is as by default is left out. */
function backfillOptionsOf({ set, where, batchSize, pauseMs }: Backfill): BackfillOptions {
  return {
    set,
    where,
    ...(batchSize === backfillDefaults.batchSize ? {} : { batchSize }),
    ...(pauseMs === backfillDefaults.pauseMs ? {} : { pauseMs }),
  };
}

function completeBackfill(table: QualifiedName, options: BackfillOptions): Backfill {
  const { set, where, batchSize, pauseMs } = { ...backfillDefaults, ...options };
  const problem = [
    ...(Object.keys(set).length === 0 ? ['`set` names no column'] : []),
    ...(Number.isSafeInteger(batchSize) && batchSize >= 1 ? [] : ['`batchSize` must be a whole number, 1 or more']),
    ...(Number.isSafeInteger(pauseMs) && pauseMs >= 0 ? [] : ['`pauseMs` must be a whole number, 0 or more']),
  ].join('; ');
  if (problem !== '') throw new LimbeckError('operation/bad-backfill', { table: `${table.schema}.${table.name}`, problem });
  return { verb: 'backfill', table, set, where, batchSize, pauseMs };
}

const isMember = (kind: ObjectKind): kind is MemberKind => kind !== 'extension' && kind !== 'namespace' && !isQualified(kind);

/** Whether objects of a kind live in a namespace by themselves. */
const isQualified = (kind: ObjectKind): kind is 'enum' | 'table' | 'view' | 'materializedView' =>
  kind === 'enum' || kind === 'table' || kind === 'view' || kind === 'materializedView';

function argumentsOf(operation: ObjectOperation, namespace: string): readonly unknown[] {
  const place = 'table' in operation ? [abbreviateName(operation.table, namespace)] : [];
  const named = (name: string): unknown => ('schema' in operation ? abbreviateName({ schema: operation.schema, name }, namespace) : name);
  switch (operation.verb) {
    case 'create':
      return [...place, abbreviate(operation, namespace), ...optionList(createOptionsOf(operation))];
    case 'drop':
      return [...place, named(operation.name), ...optionList(dropOptionsOf(operation))];
    case 'rename':
      return [...place, named(operation.name.from), operation.name.to, ...renameOptionsOf(operation)];
    case 'alter':
      return [...place, named(operation.name), operation.changes, ...optionsOf(operation, namespace)];
    case 'validate':
      return [...place, operation.name];
  }
}

const optionList = (options: object): readonly object[] => (Object.keys(options).length === 0 ? [] : [options]);

const createOptionsOf = (operation: Create): CreateIndexOptions & AddConstraintOptions & CreateKeyOptions => ({
  ...('concurrently' in operation ? { concurrently: true } : {}),
  ...('notValid' in operation ? { notValid: true } : {}),
  ...('usingIndex' in operation ? { usingIndex: operation.usingIndex } : {}),
  ...(operation.ifNotExists ? { ifNotExists: true } : {}),
});

/** What a drop knows besides of how the object was created is for the way back. */
const dropOptionsOf = (operation: Drop): DropIndexOptions => ({
  ...('concurrently' in operation ? { concurrently: true } : {}),
  ...(operation.ifExists ? { ifExists: true } : {}),
});

const abbreviate = <K extends ObjectKind>({ kind, value }: { readonly kind: K; readonly value: Objects[K] }, namespace: string): Inputs[K] =>
  forms[kind].abbreviate(value, namespace);

/** The direction that the call goes; the other one is another call's. */
function optionsOf(operation: Alter, namespace: string): readonly unknown[] {
  switch (operation.kind) {
    case 'column': {
      const { using, fill, changes, anew } = operation;
      // Where a column becomes NOT NULL, `fill` is shown even when empty: its author has to decide.
      const options: AlterColumnOptions = {
        ...(using.to === null ? {} : { using: using.to }),
        ...(fill.to === null && (changes.nullable?.to !== false || isMadeAnew(operation)) ? {} : { fill: fill.to }),
        ...(anew === undefined || anew.to === null ? {} : { anew: forms.column.abbreviate(anew.to, namespace) }),
      };
      return Object.keys(options).length === 0 ? [] : [options];
    }
    case 'enum': {
      const { convert, renamed = [] } = operation;
      const options: AlterEnumOptions = {
        ...(renamed.length === 0 ? {} : { renamed }),
        ...(convert.to.length === 0 ? {} : { convert: convert.to.map((column) => abbreviateEnumColumn(column, namespace)) }),
      };
      return Object.keys(options).length === 0 ? [] : [options];
    }
    case 'view': {
      const { anew, options: parameters } = operation;
      const options: AlterViewOptions = { ...(anew.to ? { anew: true } : {}), ...(parameters === undefined ? {} : { options: parameters }) };
      return Object.keys(options).length === 0 ? [] : [options];
    }
    default:
      return [];
  }
}

function renameOptionsOf(operation: Rename): readonly (RenameTableOptions | RenameColumnOptions)[] {
  if (operation.kind === 'table' && operation.sequences !== undefined) return [{ sequences: operation.sequences }];
  if (operation.kind === 'column' && operation.sequence !== undefined) return [{ sequence: operation.sequence }];
  return [];
}

const isMadeAnew = ({ anew }: Alter<'column'>): boolean => (anew?.to ?? null) !== null;

function abbreviateEnumColumn({ table, column, type, default: change }: EnumColumn, namespace: string): EnumColumnInput {
  return { table: abbreviateName(table, namespace), column, type, ...(change.from === null && change.to === null ? {} : { default: change }) };
}

interface ReadCall {
  readonly kind: ObjectKind;
  readonly verb: Verb;
  readonly args: readonly unknown[];
  readonly namespace: string;
}

/** All of an operation but its coordinates. The arguments are what the type of `op` says they are. */
function bodyOf({ kind, verb, args, namespace }: ReadCall): object {
  const place = isMember(kind) ? { table: completeName(args[0] as NameInput, namespace) } : {};
  const [subject, ...rest] = isMember(kind) ? args.slice(1) : args;
  if (verb === 'create') return { ...place, ...created(kind, subject, namespace), ...createExtrasOf(rest[0]) };
  const { name, ...home } = named(kind, subject, namespace);
  switch (verb) {
    case 'drop':
      return { ...place, ...home, name, value: null, ...dropExtrasOf(rest[0]) };
    case 'rename':
      return { ...place, ...home, name: { from: name, to: rest[0] }, ...renameExtrasOf(rest[1]) };
    case 'alter':
      return { ...place, ...home, name, changes: rest[0], ...extrasOf(kind, rest[1], namespace) };
    case 'validate':
      return { ...place, name };
  }
}

function createExtrasOf(options: unknown): object {
  const { concurrently, notValid, usingIndex, ifNotExists } = (options ?? {}) as CreateIndexOptions & AddConstraintOptions & CreateKeyOptions;
  return { ...flag('concurrently', concurrently), ...flag('notValid', notValid), ...(usingIndex === undefined ? {} : { usingIndex }), ...flag('ifNotExists', ifNotExists) };
}

function dropExtrasOf(options: unknown): object {
  const { concurrently, ifExists } = (options ?? {}) as DropIndexOptions;
  return { ...flag('concurrently', concurrently), ...flag('ifExists', ifExists) };
}

const flag = (name: string, isSet: boolean | undefined): object => (isSet === true ? { [name]: true } : {});

function created<K extends ObjectKind>(kind: K, input: unknown, namespace: string): object {
  const value = forms[kind].complete(input as Inputs[K], namespace);
  return 'schema' in value ? { schema: value.schema, value } : { value };
}

function named(kind: ObjectKind, subject: unknown, namespace: string): { readonly name: string; readonly schema?: string } {
  return isQualified(kind) ? completeName(subject as NameInput, namespace) : { name: subject as string };
}

function extrasOf(kind: ObjectKind, options: unknown, namespace: string): object {
  if (kind === 'column') {
    const { using, fill, anew } = (options ?? {}) as AlterColumnOptions;
    const whole = anew === undefined ? {} : { anew: { from: null, to: forms.column.complete(anew, namespace) } };
    return { using: { from: null, to: using ?? null }, fill: { from: null, to: fill ?? null }, ...whole };
  }
  if (kind === 'view') {
    const { anew, options: parameters } = (options ?? {}) as AlterViewOptions;
    return { anew: { from: false, to: anew ?? false }, ...(parameters === undefined ? {} : { options: parameters }) };
  }
  if (kind !== 'enum') return {};
  const { convert, renamed } = (options ?? {}) as AlterEnumOptions;
  return {
    convert: { from: [], to: (convert ?? []).map((column) => completeEnumColumn(column, namespace)) },
    ...(renamed === undefined ? {} : { renamed }),
  };
}

function renameExtrasOf(options: unknown): RenameTableOptions & RenameColumnOptions {
  const { sequences, sequence } = (options ?? {}) as RenameTableOptions & RenameColumnOptions;
  return { ...(sequences === undefined ? {} : { sequences }), ...(sequence === undefined ? {} : { sequence }) };
}

function completeEnumColumn({ table, column, type, default: change }: EnumColumnInput, namespace: string): EnumColumn {
  return { table: completeName(table, namespace), column, type, default: change ?? { from: null, to: null } };
}

/**
 * A table first, then its indexes, then its foreign keys, which may refer to itself. What is created only if it does not exist stays
 * whole, as there is one answer for all of it.
 */
function separate(operation: Create): readonly Operation[] {
  if (operation.ifNotExists) return [operation];
  if (operation.kind === 'materializedView') return separateIndexes(operation);
  if (operation.kind !== 'table') return [operation];
  const { indexes, foreignKeys } = operation.value;
  const value: Table = { ...operation.value, indexes: [], foreignKeys: [] };
  const table = { schema: value.schema, name: value.name };
  return [
    { ...operation, value },
    ...indexes.map((index): Operation => ({ verb: 'create', kind: 'index', table, value: index })),
    ...foreignKeys.map((key): Operation => ({ verb: 'create', kind: 'foreignKey', table, value: key })),
  ];
}

function separateIndexes(operation: Create<'materializedView'>): readonly Operation[] {
  const { schema, name, indexes } = operation.value;
  const bare: Operation = { ...operation, value: { ...operation.value, indexes: [] } };
  return [bare, ...indexes.map((value): Operation => ({ verb: 'create', kind: 'index', table: { schema, name }, value }))];
}
