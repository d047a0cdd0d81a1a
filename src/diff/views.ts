import { equal } from '../kernel/equal.js';
import { nameKey } from '../model/identity.js';
import type { MaterializedView, Schema, View, ViewFacts } from '../model/schema.js';
import type { Alter, Change, Operation } from '../operation/operation.js';
import { match } from './match.js';
import { createIndexes, diffIndexes, dropIndexes } from './members.js';
import type { DiffOptions } from './options.js';

/** Views of both kinds, each by itself; what a change does to those that stand on it is for `rebuildViews`. */
export const diffViews = ({ from, to }: Change<Schema>, options: DiffOptions): Operation[] => [
  ...diffPlainViews({ from, to }),
  ...diffMaterializedViews({ from, to }, options),
];

function diffPlainViews({ from, to }: Change<Schema>): Operation[] {
  const { created, dropped, kept } = match(from.views, to.views, nameKey);
  return [
    ...dropped.map(dropView),
    ...created.map(createView),
    ...kept.filter((change) => change.from.definition !== change.to.definition).flatMap((change) => replaceView(change, { from, to })),
  ];
}

/** In place where every column of the old query is one of the new, in the same order; the way back is made to fit. */
function replaceView({ from, to }: Change<View>, schemas: Change<Schema>): Operation[] {
  const columns = { from: columnsOf(schemas.from, from), to: columnsOf(schemas.to, to) };
  if (!isStartOf(columns.from, columns.to)) return [dropView(from), createView(to)];
  const changes = { definition: { from: from.definition, to: to.definition } };
  const anew = { from: !isStartOf(columns.to, columns.from), to: false };
  const options = schemas.from.viewFacts[nameKey(from)]?.options ?? null;
  const alter: Alter<'view'> = { verb: 'alter', kind: 'view', schema: to.schema, name: to.name, changes, anew };
  return [options === null ? alter : { ...alter, options }];
}

type Columns = ViewFacts['columns'];

const columnsOf = ({ viewFacts }: Schema, view: View): Columns => viewFacts[nameKey(view)]?.columns ?? [];

const isStartOf = (start: Columns, whole: Columns): boolean => start.every((column, position) => equal(column, whole[position]));

function diffMaterializedViews({ from, to }: Change<Schema>, options: DiffOptions): Operation[] {
  const { created, dropped, kept } = match(from.materializedViews, to.materializedViews, nameKey);
  return [
    ...dropped.flatMap(dropMaterializedView),
    ...created.flatMap(createMaterializedView),
    ...kept.flatMap((change) =>
      change.from.definition === change.to.definition
        ? diffIndexes(change, options)
        : [...dropMaterializedView(change.from), ...createMaterializedView(change.to)],
    ),
  ];
}

export const createView = ({ schema, name, definition }: View): Operation => ({ verb: 'create', kind: 'view', schema, value: { schema, name, definition } });

export const dropView = ({ schema, name, definition }: View): Operation => ({ verb: 'drop', kind: 'view', schema, name, value: { schema, name, definition } });

export const createMaterializedView = (view: MaterializedView): Operation[] => [
  { verb: 'create', kind: 'materializedView', schema: view.schema, value: { ...view, indexes: [] } },
  ...createIndexes(view),
];

export const dropMaterializedView = (view: MaterializedView): Operation[] => [
  ...dropIndexes(view),
  { verb: 'drop', kind: 'materializedView', schema: view.schema, name: view.name, value: { ...view, indexes: [] } },
];
