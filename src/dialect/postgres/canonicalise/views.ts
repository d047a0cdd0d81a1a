import { LimbeckError } from '../../../kernel/errors.js';
import { topologicalSort } from '../../../kernel/topological-sort.js';
import { nameKey, showRef, topLevelRef } from '../../../model/identity.js';
import type { Canonical, Schema, View, ViewFacts } from '../../../model/schema.js';
import type { Snapshot } from '../../dialect.js';
import { assemble } from '../introspect/assemble.js';
import { isNamed, viewsQuery } from '../introspect/queries.js';
import { noRows, type ViewRow } from '../introspect/rows.js';
import { quoteIdentifier, quoteName } from '../quote.js';
import { isForbidden, isRefusal, type Refusal, refusalOf } from './meaning.js';
import { changedTables, setTablesAside } from './stand-ins.js';

/** The part of a schema that speaks of views. */
export type Views = Pick<Schema, 'views' | 'materializedViews' | 'viewFacts'>;

/** A view of either kind that the entities want, or that nobody may touch. */
interface Wanted {
  readonly kind: 'view' | 'materializedView';
  readonly view: View;
}

/** What PostgreSQL makes of a view. */
type Reading = Pick<View, 'definition'> & ViewFacts;
type Readings = ReadonlyMap<string, Reading>;

/**
 * The views of `desired` as PostgreSQL spells them; the tables of `desired` are canonical already. Leaves no trace.
 *
 * A view whose text the database holds already, and that reads nothing that changes, needs no question. The others are made as
 * temporary views over what is there, which locks nothing but against other changes of the schema. Only where a view reads a table or
 * a view that is new or changes, that too is made inside the attempt: the tables as empty stand-ins under their own names, while
 * those that are there are set aside (`ALTER TABLE … RENAME`) until the attempt is undone, which takes milliseconds.
 *
 * @throws {LimbeckError} `canonicalise/invalid-expression`, `canonicalise/not-allowed`, `canonicalise/view-in-the-way`.
 */
export async function canonicaliseViews(db: Snapshot, desired: Schema, current: Canonical<Schema>): Promise<Views> {
  const wanted = wantedIn(desired);
  if (wanted.length === 0) return { views: [], materializedViews: [], viewFacts: {} };
  const known = readingsOf(current);
  const changed = new Set(changedTables(desired, current));
  const open = openAmong(wanted, { current, changed });
  const overThere = open.length === 0 ? new Map<string, Reading>() : await spellOverThere(db, open);
  const isEnough = overThere !== null && !open.some((each) => readsAnother(overThere.get(keyOf(each)), { open, known, overThere, changed }));
  const spelled = isEnough ? overThere : await spellOverStandIns(db, { wanted, desired, current });
  const openKeys = new Set(open.map(keyOf));
  return withReadings(desired, (key) => (openKeys.has(key) ? spelled.get(key) : known.get(key)));
}

const keyOf = ({ view }: Wanted): string => nameKey(view);

const wantedIn = ({ views, materializedViews }: Schema): Wanted[] => [
  ...views.map((view): Wanted => ({ kind: 'view', view })),
  ...materializedViews.map((view): Wanted => ({ kind: 'materializedView', view })),
];

const readingsOf = (schema: Views): Readings =>
  new Map(
    [...schema.views, ...schema.materializedViews].flatMap((view) => {
      const facts = schema.viewFacts[nameKey(view)];
      return facts === undefined ? [] : [[nameKey(view), { definition: view.definition, ...facts }] as const];
    }),
  );

interface Known {
  readonly current: Schema;
  /** By `nameKey`: the tables that are new, change or go. */
  readonly changed: ReadonlySet<string>;
}

/** The views that are new, or have another text, or read something that is or may be another thing than before. */
function openAmong(wanted: readonly Wanted[], { current, changed }: Known): Wanted[] {
  const there = new Map(wantedIn(current).map((each) => [keyOf(each), each]));
  const isSame = (each: Wanted): boolean => {
    const counterpart = there.get(keyOf(each));
    return counterpart?.kind === each.kind && counterpart.view.definition === each.view.definition;
  };
  const open = new Set(wanted.filter((each) => !isSame(each)));
  const reads = (each: Wanted): boolean =>
    (current.viewFacts[keyOf(each)]?.reads ?? []).some((source) => changed.has(nameKey(source)) || [...open].some((other) => keyOf(other) === nameKey(source)));
  for (let next = wanted.find((each) => !open.has(each) && reads(each)); next !== undefined; next = wanted.find((each) => !open.has(each) && reads(each))) {
    open.add(next);
  }
  return [...open];
}

interface Surroundings {
  readonly open: readonly Wanted[];
  readonly known: Readings;
  readonly overThere: Readings;
  readonly changed: ReadonlySet<string>;
}

/** Whether a view was spelled over something that will be another thing. */
function readsAnother(reading: Reading | undefined, { open, known, overThere, changed }: Surroundings): boolean {
  const differing = new Set(open.map(keyOf).filter((key) => overThere.get(key)?.definition !== known.get(key)?.definition));
  return (reading?.reads ?? []).some((source) => changed.has(nameKey(source)) || differing.has(nameKey(source)));
}

