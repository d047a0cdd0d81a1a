import { list, sentence } from '../../../kernel/text.js';
import { showRef } from '../../../model/identity.js';
import { asksForValue } from '../../../model/column.js';
import type { Index, Key, QualifiedName } from '../../../model/schema.js';
import { isAside } from '../../../operation/aside.js';
import type { Create, EnumColumn, Execute, Operation } from '../../../operation/operation.js';
import { targetOf, type ObjectOperation } from '../../../operation/target.js';
import type { Hazard } from '../../hazard.js';
import { quoteIdentifier, quoteIdentifiers, quoteLiteral, quoteName } from '../quote.js';
import { changedType, mayNotFit, needsFill, notFoundAs, obstacles, requiredFromTheStart, rowsLost, valuesLost } from './data.js';

/** What `operation` can do to data, as if the objects that it works on held rows. */
export function hazards(operation: Operation): readonly Hazard[] {
  if (operation.verb === 'backfill') return [];
  return operation.verb === 'execute' ? takesAway(operation) : rules.flatMap((rule) => rule(operation));
}

const takesAway = ({ takes }: Execute): readonly Hazard[] => (takes === undefined || takes.to === null ? [] : [unmanagedLost(takes.to)]);

const unmanagedLost = (what: string): Hazard => ({
  code: 'unmanaged/lost',
  message: sentence(`${what} is lost with what it stands on, and no entity can ask for it again`),
  hint: 'Make another one in this revision if something needs it.',
});

const dropsUnmanagedIndex: Rule = (operation) => {
  if (operation.verb !== 'drop' || operation.kind !== 'index' || operation.value === null) return [];
  const { keys, include, nullsNotDistinct } = operation.value;
  const isPlain = keys.every((key) => typeof key === 'string') && include.length === 0 && !nullsNotDistinct;
  return isPlain ? [] : [unmanagedLost(nameOf(operation))];
};

/** Looks at one operation for one danger. */
type Rule = (operation: ObjectOperation) => readonly Hazard[];

const moves: Rule = (operation) =>
  operation.verb === 'alter' && operation.kind === 'table' && operation.changes.schema !== undefined
    ? [notFoundAs(nameOf(operation), `is in the schema "${operation.changes.schema.to}"`)]
    : [];

const renamesEnumValues: Rule = (operation) =>
  operation.verb === 'alter' && operation.kind === 'enum'
    ? (operation.renamed ?? []).map(({ from, to }) => notFoundAs(`the value "${from}" of ${nameOf(operation)}`, `is called "${to}"`))
    : [];

const dropsTable: Rule = (operation) => (operation.verb === 'drop' && operation.kind === 'table' ? [rowsLost(nameOf(operation))] : []);

/** The values of a generated column can be computed again, and those of one beside another are those of that. */
const dropsColumn: Rule = (operation) =>
  operation.verb === 'drop' && operation.kind === 'column' && (operation.value?.generated ?? null) === null && !isAside(operation.name) ? [valuesLost(nameOf(operation))] : [];

/** What a plain column held goes when it becomes a generated one. */
const becomesGenerated: Rule = (operation) =>
  operation.verb === 'alter' && operation.kind === 'column' && operation.changes.generated?.from === null
    ? [
        {
          code: 'data/lost',
          message: `Every value of ${nameOf(operation)} is lost: it is computed from now on.`,
          hint: 'Look for rows whose value is not the computed one first, and keep the values in another column if they are needed.',
        },
      ]
    : [];

const removesEnumValues: Rule = (operation) => {
  if (operation.verb !== 'alter' || operation.kind !== 'enum') return [];
  const { values = { from: [], to: [] } } = operation.changes;
  const renamed = new Set(operation.renamed?.map(({ from }) => from));
  const removed = values.from.filter((value) => !values.to.includes(value) && !renamed.has(value));
  if (removed.length === 0) return [];
  const isOne = removed.length === 1;
  return [
    {
      code: 'data/may-not-fit',
      message: sentence(`${nameOf(operation)} loses ${list(removed)}, and the step stops before it changes anything while a row holds ${isOne ? 'it' : 'one of them'}`),
      hint: [`Give rows that hold ${isOne ? 'it' : 'one'} another value first.`, ...operation.convert.to.map((column) => `This finds them: ${holders(column, removed)}`)].join(' '),
    },
  ];
};

function holders({ table, column, type }: EnumColumn, values: readonly string[]): string {
  const [name, list] = [quoteIdentifier(column), values.map(quoteLiteral).join(', ')];
  return `SELECT * FROM ${quoteName(table)} WHERE ${type.endsWith('[]') ? `${name}::text[] && ARRAY[${list}]` : `${name} IN (${list})`}`;
}

const changesType: Rule = (operation) => {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || operation.changes.type === undefined) return [];
  const { from, to } = operation.changes.type;
  return changedType(nameOf(operation), { from, to });
};

