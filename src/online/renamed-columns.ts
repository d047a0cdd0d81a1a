import { sameName } from '../model/identity.js';
import type { QualifiedName, Table } from '../model/schema.js';
import { asideName, isAside } from '../operation/aside.js';
import type { Operation, Rename } from '../operation/operation.js';
import { isGuarded, shownAs, viewOver } from './view-over.js';
import { type FindWay, plainly, step, type Surroundings, way } from './way.js';

/**
 * Keeps the old name of a renamed column for old code: until that is gone, a view stands in for the table, and has the column under both names. What
 * is written to either is written to the very column.
 */
export const renamedColumnWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'rename' || operation.kind !== 'column') return null;
  const table = surroundings.schemas.from.tables.find((each) => sameName(each, operation.table));
  if (table === undefined || !canBeStoodInFor(table, surroundings)) return null;
  const renamed = surroundings.operations.filter((other) => isRenameIn(table, other));
  // An old name that another column has now cannot stand for both.
  if (renamed.some(({ name }) => table.columns.some((column) => column.name === name.from))) return null;
  return renamed[0] === operation ? { ...standIn(operation, table, { renamed, surroundings }), doneAt: 'expand' } : { ...plainly(operation), sparesOldCode: true };
};

const isRenameIn = (table: QualifiedName, operation: Operation): operation is Rename<'column'> =>
  operation.verb === 'rename' && operation.kind === 'column' && sameName(operation.table, table);

/** Whether nothing stands between the rows and who asks, and nothing of the plan needs the table itself meanwhile. */
const canBeStoodInFor = (table: Table, surroundings: Surroundings): boolean =>
  !isGuarded(table, surroundings) && surroundings.operations.every((operation) => leavesAlone(table, operation));

function leavesAlone(table: QualifiedName, operation: Operation): boolean {
  if (operation.verb === 'execute' || operation.verb === 'backfill') return false;
  switch (operation.kind) {
    case 'enum':
    case 'view':
    case 'materializedView':
    case 'namespace':
      return false;
    case 'table':
      return !isOf(table, operation);
    case 'extension':
      return true;
    default:
      break;
  }
  if (operation.kind === 'foreignKey' && operation.verb === 'create' && sameName(operation.value.references, table)) return false;
  if (!sameName(operation.table, table)) return true;
  return operation.verb === 'rename' && !isAside(operation.name.from) && !isAside(operation.name.to);
}

const isOf = ({ schema, name }: QualifiedName, operation: Extract<Operation, { readonly kind: 'table' }>): boolean =>
  operation.verb === 'create' ? sameName(operation.value, { schema, name }) : operation.schema === schema && [operation.name].flatMap((each) => (typeof each === 'string' ? each : [each.from, each.to])).includes(name);

interface Renaming {
  /** All columns of the table that get another name. */
  readonly renamed: readonly Rename<'column'>[];
  readonly surroundings: Surroundings;
}

/** The table gives its name to the view, and gets it back. */
function standIn(operation: Rename<'column'>, { schema, name, columns }: Table, { renamed, surroundings }: Renaming): ReturnType<typeof way> {
  const behind = { schema, name: asideName(name) };
  const both = [...columns.map((column) => ({ from: column.name, to: column.name })), ...renamed.map((each) => ({ from: each.name.to, to: each.name.from }))];
  const view = viewOver({ view: { schema, name }, table: behind, columns: both.map((column) => shownAs(column, surroundings)) }, surroundings);
  const rename = (from: string, to: string): Operation => ({ verb: 'rename', kind: 'table', schema, name: { from, to } });
  const standInFor: readonly Operation[] = [rename(name, behind.name), ...view.create];
  const giveBack: readonly Operation[] = [view.drop, rename(behind.name, name)];
  return way(step('expand', operation), { stage: 'old names', up: standInFor, down: giveBack }, { stage: 'contract', up: giveBack, down: standInFor });
}
