import { compareNames, nameKey, refKey } from '../../../model/identity.js';
import type { Canonical, Column, Expression, Extension, QualifiedName, Schema, Table } from '../../../model/schema.js';
import { sharedWith, unsharedWith } from '../../../model/share.js';
import type { DesiredSchema, Snapshot } from '../../dialect.js';
import { rowsOf } from '../introspect/introspect.js';
import { statementsOf } from '../introspect/queries.js';
import { blame } from './blame.js';
import type { Place, Spelling } from './expressions.js';
import { spellingKey, spellingsOf, textAt, withText } from './expressions.js';
import { compareMeanings, isRefusal, type Pair, type Pairs, type Verdicts } from './meaning.js';
import { withKeptNames } from './names.js';
import type { Probe, ProbeReading, ReadBackRows } from './probes.js';
import type { Question } from './question.js';
import { createProbe, missingExtensions, prepareTypes, probesFor, readBackQueries, readProbes } from './probes.js';
import { compareMeaningsOnce, type TablePairs } from './shared-questions.js';
import { spellOnce } from './spell-once.js';
import { canonicaliseViews } from './views.js';

/** How PostgreSQL spells what was open. */
type Answers = ReadonlyMap<Spelling, Expression>;

type Synonyms = DesiredSchema['synonyms'];

/**
 * Spells `desired` as PostgreSQL would, with the spelling of `current` wherever that means the same; leaves no trace.
 *
 * Three steps, each only for what the one before left open: text that `current` holds already needs no question, since
 * PostgreSQL reads back what it printed; then the planner is asked whether two spellings mean the same; then temporary
 * tables carry what is new, and the catalog says how it is spelled. At most four round trips; then the views.
 *
 * @throws {LimbeckError} `canonicalise/invalid-expression`, `canonicalise/not-allowed`, `canonicalise/view-in-the-way`.
 */
export async function canonicalise(db: Snapshot, desired: DesiredSchema, current: Canonical<Schema>): Promise<Canonical<Schema>> {
  const tables = await canonicaliseTables(db, desired, current);
  // Extensions that are there stay: entities say only some of what a database needs.
  const extensions = [...current.extensions, ...missingExtensions(tables, current)].sort(compareNames);
  return { ...tables, extensions, ...(await canonicaliseViews(db, tables, current)) };
}

async function canonicaliseTables(db: Snapshot, { schema, synonyms }: DesiredSchema, current: Canonical<Schema>): Promise<Canonical<Schema>> {
  const named = withKeptNames(schema);
  const there = new Map(current.tables.map((table) => [nameKey(table), table]));
  const questions = named.tables.map((table) => settle(table, there.get(nameKey(table)) ?? null, synonyms));
  const desired = { ...named, tables: questions.map(({ table }) => table) };
  const compared = await compare(db, questions, synonyms);
  const left = questions.flatMap((question) => {
    const open = question.open.filter((spelling) => !compared.has(spelling));
    return open.length === 0 ? [] : [{ ...question, open }];
  });
  if (left.length === 0) return respell(desired, { questions, answers: compared, typeNames: current.typeNames });
  const { answers, typeNames } = await probe(db, { desired, current, synonyms, questions: left });
  return respell(desired, { questions, answers: new Map([...answers, ...compared]), typeNames });
}

/**
 * What is open of a table. Text that the database holds already needs no question, nor does a default that stands for the same, which takes the place
 * of the other. A default is asked for when its column changes its type: PostgreSQL may spell it otherwise then.
 */
