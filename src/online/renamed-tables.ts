import { sameName } from '../model/identity.js';
import type { QualifiedName, Schema, Table } from '../model/schema.js';
import { isAside } from '../operation/aside.js';
import type { Change, Rename } from '../operation/operation.js';
import { isGuarded, shownAs, viewOver } from './view-over.js';
import { type FindWay, plainly, step, type Surroundings, way } from './way.js';

/**
 * Keeps the old name of a renamed table for old code: a view, over which it reads and writes the very rows, with the columns under their old names.
 */
export const renamedTableWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'rename' || operation.kind !== 'table') return null;
  const { from: old, to: table } = namesOf(operation);
  const before = shownTable(operation, surroundings);
  if (before === null) return null;
  const { create, drop } = viewOver({ view: old, table, columns: columnsShown(before, surroundings) }, surroundings);
  return {
    ...way(step('expand', operation), { stage: 'old names', up: create, down: [drop] }, { stage: 'contract', up: [drop], down: create }),
    doneAt: 'expand',
  };
};

/** A column that is renamed together with its table is shown by the view of that. */
export const shownColumnWay: FindWay = (operation, surroundings) => {
  if (operation.verb !== 'rename' || operation.kind !== 'column') return null;
  const isShown = surroundings.operations.some(
    (other) => other.verb === 'rename' && other.kind === 'table' && sameName(namesOf(other).to, operation.table) && shownTable(other, surroundings) !== null,
  );
  return isShown ? { ...plainly(operation), sparesOldCode: true } : null;
};

/** The table that a view shows under its old name; `null` where none can. */
function shownTable(operation: Rename<'table'>, surroundings: Surroundings): Table | null {
  const { from, to } = namesOf(operation);
  if (isAside(from.name)) return null;
  const table = surroundings.schemas.from.tables.find((each) => sameName(each, to));
  return table !== undefined && canBeShown(from, table, surroundings) ? table : null;
}

const namesOf = ({ schema, name }: Rename<'table'>): Change<QualifiedName> => ({ from: { schema, name: name.from }, to: { schema, name: name.to } });

/**
 * Whether nothing else gets the old name, nothing stands between the rows and who asks, and no column that the view would show is in the way of
 * another change: PostgreSQL alters no column under a view.
 */
function canBeShown(old: QualifiedName, table: Table, surroundings: Surroundings): boolean {
  const { schemas, operations } = surroundings;
  const isTaken = relationsOf(schemas.to).some((each) => sameName(each, old));
  const isRemade = operations.some((operation) => operation.verb === 'execute' || (operation.verb === 'drop' && operation.kind === 'column' && sameName(operation.table, table)));
  return !isTaken && !isGuarded(table, surroundings) && !isRemade;
}

const relationsOf = ({ tables, views, materializedViews }: Schema): readonly QualifiedName[] => [...tables, ...views, ...materializedViews];

/** The columns under their old names. */
function columnsShown(table: Table, surroundings: Surroundings): readonly string[] {
  const renamed = surroundings.operations.filter((operation): operation is Rename<'column'> => operation.verb === 'rename' && operation.kind === 'column' && sameName(operation.table, table));
  return table.columns.map(({ name }) => shownAs({ from: name, to: renamed.find(({ name: { to } }) => to === name)?.name.from ?? name }, surroundings));
}
