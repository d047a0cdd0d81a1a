import type { Alter } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { dollarQuote, quoteIdentifier, quoteLiteral, quoteName } from '../quote.js';
import { commentOnColumn } from './comments.js';
import { settleDeferred } from './deferred.js';
import { statement } from './object-ddl.js';
import { attachSequence, dropSequence, exchangeSequence, retypeSequence, setIdentityAction } from './sequences.js';

type AlterColumn = Alter<'column'>;

/**
 * The changes of a column in the one order in which they hold together: what hinders the new type goes, the type changes,
 * rows without a value are filled while nothing forbids it, and what needs the new type and every value comes last.
 */
export function alterColumn(operation: AlterColumn): readonly Statement[] {
  return [
    ...release(operation),
    ...regenerate(operation),
    ...collate(operation),
    ...alterAndFill(operation),
    ...generate(operation),
    ...(isHeldByIdentity(operation) ? dropNotNull(operation) : []),
    ...(operation.changes.comment === undefined
      ? []
      : [commentOnColumn(operation.table, operation.name, operation.changes.comment.to)]),
  ];
}

/** Frees the column from what gives it values. Alone, as PostgreSQL looks at a change of the type before it runs this. */
function release(operation: AlterColumn): readonly Statement[] {
  const { generated, generation } = operation.changes;
  const isReleased = generation?.to === null;
  const wasSerial = isReleased && generation.from === 'serial';
  const actions = [
    ...(generated?.to === null ? ['DROP EXPRESSION'] : []),
    ...(isReleased ? [wasSerial ? 'DROP DEFAULT' : 'DROP IDENTITY'] : []),
  ];
  return [...alterTable(operation, actions.map((action) => on(operation, action))), ...(wasSerial ? [dropSequence(ownerOf(operation))] : [])];
}

/** PostgreSQL computes every value anew, and builds indexes and checks on the column anew (PostgreSQL 17, ALTER TABLE, "SET EXPRESSION AS"). */
function regenerate(operation: AlterColumn): readonly Statement[] {
  const { generated } = operation.changes;
  if (generated === undefined || generated.from === null || generated.to === null) return [];
  return alterTable(operation, [on(operation, `SET EXPRESSION AS (${generated.to})`)]);
}

/** A collation is changed along with a type, so where the type stays it is looked up. */
function collate(operation: AlterColumn): readonly Statement[] {
  const { type, collation } = operation.changes;
  if (type !== undefined || collation === undefined) return [];
  const table = quoteName(operation.table);
  const lookUp = `(SELECT format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = ${quoteLiteral(table)}::regclass AND attname = ${quoteLiteral(operation.name)})`;
  const start = `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(operation.name)} TYPE `;
  const end = collateClause(collation.to);
  return [statement(`DO ${dollarQuote(`BEGIN\n  EXECUTE ${quoteLiteral(start)} || ${lookUp} || ${quoteLiteral(end)};\nEND`)}`)];
}

/** One `ALTER TABLE`; two where rows are filled before a value is demanded. */
function alterAndFill(operation: AlterColumn): readonly Statement[] {
  const { table, name, changes, fill } = operation;
  const column = quoteIdentifier(name);
  const actions = [...typeAndDefault(operation), ...identity(operation)];
  if (changes.nullable === undefined || isHeldByIdentity(operation)) return alterTable(operation, actions);
  if (changes.nullable.to) return alterTable(operation, [on(operation, 'DROP NOT NULL'), ...actions]);
  const demand = on(operation, 'SET NOT NULL');
  if (fill.to === null) return alterTable(operation, [...actions, demand]);
  const update = statement(`UPDATE ${quoteName(table)} SET ${column} = ${fill.to} WHERE ${column} IS NULL`);
  return [...alterTable(operation, actions), update, settleDeferred(table), ...alterTable(operation, [demand])];
}

/** Whether the column cannot take `NULL` before another sequence stands in for the one of its identity. */
const isHeldByIdentity = ({ changes: { nullable, generation } }: AlterColumn): boolean =>
  nullable?.to === true && generation?.to === 'serial' && isIdentity(generation.from);

const dropNotNull = (operation: AlterColumn): readonly Statement[] => alterTable(operation, [on(operation, 'DROP NOT NULL')]);

/** The old default goes before the type changes, as it may have no meaning in the new one. */
function typeAndDefault(operation: AlterColumn): readonly string[] {
  const { type, collation, default: value } = operation.changes;
  const using = operation.using.to === null ? '' : ` USING ${operation.using.to}`;
  const isTaken = value !== undefined && value.from !== null && (value.to === null || type !== undefined);
  return [
    ...(isTaken ? [on(operation, 'DROP DEFAULT')] : []),
    ...(type === undefined ? [] : [on(operation, `TYPE ${type.to}${collateClause(collation?.to ?? null)}${using}`)]),
    ...(value === undefined || value.to === null ? [] : [on(operation, `SET DEFAULT ${value.to}`)]),
  ];
}

const collateClause = (collation: string | null): string => (collation === null ? '' : ` COLLATE ${quoteIdentifier(collation)}`);

function identity({ name, changes: { generation } }: AlterColumn): readonly string[] {
  const { from, to } = generation ?? { from: null, to: null };
  return isIdentity(from) && isIdentity(to) ? [setIdentityAction(name, to)] : [];
}

/** What a sequence needs: a column that has its type and takes no `NULL`. */
function generate(operation: AlterColumn): readonly Statement[] {
  const { type, generation } = operation.changes;
  const owner = ownerOf(operation);
  if (generation === undefined) {
    const isCounted = type !== undefined && sequenceTypes.includes(type.from) && sequenceTypes.includes(type.to);
    return isCounted ? [retypeSequence(owner, type.to)] : [];
  }
  if (generation.to === null) return [];
  if (generation.from === null) return attachSequence(owner, generation.to);
  return isIdentity(generation.from) && isIdentity(generation.to) ? [] : [exchangeSequence(owner, generation.to)];
}

const sequenceTypes: readonly string[] = ['smallint', 'integer', 'bigint'];

const isIdentity = (generation: string | null) => generation === 'identityAlways' || generation === 'identityByDefault';

const ownerOf = ({ table, name }: AlterColumn) => ({ table, column: name });

const on = ({ name }: AlterColumn, action: string): string => `ALTER COLUMN ${quoteIdentifier(name)} ${action}`;

const alterTable = ({ table }: AlterColumn, actions: readonly string[]): readonly Statement[] =>
  actions.length === 0 ? [] : [statement(`ALTER TABLE ${quoteName(table)} ${actions.join(', ')}`)];
