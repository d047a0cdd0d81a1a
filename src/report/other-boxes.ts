import { nameKey } from '../model/identity.js';
import type { EnumType, QualifiedName, View } from '../model/schema.js';
import { type KnownSchema, type Replayed, withoutGoneMarks } from './known-schema.js';
import { markOf, type Pair, pairsOf, shownOf } from './pairs.js';
import type { Box, Row } from './picture.js';
import { shownName } from './table-box.js';

/** The enum types that operations do something to. */
export function boxesOfEnums({ from, to, traced }: Replayed, namespace: string): readonly Box[] {
  const pairs = pairsOf({ before: from.schema.enums, traced: traced.enums }, to.schema.enums, nameKey);
  return pairs.flatMap((pair) => boxOf('enum type', pair, { namespace, rows: rowsOfValues(pair) }));
}

/** The views, of both kinds, that operations do something to. */
export function boxesOfViews({ from, to, traced }: Replayed, namespace: string): readonly Box[] {
  const boxes = (kind: Box['kind'], list: (schema: KnownSchema['schema']) => readonly View[]): readonly Box[] =>
    pairsOf({ before: list(from.schema), traced: list(traced) }, list(to.schema), nameKey).flatMap((pair) => boxOf(kind, pair, { namespace, rows: [] }));
  return [...boxes('view', ({ views }) => views), ...boxes('materialized view', ({ materializedViews }) => materializedViews)];
}

function boxOf<T extends QualifiedName>(kind: Box['kind'], pair: Pair<T>, { namespace, rows }: { readonly namespace: string; readonly rows: readonly Row[] }): readonly Box[] {
  const mark = markOf(pair);
  if (mark === null) return [];
  const shown = shownOf(pair);
  const notes = pair.was === null ? [] : [`was ${withoutGoneMarks(pair.was)}`];
  return [{ key: `${kind} ${nameKey(shown)}`, kind, title: shownName(shown, namespace), mark, notes, rows, columnsLeftOut: 0, isPartlyKnown: false }];
}

function rowsOfValues(pair: Pair<EnumType>): readonly Row[] {
  const { from, to } = pair;
  const gone = from === null || to === null ? [] : from.values.filter((value) => !to.values.includes(value));
  const isNew = (value: string): boolean => from !== null && to !== null && !from.values.includes(value);
  const row = (value: string, mark: Row['mark']): Row => ({ kind: 'value', keys: [], name: value, text: '', mark, notes: [] });
  return [...shownOf(pair).values.map((value) => row(value, isNew(value) ? 'added' : null)), ...gone.map((value) => row(value, 'dropped'))];
}
