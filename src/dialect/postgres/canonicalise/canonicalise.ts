import { nameKey } from '../../../model/identity.js';
import type { Canonical, Expression, QualifiedName, Schema, Table } from '../../../model/schema.js';
import type { Queryable } from '../../dialect.js';
import { blame } from './blame.js';
import type { Spelling } from './expressions.js';
import { respellTable, spellingKey, spellingsOf } from './expressions.js';
import { guessDefault } from './guess.js';
import type { Pairs } from './meaning.js';
import { isRefusal, sameMeaning } from './meaning.js';
import { withKeptNames } from './names.js';
import type { Probe, ProbeReading } from './probes.js';
import { createProbe, prepareTypes, probesFor, readBackStatements, readProbes } from './probes.js';
import { inSavepoint } from './savepoint.js';

/** How PostgreSQL spells a text of the entities, by the place where it stands. */
type Answers = ReadonlyMap<string, Expression>;

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
 * tables carry what is new, and the catalog says how it is spelled. At most four round trips.
 *
 * @throws {LimbeckError} `canonicalise/invalid-expression`, `canonicalise/not-allowed`.
 */
export async function canonicalise(db: Queryable, desired: Schema, current: Canonical<Schema>): Promise<Canonical<Schema>> {
  const named = withKeptNames(desired);
  const texts = textsOf(current);
  const settled = settle(named, texts);
  const compared = await compare(db, { questions: openQuestions(named, settled), current, texts });
  const answered = new Map([...settled, ...compared]);
  const questions = openQuestions(named, answered);
  if (questions.length === 0) return respell(named, answered, current.typeNames);
  return probe(db, { desired: named, current, texts, answered, questions });
}

const textsOf = (schema: Schema): Answers =>
  new Map(schema.tables.flatMap(spellingsOf).map((spelling) => [spellingKey(spelling), spelling.text]));

/** The texts that need no question. */
function settle(desired: Schema, texts: Answers): Answers {
  const answers = new Map<string, Expression>();
  for (const table of desired.tables) {
    const types = new Map(table.columns.map(({ name, type }) => [name, type]));
    for (const spelling of spellingsOf(table)) {
      const key = spellingKey(spelling);
      const current = texts.get(key);
      const guess = spelling.facet === 'default' ? guessDefault(spelling.text, types.get(spelling.owner.name) ?? '') : spelling.text;
      if (current !== undefined && (current === spelling.text || current === guess)) answers.set(key, current);
    }
  }
  return answers;
}

const openQuestions = (desired: Schema, answers: Answers): Question[] =>
  desired.tables
    .map((table) => ({ table, open: spellingsOf(table).filter((spelling) => !answers.has(spellingKey(spelling))) }))
    .filter(({ open }) => open.length > 0);

interface Comparison {
  readonly questions: readonly Question[];
  readonly current: Schema;
  readonly texts: Answers;
}

/** Asks on the tables themselves which open texts mean what the database holds: only where the types of the columns are settled. */
async function compare(db: Queryable, { questions, current, texts }: Comparison): Promise<Answers> {
  const there = new Set(current.tables.map(nameKey));
  const groups = questions
    .filter(({ table, open }) => there.has(nameKey(table)) && !open.some(({ facet }) => facet === 'type'))
    .map(({ table, open }) => pairsOf({ table, open, texts, relation: table, setUp: [] }))
    .filter(({ pairs }) => pairs.length > 0);
  return adopt(groups, texts, await sameMeaning(db, groups));
}

interface PairSource extends Question {
  readonly texts: Answers;
  readonly relation: QualifiedName;
  readonly setUp: readonly string[];
}

function pairsOf({ table, open, texts, relation, setUp }: PairSource): Pairs {
  const pairs = open.flatMap((desired) => {
    const current = texts.get(spellingKey(desired));
    return current === undefined || desired.facet === 'type' || desired.facet === 'exclusion' ? [] : [{ desired, current }];
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
async function probe(db: Queryable, { desired, current, texts, answered, questions }: Probing): Promise<Canonical<Schema>> {
  const prepare = prepareTypes(desired, current);
  const probes = probesFor(questions.map(({ table }) => table));
  const reading = await spell(db, { desired, prepare, probes });
  const spelled = new Map(reading.tables.flatMap(spellingsOf).map((spelling) => [spellingKey(spelling), spelling.text]));
  const groups = differingUnderNewTypes({ probes, reading, texts, answered });
  const adopted = adopt(groups, texts, await sameMeaning(db, groups, prepare));
  return respell(desired, new Map([...spelled, ...answered, ...adopted]), reading.typeNames);
}

interface Asking {
  readonly desired: Schema;
  readonly prepare: readonly string[];
  readonly probes: readonly Probe[];
}

async function spell(db: Queryable, { desired, prepare, probes }: Asking): Promise<ProbeReading> {
  const readBack = readBackStatements(desired);
  try {
    const results = await inSavepoint(db, [...prepare, ...probes.flatMap(createProbe), ...readBack]);
    return readProbes(probes, results.slice(-readBack.length));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw await blame(db, error, { desired, prepare, probes });
  }
}

interface Differing {
  readonly probes: readonly Probe[];
  readonly reading: ProbeReading;
  readonly texts: Answers;
  readonly answered: Answers;
}

/**
 * The texts that the database spells otherwise than before only because a column has another type now: `(n > 0)` becomes
 * `(n > (0)::numeric)`, by PostgreSQL's own hand, when the type is altered.
 */
function differingUnderNewTypes({ probes, reading, texts, answered }: Differing): Pairs[] {
  return probes
    .map((stand, position) => {
      const table = reading.tables[position] ?? stand.table;
      const open = spellingsOf(table).filter((spelling) => {
        const key = spellingKey(spelling);
        return !answered.has(key) && texts.get(key) !== spelling.text;
      });
      return pairsOf({ table, open, texts, relation: { schema: 'pg_temp', name: stand.name }, setUp: createProbe(stand) });
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
