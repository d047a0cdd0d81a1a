import { nameKey, sameName } from '../model/identity.js';
import type { Column, QualifiedName, Schema, Table } from '../model/schema.js';
import { asideName } from '../operation/aside.js';
import type { Alter, Backfill, Create, Execute, Operation } from '../operation/operation.js';
import { validation } from './constraints.js';
import { alterColumn, batch } from './required.js';
import { type FindWay, type Step, type Surroundings, way } from './way.js';

/**
 * Gives a column another type by a second one, which a trigger keeps up to date while the rows that are there are filled; then the one takes the
 * place of the other in a moment. Only where nothing stands on the column, so that nothing has to be built again.
 */
export const retypedWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || operation.changes.type === undefined) return null;
  const { table, name } = operation;
  const [from, to] = [columnOf(table, name, surroundings.schemas.from), columnOf(table, name, surroundings.schemas.to)];
  if (from === null || to === null || !surroundings.isBusy(table) || !surroundings.isRewriting(operation) || !isBare(operation, surroundings)) return null;
  const parts = partsOf(operation, { from, to }, surroundings);
  const steps: readonly [Step, ...Step[]] = [expand(parts), { stage: 'backfill', up: [parts.fill], down: [] }];
  return way(...steps, ...(to.nullable ? [] : checkValues(parts)), exchange(parts));
};

const columnOf = (table: QualifiedName, name: string, schema: Schema): Column | null =>
  schema.tables.find((each) => sameName(each, table))?.columns.find((column) => column.name === name) ?? null;

/** Whether no key, constraint, index, view, generated column or trigger knows the column, before or after, nor a sequence gives it values. */
function isBare({ table, name, anew }: Alter<'column'>, { schemas }: Surroundings): boolean {
  const isFree = (schema: Schema): boolean => {
    const own = schema.tables.find((each) => sameName(each, table));
    const isRead = Object.values(schema.viewFacts).some(({ reads }) => reads.some((source) => sameName(source, table) && source.columns.includes(name)));
    const isReferenced = schema.tables.some(({ foreignKeys }) => foreignKeys.some(({ references }) => nameKey(references) === nameKey(table) && references.columns.includes(name)));
    const isNoted = schema.unmanaged.some((each) => sameName(each.table, table) && each.columns.includes(name));
    return own !== undefined && !isRead && !isReferenced && !isNoted && !isKnownIn(own, name) && own.columns.every((column) => column.name !== name || (column.generation === null && column.generated === null));
  };
  return anew === undefined && isFree(schemas.from) && isFree(schemas.to);
}

/** Better once too often: a name may stand in a text for something else. A quote in a name is doubled there. */
function isKnownIn({ primaryKey, uniques, foreignKeys, checks, exclusions, indexes, columns }: Table, name: string): boolean {
  const listed = [primaryKey?.columns ?? [], ...uniques.map((key) => key.columns), ...foreignKeys.map((key) => key.columns), ...indexes.map(({ include }) => include)].flat();
  const keys = indexes.flatMap((index) => index.keys.map((key) => (typeof key === 'string' ? key : key.sql)));
  const texts = [
    ...checks.map(({ expression }) => expression),
    ...exclusions.map(({ definition }) => definition),
    ...indexes.map(({ where }) => where ?? ''),
    ...columns.map(({ generated }) => generated ?? ''),
    ...keys,
  ];
  return listed.includes(name) || texts.some((text) => text.includes(name.replaceAll('"', '""')));
}

interface Parts {
  readonly table: QualifiedName;
  /** The column before and after, and the one that takes its place. */
  readonly from: Column;
  readonly to: Column;
  readonly copy: string;
  readonly addCopy: Create<'column'>;
  readonly startCopying: readonly Execute[];
  readonly stopCopying: readonly Execute[];
  readonly fill: Backfill;
  /** The check by which no row of the copy is empty. */
  readonly check: Create<'check'>;
  /** Fills the column of before, under the name that it has for a while, with what is there after. */
  readonly fillBefore: Execute;
}

function partsOf({ table, name, using }: Alter<'column'>, { from, to }: Pick<Parts, 'from' | 'to'>, { dialect }: Surroundings): Parts {
  const copy = asideName(name);
  const expression = using.to ?? dialect.quoteIdentifier(name);
  const trigger = dialect.copyTrigger({ table, column: copy, expression });
  const [source, target] = [dialect.quoteIdentifier(name), dialect.quoteIdentifier(copy)];
  return {
    table,
    from,
    to,
    copy,
    addCopy: { verb: 'create', kind: 'column', table, value: { ...to, name: copy, nullable: true, default: null, comment: null } },
    startCopying: trigger.create.map(execute),
    stopCopying: trigger.drop.map(execute),
    fill: batch(table, { [copy]: expression }, `${source} IS NOT NULL AND ${target} IS NULL`),
    check: { verb: 'create', kind: 'check', table, value: { name: copy, expression: `${target} IS NOT NULL` } },
    fillBefore: execute(`UPDATE ${[table.schema, table.name].map(dialect.quoteIdentifier).join('.')} SET ${dialect.quoteIdentifier(asideName(copy))} = ${using.from ?? source}`),
  };
}

const execute = (up: string): Execute => ({ verb: 'execute', up, down: null });

const dropColumn = (table: QualifiedName, value: Column): Operation => ({ verb: 'drop', kind: 'column', table, name: value.name, value });

const rename = (table: QualifiedName, from: string, to: string): Operation => ({ verb: 'rename', kind: 'column', table, name: { from, to } });

const expand = ({ table, addCopy, startCopying, stopCopying }: Parts): Step => ({
  stage: 'expand',
  up: [addCopy, ...startCopying],
  down: [...stopCopying, dropColumn(table, addCopy.value)],
});

function checkValues({ table, check }: Parts): readonly Step[] {
  const create: Create<'check'> = { ...check, notValid: true };
  const drop: Operation = { verb: 'drop', kind: 'check', table, name: check.value.name, value: check.value };
  return [
    { stage: 'checks', up: [create], down: [drop] },
    { stage: 'validate checks', ...validation(create, { verb: 'validate', kind: 'check', table, name: check.value.name }) },
  ];
}

/** The copy takes the name, and what the column is besides its values. The way back makes the column again, and fills it at once. */
function exchange(parts: Parts): Step {
  const { table, from, to, copy, addCopy, check, startCopying, stopCopying, fillBefore } = parts;
  const name = from.name;
  const bare: Column = { ...addCopy.value, name };
  const before: Column = { ...from, name: asideName(copy), nullable: true, default: null, comment: null };
  const dropCheck: Operation = { verb: 'drop', kind: 'check', table, name: check.value.name, value: check.value };
  return {
    stage: 'contract',
    up: [...stopCopying, dropColumn(table, from), rename(table, copy, name), ...facets(table, bare, to), ...(to.nullable ? [] : [dropCheck])],
    down: [
      { verb: 'create', kind: 'column', table, value: before },
      fillBefore,
      ...facets(table, to, bare),
      rename(table, name, copy),
      rename(table, before.name, name),
      ...facets(table, { ...before, name }, from),
      ...(to.nullable ? [] : [check]),
      ...startCopying,
    ],
  };
}

/** The alteration from one column to another of its name and type; none where they agree. */
function facets(table: QualifiedName, from: Column, to: Column): readonly Operation[] {
  const changes = Object.fromEntries((['nullable', 'default', 'comment'] as const).filter((facet) => from[facet] !== to[facet]).map((facet) => [facet, { from: from[facet], to: to[facet] }]));
  return Object.keys(changes).length === 0 ? [] : [alterColumn(table, to.name, changes)];
}
