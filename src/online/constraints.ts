import type { Dialect } from '../dialect/dialect.js';
import { sameName } from '../model/identity.js';
import type { Index, Key, QualifiedName } from '../model/schema.js';
import { asideName, formerName } from '../operation/aside.js';
import type { Create, Drop, Operation, Validate } from '../operation/operation.js';
import { reverse } from '../operation/reverse.js';
import { isObjectOperation } from '../operation/target.js';
import type { Stage } from './stage.js';
import { doneElsewhere, type FindWay, step, type Surroundings, way, type Way } from './way.js';

/** Creates checks, foreign keys, unique constraints and primary keys without reading rows under a lock that others wait for; what it drops comes back so. */
export const constraintWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'create' && operation.verb !== 'drop') return null;
  switch (operation.kind) {
    case 'check':
      if (!surroundings.isBusy(operation.table)) return null;
      return operation.verb === 'drop' ? dropCheckWay(operation) : checkWay(operation, ['checks', 'validate checks']);
    case 'foreignKey':
      return referenceWay(operation, surroundings);
    case 'unique':
    case 'primaryKey':
      return surroundings.isBusy(operation.table) ? keyWay(operation, surroundings) : null;
    default:
      return null;
  }
};

type CreateChecked = Create<'check'> | Create<'foreignKey'>;
type DropChecked = Drop<'check'> | Drop<'foreignKey'>;

/** Holds for new rows first, then looks at the old ones. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint [ NOT VALID ]" and "VALIDATE CONSTRAINT". */
function checkWay(operation: CreateChecked, [create, validate]: readonly [Stage, Stage]): Way {
  const unchecked: CreateChecked = { ...operation, notValid: true };
  return way(step(create, unchecked), { stage: validate, ...validation(unchecked) });
}

export const validate = ({ kind, table, value }: CreateChecked): Validate => ({ verb: 'validate', kind, table, name: value.name });

/** The check that a column has a value, of which the rows that are there are not asked yet. */
export const notNullCheck = (table: QualifiedName, { name, column }: NotNull, { quoteIdentifier }: Pick<Dialect, 'quoteIdentifier'>): Create<'check'> => ({
  verb: 'create',
  kind: 'check',
  table,
  value: { name, expression: `${quoteIdentifier(column)} IS NOT NULL` },
  notValid: true,
});

interface NotNull {
  /** That of the check. */
  readonly name: string;
  readonly column: string;
}

/** On the way back the constraint is made anew as it was: no statement takes back that it is valid. */
export const validation = (create: CreateChecked): { readonly up: readonly Operation[]; readonly down: readonly Operation[] } => ({
  up: [validate(create)],
  down: [reverse(create), create],
});

/** Comes back as it is created: without a look at the rows first. */
function dropCheckWay(operation: DropChecked): Way | null {
  if (operation.value === null) return null;
  const create = { ...(reverse(operation) as CreateChecked), notValid: true } as CreateChecked;
  return way({ stage: 'drop constraints', up: [operation], down: [create], outside: { down: { after: [validate(create)] } } });
}

function referenceWay(operation: Create<'foreignKey'> | Drop<'foreignKey'>, surroundings: Surroundings): Way | null {
  const { isBusy } = surroundings;
  if (replacements(surroundings).some(({ create, references }) => isBusy(create.table) && references.some((pair) => pair.drop === operation || pair.create === operation))) return doneElsewhere;
  if (operation.verb === 'drop') return isBusy(operation.table) ? dropCheckWay(operation) : null;
  return isBusy(operation.table) || isBusy(operation.value.references) ? checkWay(operation, ['references', 'validate references']) : null;
}

type KeyKind = 'unique' | 'primaryKey';

function keyWay(operation: Create<KeyKind> | Drop<KeyKind>, surroundings: Surroundings): Way | null {
  const replacement = replacements(surroundings).find(({ drop, create }) => drop === operation || create === operation);
  if (replacement !== undefined) return replacement.create === operation ? replaceKey(replacement) : doneElsewhere;
  return operation.verb === 'create' ? createKeyWay(operation) : dropKeyWay(operation);
}

/** Builds the index while others write, and makes it the constraint in a moment. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint_using_index". */
function createKeyWay(operation: Create<KeyKind>): Way {
  const { table, value } = operation;
  return way(step('keys', buildIndex(table, value, value.name)), {
    stage: 'attach keys',
    up: [{ ...operation, usingIndex: value.name }],
    // The index goes with its constraint, so there is another one before.
    down: [reverse(operation), renameIndex(table, { from: asideName(value.name), to: value.name })],
    outside: { down: { before: [buildIndex(table, value, asideName(value.name))] } },
  });
}