function settle(wanted: Table, current: Table | null, synonyms: Synonyms): Question {
  if (current === null) return { table: wanted, current, open: spellingsOf(wanted) };
  const table = sharedWith(current, wanted);
  if (table === current) return { table, current, open: [] };
  const retyped = retypedColumns(table, current);
  const differing = spellingsOf(retyped.length === 0 ? unsharedWith(current, table) : table, (place, text) => textAt(current, place) !== text || isUnsettled(place, text, retyped));
  const isSynonym = ({ owner, facet, text }: Spelling): boolean =>
    facet === 'default' && synonyms.get(refKey(owner)) === textAt(current, { name: owner.name, facet }) && !isUnsettled({ name: owner.name, facet }, text, retyped);
  const settled = differing.filter(isSynonym).reduce((before, spelling) => withText(before, spelling, synonyms.get(refKey(spelling.owner)) ?? spelling.text), table);
  return { table: settled, current, open: differing.filter((spelling) => !isSynonym(spelling)) };
}

/** The columns whose type is not the one that the database has. */
function retypedColumns({ columns }: Table, current: Table): string[] {
  if (columns === current.columns) return [];
  const isRetyped = ({ name, type }: Column): boolean => {
    const before = textAt(current, { name, facet: 'type' });
    return before !== null && before !== type;
  };
  return columns.filter(isRetyped).map(({ name }) => name);
}

/**
 * Whether a text is the default of a column that changes its type, or may speak of such a column. PostgreSQL spells such a text anew when it alters
 * the type, by adding casts which no change of the type back takes away: `(n > 0)` becomes `((n)::numeric > (0)::numeric)`, which no query has, so
 * that a partial index is of no use any more. Such checks and indexes are made anew, as PostgreSQL does in any case; better once too often.
 */
function isUnsettled({ name, facet }: Place, text: Expression, retyped: readonly string[]): boolean {
  if (facet === 'type') return false;
  return facet === 'default' ? retyped.includes(name) : retyped.some((column) => text.includes(column));
}

/** A text, and for a default what stands for the same. */
function readings({ owner, facet, text }: Spelling, synonyms: Synonyms): Expression[] {
  const synonym = facet === 'default' ? synonyms.get(refKey(owner)) : undefined;
  return synonym === undefined ? [text] : [text, synonym];
}

/** Asks on the tables themselves which open texts mean what the database holds: only where the types of the columns are settled. */
async function compare(db: Snapshot, questions: readonly Question[], synonyms: Synonyms): Promise<Answers> {
  const groups = questions.flatMap(({ table, current, open }): TablePairs[] => {
    if (current === null || open.some(({ facet }) => facet === 'type')) return [];
    const pairs = pairsOf(open, current, synonyms);
    return pairs.length === 0 ? [] : [{ relation: table, table, current, pairs, setUp: [] }];
  });
  return adopt(await compareMeaningsOnce(db, groups));
}

/** The texts that are open, each with that of the database, where it may stand for it. */
function pairsOf(open: readonly Spelling[], current: Table, synonyms: Synonyms): Pair[] {
  return open.flatMap((spelling): Pair[] => {
    const { owner, facet } = spelling;
    const there = textAt(current, { name: owner.name, facet });
    if (there === null || facet === 'type' || facet === 'exclusion') return [];
    return readings(spelling, synonyms).map((desired) => ({ open: spelling, desired, current: there }));
  });
}

/** The current texts of the pairs that mean the same. */
function adopt(verdicts: Verdicts): Answers {
  const answers = new Map<Spelling, Expression>();
  verdicts.forEach((isSame, { open, current }) => isSame && answers.set(open, current));
  return answers;
}

interface Probing {
  readonly desired: Schema;
  readonly current: Schema;
  readonly synonyms: Synonyms;
  readonly questions: readonly Question[];
}

/** What became of the questions, and how enum types are spelled. */
interface Probed {
  readonly answers: Answers;
  readonly typeNames: Schema['typeNames'];
}

