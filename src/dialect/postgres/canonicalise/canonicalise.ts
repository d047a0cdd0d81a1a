import { compareNames, memberRef, nameKey, refKey } from '../../../model/identity.js';
import type { Canonical, Expression, Extension, QualifiedName, Schema, Table } from '../../../model/schema.js';
import type { DesiredSchema, Snapshot } from '../../dialect.js';
import { blame } from './blame.js';
import type { Spelling } from './expressions.js';
import { respellTable, spellingKey, spellingsOf } from './expressions.js';
import type { Pairs } from './meaning.js';
import { isRefusal, sameMeaning } from './meaning.js';
import { withKeptNames } from './names.js';
import type { Probe, ProbeReading } from './probes.js';
import { createProbe, missingExtensions, prepareTypes, probesFor, readBackStatements, readProbes } from './probes.js';
import { canonicaliseViews } from './views.js';

/** How PostgreSQL spells a text of the entities, by the place where it stands. */
type Answers = ReadonlyMap<string, Expression>;

type Synonyms = DesiredSchema['synonyms'];

/** Some texts of a table that still want an answer. */
interface Question {
  readonly table: Table;
  readonly open: readonly Spelling[];
}

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
  const texts = textsOf(current);
  const settled = settle({ desired: named, texts, synonyms });
  const compared = await compare(db, { questions: openQuestions(named, settled), current, texts, synonyms });
  const answered = new Map([...settled, ...compared]);
  const questions = openQuestions(named, answered);
  if (questions.length === 0) return respell(named, answered, current.typeNames);
  return probe(db, { desired: named, current, texts, synonyms, answered, questions });
}

const textsOf = (schema: Schema): Answers =>
  new Map(schema.tables.flatMap(spellingsOf).map((spelling) => [spellingKey(spelling), spelling.text]));

interface Settling {
  readonly desired: Schema;
  readonly texts: Answers;
  readonly synonyms: Synonyms;
}

/** The texts that need no question. A default is asked for when its column changes its type: PostgreSQL may spell it otherwise then. */
function settle({ desired, texts, synonyms }: Settling): Answers {
  const answers = new Map<string, Expression>();
  for (const table of desired.tables) {
    for (const spelling of spellingsOf(table)) {
      const key = spellingKey(spelling);
      const current = texts.get(key);
      if (current === undefined || !readings(spelling, synonyms).includes(current)) continue;
      if (!isOfNewType(spelling, table, texts) && !isDisturbed(spelling, table, texts)) answers.set(key, current);
    }
  }
  return answers;
}

/** A text, and for a default what stands for the same. */
function readings({ owner, facet, text }: Spelling, synonyms: Synonyms): Expression[] {
  const synonym = facet === 'default' ? synonyms.get(refKey(owner)) : undefined;
  return synonym === undefined ? [text] : [text, synonym];
}

/** Whether a text is the default of a column whose type is not the one that the database has. */
function isOfNewType({ owner, facet }: Spelling, table: Table, texts: Answers): boolean {
  if (facet !== 'default') return false;
  const type = table.columns.find(({ name }) => name === owner.name)?.type ?? '';
  return texts.get(spellingKey({ owner, facet: 'type', text: type })) !== type;
}

/**
 * Whether a text may speak of a column that changes its type. PostgreSQL spells such a text anew when it alters the type, by adding
 * casts which no change of the type back takes away: `(n > 0)` becomes `((n)::numeric > (0)::numeric)`, which no query has, so that a
 * partial index is of no use any more. Such checks and indexes are made anew, as PostgreSQL does in any case; better once too often.
 */
function isDisturbed({ facet, text }: Spelling, table: Table, texts: Answers): boolean {
  if (facet === 'type' || facet === 'default') return false;
  return table.columns.some(({ name, type }) => {
    const current = texts.get(spellingKey({ owner: memberRef('column', table, name), facet: 'type', text: type }));
    return current !== undefined && current !== type && text.includes(name);
  });
}

const openQuestions = (desired: Schema, answers: Answers): Question[] =>
  desired.tables
    .map((table) => ({ table, open: spellingsOf(table).filter((spelling) => !answers.has(spellingKey(spelling))) }))
    .filter(({ open }) => open.length > 0);

interface Comparison {
  readonly questions: readonly Question[];
  readonly current: Schema;
  readonly texts: Answers;
  readonly synonyms: Synonyms;
}

/** Asks on the tables themselves which open texts mean what the database holds: only where the types of the columns are settled. */
async function compare(db: Snapshot, { questions, current, texts, synonyms }: Comparison): Promise<Answers> {
  const there = new Set(current.tables.map(nameKey));
  const groups = questions
    .filter(({ table, open }) => there.has(nameKey(table)) && !open.some(({ facet }) => facet === 'type'))
    .map(({ table, open }) => pairsOf({ table, open, texts, synonyms, relation: table, setUp: [] }))
    .filter(({ pairs }) => pairs.length > 0);
  return adopt(groups, texts, await sameMeaning(db, groups));
}