function dropKeyWay(operation: Drop<KeyKind>): Way | null {
  const { table, value } = operation;
  if (value === null) return null;
  const between = asideName(value.name);
  const create = { ...reverse(operation), usingIndex: between } as Create<KeyKind>;
  return way({ stage: 'drop constraints', up: [operation], down: [create], outside: { down: { before: [buildIndex(table, value, between)] } } });
}

/** A key that takes the place of another one of its name, and the foreign keys that are made anew as they stand on it. */
interface Replacement {
  readonly drop: Drop<KeyKind> & { readonly value: Key };
  readonly create: Create<KeyKind>;
  readonly references: readonly { readonly drop: Drop<'foreignKey'>; readonly create: Create<'foreignKey'> }[];
}

/** Where a column of theirs changes as well, or a view that may stand on a primary key, that cannot wait for a later stage. */
function replacements({ operations }: Surroundings): readonly Replacement[] {
  return operations.flatMap((create): Replacement[] => {
    if (create.verb !== 'create' || (create.kind !== 'unique' && create.kind !== 'primaryKey')) return [];
    const drop = dropOf(create, operations) as Replacement['drop'] | undefined;
    if (drop === undefined || (create.kind === 'primaryKey' && operations.some(isOfView)) || isTouched(create.table, drop.value.columns, operations)) return [];
    const references = rebuiltReferences(create.table, operations);
    return references.some((pair) => isTouched(pair.create.table, pair.create.value.columns, operations)) ? [] : [{ drop, create, references }];
  });
}

/** What drops the constraint of this kind and name, and knows what it was. */
const dropOf = ({ kind, table, value }: Create<KeyKind | 'foreignKey'>, operations: readonly Operation[]): Operation | undefined =>
  operations.find((other) => other.verb === 'drop' && other.kind === kind && other.value !== null && sameName(other.table, table) && other.name === value.name);

const isOfView = (operation: Operation): boolean => isObjectOperation(operation) && (operation.kind === 'view' || operation.kind === 'materializedView');

const isTouched = (table: QualifiedName, columns: readonly string[], operations: readonly Operation[]): boolean =>
  operations.some((other) => (other.verb === 'drop' || other.verb === 'alter') && other.kind === 'column' && sameName(other.table, table) && columns.includes(other.name));

function rebuiltReferences(table: QualifiedName, operations: readonly Operation[]): Replacement['references'] {
  return operations.flatMap((create) => {
    if (create.verb !== 'create' || create.kind !== 'foreignKey' || !sameName(create.value.references, table)) return [];
    const drop = dropOf(create, operations) as Drop<'foreignKey'> | undefined;
    return drop === undefined ? [] : [{ drop, create }];
  });
}

/** There is always one of the two. The way back builds for both, as an index goes with its constraint. */
function replaceKey({ drop, create, references }: Replacement): Way {
  const { table, value } = create;
  const between = { old: formerName(value.name), new: asideName(value.name) };
  const build = buildIndex(table, value, between.new);
  const there = references.map((pair): Create<'foreignKey'> => ({ ...pair.create, notValid: true }));
  const back = references.map((pair) => ({ ...(reverse(pair.drop) as Create<'foreignKey'>), notValid: true }) as const);
  return way(step('keys', build), {
    stage: 'attach keys',
    up: [...references.map((pair) => pair.drop), drop, { ...create, usingIndex: between.new }, ...there],
    down: [...there.map(reverse), reverse(create), { ...reverse(drop), usingIndex: between.old } as Operation, ...back],
    outside: { up: { after: there.map(validate) }, down: { before: [buildIndex(table, drop.value, between.old), build], after: back.map(validate) } },
  });
}

const buildIndex = (table: QualifiedName, key: Key, name: string): Create<'index'> => ({ verb: 'create', kind: 'index', table, value: { ...indexOf(key), name }, concurrently: true });

const renameIndex = (table: QualifiedName, name: { readonly from: string; readonly to: string }): Operation => ({ verb: 'rename', kind: 'index', table, name });

export const indexOf = ({ name, columns }: Key): Index => ({ name, method: 'btree', unique: true, keys: columns, include: [], nullsNotDistinct: false, where: null });