/** Spells what is left in temporary tables; there, too, a current text that means the same is preferred. */
async function probe(db: Snapshot, { desired, current, synonyms, questions: left }: Probing): Promise<Probed> {
  const { questions, twins } = spellOnce(left);
  const prepare = prepareTypes(desired, current);
  const probes = probesFor(questions.map(({ table }) => table));
  const reading = await spell(db, { desired, missing: missingExtensions(desired, current), prepare, probes });
  const spelled = reading.tables.flatMap((table) => spellingsOf(table)).map((spelling) => [spelling, spelling.text] as const);
  const adopted = adopt(await compareMeanings(db, differingUnderNewTypes({ questions, probes, reading, synonyms }), prepare));
  const texts = new Map([...spelled, ...adopted].map(([spelling, text]) => [spellingKey(spelling), text]));
  const asked = new Map(twins);
  const answerTo = (spelling: Spelling): [Spelling, Expression][] => {
    const text = texts.get(spellingKey(asked.get(spelling) ?? spelling));
    return text === undefined ? [] : [[spelling, text]];
  };
  return { answers: new Map(left.flatMap(({ open }) => open.flatMap(answerTo))), typeNames: reading.typeNames };
}

interface Asking {
  readonly desired: Schema;
  readonly missing: readonly Extension[];
  readonly prepare: readonly string[];
  readonly probes: readonly Probe[];
}

async function spell(db: Snapshot, { desired, missing, prepare, probes }: Asking): Promise<ProbeReading> {
  const queries = readBackQueries(desired);
  const readBack = statementsOf(queries);
  try {
    const results = await db.attempt([...prepare, ...probes.flatMap(createProbe), ...readBack]);
    return readProbes(probes, rowsOf<ReadBackRows>(queries, results.slice(-readBack.length)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw await blame(db, error, { desired, missing, prepare, probes });
  }
}

interface Differing {
  readonly questions: readonly Question[];
  readonly probes: readonly Probe[];
  readonly reading: ProbeReading;
  readonly synonyms: Synonyms;
}

/** The open texts of tables with a new type that do not speak of it, and that the database spells otherwise than before. */
function differingUnderNewTypes({ questions, probes, reading, synonyms }: Differing): Pairs[] {
  return questions.flatMap(({ table: asked, current, open: left }, position) => {
    const [stand, table = asked] = [probes[position], reading.tables[position]];
    if (stand === undefined || current === null || table.columns.every(({ name, type }) => textAt(current, { name, facet: 'type' }) === type)) return [];
    const keys = new Set(left.map(spellingKey));
    const retyped = retypedColumns(table, current);
    const open = spellingsOf(table, (place, text) => textAt(current, place) !== text && !isUnsettled(place, text, retyped)).filter((spelling) => keys.has(spellingKey(spelling)));
    const pairs = pairsOf(open, current, synonyms);
    return pairs.length === 0 ? [] : [{ relation: { schema: 'pg_temp', name: stand.name }, table, pairs, setUp: createProbe(stand) }];
  });
}

interface Answered {
  readonly questions: readonly Question[];
  readonly answers: Answers;
  readonly typeNames: Schema['typeNames'];
}

/** `desired` with the answers to what was open: the one place where the entities' schema becomes canonical. */
function respell(desired: Schema, { questions, answers, typeNames }: Answered): Canonical<Schema> {
  const wanted = new Set(desired.enums.map(nameKey));
  const isWanted = (type: QualifiedName): boolean => wanted.has(nameKey(type));
  const schema: Schema = {
    ...desired,
    tables: questions.map((question) => answered(question, answers)),
    typeNames: Object.values(typeNames).every(isWanted) ? typeNames : Object.fromEntries(Object.entries(typeNames).filter(([, name]) => isWanted(name))),
  };
  return schema as Canonical<Schema>;
}

/** The table with the answers; the one that is there where nothing differs from it any more. */
function answered({ table, current, open }: Question, answers: Answers): Table {
  if (open.length === 0) return table;
  const spelled = open.reduce((before, spelling) => withText(before, spelling, answers.get(spelling) ?? spelling.text), table);
  return current === null ? spelled : sharedWith(current, spelled);
}