interface PairSource extends Question {
  readonly texts: Answers;
  readonly synonyms: Synonyms;
  readonly relation: QualifiedName;
  readonly setUp: readonly string[];
}

function pairsOf({ table, open, texts, synonyms, relation, setUp }: PairSource): Pairs {
  const pairs = open.flatMap((spelling) => {
    const current = texts.get(spellingKey(spelling));
    if (current === undefined || spelling.facet === 'type' || spelling.facet === 'exclusion') return [];
    return readings(spelling, synonyms).map((text) => ({ desired: { ...spelling, text }, current }));
  });
  return { relation: { schema: relation.schema, name: relation.name }, table, pairs, setUp };
}

/** The current texts of the pairs whose keys are in `same`. */
function adopt(groups: readonly Pairs[], texts: Answers, same: ReadonlySet<string>): Answers {
  const keys = groups.flatMap(({ pairs }) => pairs.map(({ desired }) => spellingKey(desired))).filter((key) => same.has(key));
  return new Map(keys.map((key) => [key, texts.get(key) ?? '']));
}

interface Probing extends Comparison {
  readonly desired: Schema;
  readonly answered: Answers;
}

/** Spells what is left in temporary tables; there, too, a current text that means the same is preferred. */
async function probe(db: Snapshot, { desired, current, texts, synonyms, answered, questions }: Probing): Promise<Canonical<Schema>> {
  const prepare = prepareTypes(desired, current);
  const probes = probesFor(questions.map(({ table }) => table));
  const reading = await spell(db, { desired, missing: missingExtensions(desired, current), prepare, probes });
  const spelled = new Map(reading.tables.flatMap(spellingsOf).map((spelling) => [spellingKey(spelling), spelling.text]));
  const groups = differingUnderNewTypes({ probes, reading, texts, synonyms, answered });
  const adopted = adopt(groups, texts, await sameMeaning(db, groups, prepare));
  return respell(desired, new Map([...spelled, ...answered, ...adopted]), reading.typeNames);
}

interface Asking {
  readonly desired: Schema;
  readonly missing: readonly Extension[];
  readonly prepare: readonly string[];
  readonly probes: readonly Probe[];
}

async function spell(db: Snapshot, { desired, missing, prepare, probes }: Asking): Promise<ProbeReading> {
  const readBack = readBackStatements(desired);
  try {
    const results = await db.attempt([...prepare, ...probes.flatMap(createProbe), ...readBack]);
    return readProbes(probes, results.slice(-readBack.length));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw await blame(db, error, { desired, missing, prepare, probes });
  }
}

interface Differing {
  readonly probes: readonly Probe[];
  readonly reading: ProbeReading;
  readonly texts: Answers;
  readonly synonyms: Synonyms;
  readonly answered: Answers;
}

/** The texts of tables with a new type that do not speak of it, and that the database spells otherwise than before. */
function differingUnderNewTypes({ probes, reading, texts, synonyms, answered }: Differing): Pairs[] {
  return probes
    .map((stand, position) => {
      const table = reading.tables[position] ?? stand.table;
      const open = spellingsOf(table).filter((spelling) => {
        const key = spellingKey(spelling);
        return !answered.has(key) && texts.get(key) !== spelling.text && !isOfNewType(spelling, table, texts) && !isDisturbed(spelling, table, texts);
      });
      return pairsOf({ table, open, texts, synonyms, relation: { schema: 'pg_temp', name: stand.name }, setUp: createProbe(stand) });
    })
    .filter(({ pairs, table }) => pairs.length > 0 && spellingsOf(table).some((spelling) => isNewType(spelling, texts)));
}

const isNewType = (spelling: Spelling, texts: Answers): boolean =>
  spelling.facet === 'type' && texts.get(spellingKey(spelling)) !== spelling.text;

/** `desired` with its answers: the one place where the entities' schema becomes canonical. */
function respell(desired: Schema, answers: Answers, typeNames: Schema['typeNames']): Canonical<Schema> {
  const wanted = new Set(desired.enums.map(nameKey));
  const schema: Schema = {
    ...desired,
    tables: desired.tables.map((table) => respellTable(table, (spelling) => answers.get(spellingKey(spelling)) ?? spelling.text)),
    typeNames: Object.fromEntries(Object.entries(typeNames).filter(([, name]) => wanted.has(nameKey(name)))),
  };
  return schema as Canonical<Schema>;
}