const requiresValues: Rule = (operation) => {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || operation.changes.nullable?.to !== false || operation.fill.to !== null) return [];
  const column = quoteIdentifier(operation.name);
  const hint = `Give \`fill\`, the value for such rows. This finds them: SELECT * FROM ${quoteName(operation.table)} WHERE ${column} IS NULL`;
  return [{ ...needsFill(nameOf(operation)), hint }];
};

const addsRequiredColumn: Rule = (operation) =>
  operation.verb === 'create' && operation.kind === 'column' && asksForValue(operation.value) ? [requiredFromTheStart(nameOf(operation))] : [];

const addsPrimaryKey: Rule = (operation) => {
  if (operation.verb !== 'create' || operation.kind !== 'primaryKey' || operation.usingIndex !== undefined) return [];
  const { columns } = operation.value;
  const having = ['count(*) > 1', ...columns.map((column) => `${quoteIdentifier(column)} IS NULL`)].join(' OR ');
  return [mayNotFit(nameOf(operation), obstacles.primaryKey, `${countBy(operation.table, columns, '')} HAVING ${having}`)];
};

const addsUnique: Rule = (operation) =>
  operation.verb === 'create' && operation.kind === 'unique' && operation.usingIndex === undefined
    ? [mayNotFit(nameOf(operation), obstacles.unique, duplicatesOf(operation.table, operation.value.columns, 'distinct'))]
    : [];

/** The rows of a partial index or one over expressions are left to the author, as the key holds its operator class and order too. */
const addsUniqueIndex: Rule = (operation) => {
  if (operation.verb !== 'create' || operation.kind !== 'index' || !operation.value.unique) return [];
  return [mayNotFit(nameOf(operation), obstacles.unique, indexQuery(operation.table, operation.value))];
};

function indexQuery(table: QualifiedName, { keys, where, nullsNotDistinct }: Index): string | null {
  const columns = keys.filter((key) => typeof key === 'string');
  if (where !== null || columns.length < keys.length) return null;
  return duplicatesOf(table, columns, nullsNotDistinct ? 'equal' : 'distinct');
}

const addsCheck: Rule = (operation) =>
  operation.verb === 'create' && operation.kind === 'check' && !operation.notValid
    ? [
        mayNotFit(
          nameOf(operation),
          obstacles.check,
          `SELECT * FROM ${quoteName(operation.table)} WHERE NOT (${operation.value.expression})`,
        ),
      ]
    : [];

const addsExclusion: Rule = (operation) =>
  operation.verb === 'create' && operation.kind === 'exclusion' ? [mayNotFit(nameOf(operation), obstacles.exclusion, null)] : [];

const addsForeignKey: Rule = (operation) =>
  operation.verb === 'create' && operation.kind === 'foreignKey' && !operation.notValid
    ? [mayNotFit(nameOf(operation), obstacles.foreignKey, orphans(operation))]
    : [];

/** Of the rows that were there before the constraint. */
const validates: Rule = (operation) => (operation.verb === 'validate' ? [mayNotFit(nameOf(operation), obstacles[operation.kind], null)] : []);

function orphans({ table, value: { columns, references } }: Create<'foreignKey'>): string {
  const given = columns.map((column) => `"from".${quoteIdentifier(column)} IS NOT NULL`).join(' AND ');
  const pairs = references.columns.map((column, position) => `"to".${quoteIdentifier(column)} = "from".${quoteIdentifier(columns[position] ?? '')}`);
  const target = `SELECT FROM ${quoteName(references)} AS "to" WHERE ${pairs.join(' AND ')}`;
  return `SELECT * FROM ${quoteName(table)} AS "from" WHERE ${given} AND NOT EXISTS (${target})`;
}

/** Whether two rows without a value count as the same: they do not, unless the index says so. */
type Nulls = 'distinct' | 'equal';

function duplicatesOf(table: QualifiedName, columns: Key['columns'], nulls: Nulls): string {
  const given = columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`).join(' AND ');
  return `${countBy(table, columns, nulls === 'distinct' ? ` WHERE ${given}` : '')} HAVING count(*) > 1`;
}

const countBy = (table: QualifiedName, columns: Key['columns'], where: string): string =>
  `SELECT ${quoteIdentifiers(columns)}, count(*) FROM ${quoteName(table)}${where} GROUP BY ${quoteIdentifiers(columns)}`;

const nameOf = (operation: ObjectOperation): string => showRef(targetOf(operation).from);

const rules: readonly Rule[] = [
  moves,
  renamesEnumValues,
  dropsTable,
  dropsColumn,
  dropsUnmanagedIndex,
  becomesGenerated,
  removesEnumValues,
  changesType,
  requiresValues,
  addsRequiredColumn,
  addsPrimaryKey,
  addsUnique,
  addsUniqueIndex,
  addsCheck,
  addsExclusion,
  addsForeignKey,
  validates,
];