/** The views as temporary ones over the database as it is; `null` where PostgreSQL refuses one. */
async function spellOverThere(db: Snapshot, open: readonly Wanted[]): Promise<Readings | null> {
  const nameAt = (position: number): string => `limbeck_view_${position}`;
  const statements = open.map(({ view }, position) => `CREATE TEMPORARY VIEW ${quoteIdentifier(nameAt(position))} AS ${view.definition}\n`);
  try {
    const results = await db.attempt([...statements, viewsQuery('n.oid = pg_catalog.pg_my_temp_schema()')]);
    const rows = new Map((results.at(-1) as unknown as readonly ViewRow[]).map((row) => [row.name, row]));
    return new Map(
      open.flatMap((each, position) => {
        const row = rows.get(nameAt(position));
        return row === undefined ? [] : [[keyOf(each), toReading(row)] as const];
      }),
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return null;
  }
}

interface Remaking {
  readonly wanted: readonly Wanted[];
  readonly desired: Schema;
  readonly current: Canonical<Schema>;
}

/** All the views under their own names, over tables and views as they will be. */
async function spellOverStandIns(db: Snapshot, { wanted, desired, current }: Remaking): Promise<Readings> {
  const prepare = [...wantedIn(current).map(dropCascading), ...setTablesAside(desired, current)];
  const ordered = inOrder(wanted);
  const readBack = viewsQuery(isNamed([...new Set(wanted.map(({ view }) => view.schema))]));
  try {
    const results = await db.attempt([...prepare, ...ordered.map(createEmpty), readBack]);
    return new Map((results.at(-1) as unknown as readonly ViewRow[]).map((row) => [nameKey(row), toReading(row)]));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw await blameView(db, error, { prepare, ordered, current });
  }
}

const dropCascading = ({ kind, view }: Wanted): string =>
  `DROP ${kind === 'view' ? 'VIEW' : 'MATERIALIZED VIEW'} IF EXISTS ${quoteName(view)} CASCADE`;

const createEmpty = ({ kind, view }: Wanted): string =>
  kind === 'view' ? `CREATE VIEW ${quoteName(view)} AS ${view.definition}\n` : `CREATE MATERIALIZED VIEW ${quoteName(view)} AS ${view.definition}\nWITH NO DATA`;

/** A view after those whose names its text mentions; mentioned may be something else, so a circle is no error. */
function inOrder(wanted: readonly Wanted[]): Wanted[] {
  const pairs = wanted.flatMap(({ view }, after) =>
    wanted.flatMap((other, before) => (before !== after && view.definition.includes(other.view.name) ? [[before, after] as const] : [])),
  );
  const sorted = topologicalSort(wanted.length, pairs);
  return 'cycle' in sorted ? [...wanted] : sorted.flatMap((position) => wanted[position] ?? []);
}

interface Suspects {
  readonly prepare: readonly string[];
  readonly ordered: readonly Wanted[];
  readonly current: Schema;
}

/** The error that names the view at fault, found by making one more each time. */
async function blameView(db: Snapshot, refusal: Refusal, { prepare, ordered, current }: Suspects): Promise<LimbeckError> {
  if (isForbidden(refusal)) return new LimbeckError('canonicalise/not-allowed', { serverMessage: refusal.message }, { cause: refusal });
  for (const [position, { kind, view }] of ordered.entries()) {
    const cause = await refusalOf(db, [...prepare, ...ordered.slice(0, position + 1).map(createEmpty)]);
    if (cause === null) continue;
    const isKept = wantedIn(current).some((there) => nameKey(there.view) === nameKey(view) && there.view.definition === view.definition);
    const owner = showRef(topLevelRef(kind, view));
    if (isKept) return new LimbeckError('canonicalise/view-in-the-way', { view: owner, serverMessage: cause.message }, { cause });
    return new LimbeckError('canonicalise/invalid-expression', { owner, expression: view.definition, sqlState: cause.code, serverMessage: cause.message }, { cause });
  }
  return new LimbeckError('canonicalise/not-allowed', { serverMessage: refusal.message }, { cause: refusal });
}

function toReading(row: ViewRow): Reading {
  const { viewFacts } = assemble({ ...noRows, views: [row] });
  return { definition: row.definition, ...(viewFacts[nameKey(row)] ?? { columns: [], reads: [], types: [], options: null, attachments: [] }) };
}

const factsOf = ({ columns, reads, types, options, attachments }: Reading): ViewFacts => ({ columns, reads, types, options, attachments });

function withReadings({ views, materializedViews }: Views, readingOf: (key: string) => Reading | undefined): Views {
  const spell = <T extends View>(view: T): T => ({ ...view, definition: readingOf(nameKey(view))?.definition ?? view.definition });
  const facts = [...views, ...materializedViews].flatMap((view) => {
    const reading = readingOf(nameKey(view));
    return reading === undefined ? [] : [[nameKey(view), factsOf(reading)] as const];
  });
  return { views: views.map(spell), materializedViews: materializedViews.map(spell), viewFacts: Object.fromEntries(facts) };
}
