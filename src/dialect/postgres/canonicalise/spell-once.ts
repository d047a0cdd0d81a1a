import type { Table } from '../../../model/schema.js';
import type { Spelling } from './expressions.js';
import type { Question } from './question.js';
import { meaningKey, type ReadSurroundings, surroundingsReader } from './surroundings.js';

/** Questions of which none is asked in the words of another, and who gets the answer of whom. */
export interface SpellingOnce {
  readonly questions: readonly Question[];
  /** Each with the one that is asked in its place. */
  readonly twins: readonly (readonly [Spelling, Spelling])[];
}

/**
 * What new tables ask in the same words, as for the type `character varying(40)` or the check `amount >= 0`, is asked of the first of them, and nothing
 * that is not asked is made: a thousand tables are mostly alike. Tables that are there are asked about whole, as what changes in them hangs together.
 */
export function spellOnce(questions: readonly Question[]): SpellingOnce {
  const first = new Map<string, Spelling>();
  const read = surroundingsReader();
  const twins: (readonly [Spelling, Spelling])[] = [];
  const isFirst = (spelling: Spelling, table: Table): boolean => {
    const key = questionKey(spelling, table, read);
    const asked = first.get(key);
    if (asked === undefined) first.set(key, spelling);
    else twins.push([spelling, asked]);
    return asked === undefined;
  };
  const asked = questions.flatMap((question): Question[] => {
    if (question.current !== null) return [question];
    const open = question.open.filter((spelling) => isFirst(spelling, question.table));
    return open.length === 0 ? [] : [{ ...question, table: reduce(question.table, open, read), open }];
  });
  return { questions: asked, twins };
}

/** The same for questions whose answers must be the same. A type and a default stand by themselves; any other text speaks of columns. */
function questionKey({ facet, owner, text }: Spelling, table: Table, read: ReadSurroundings): string {
  const type = (): string | undefined => table.columns.find(({ name }) => name === owner.name)?.type;
  if (facet === 'type') return JSON.stringify([facet, text]);
  if (facet === 'default') return JSON.stringify([facet, text, type()]);
  return JSON.stringify([facet, text, facet === 'generated' ? type() : null, meaningKey(read(text, table), table)]);
}

/** The table with these texts, the columns that they stand in or may speak of, those of the indexes that they belong to, and no more. */
function reduce(table: Table, open: readonly Spelling[], read: ReadSurroundings): Table {
  const namesOf = (...facets: readonly Spelling['facet'][]): ReadonlySet<string> => new Set(open.filter(({ facet }) => facets.includes(facet)).map(({ owner }) => owner.name));
  const [owners, defaults, generated] = [namesOf('type', 'default', 'generated'), namesOf('default'), namesOf('generated')];
  const spoken = new Set(open.filter(({ facet }) => facet !== 'type' && facet !== 'default').flatMap(({ text }) => read(text, table).columns));
  const kept = <T extends { readonly name: string }>(facet: Spelling['facet'], members: readonly T[]): readonly T[] => {
    const names = namesOf(facet);
    return members.filter(({ name }) => names.has(name));
  };
  const indexes = kept('where', table.indexes);
  const indexed = new Set<unknown>(indexes.flatMap(({ keys, include }) => [...keys, ...include]));
  return {
    ...table,
    columns: table.columns
      .filter((column) => owners.has(column.name) || spoken.has(column) || indexed.has(column.name))
      .map((column) => ({ ...column, default: defaults.has(column.name) ? column.default : null, generated: generated.has(column.name) || spoken.has(column) ? column.generated : null })),
    checks: kept('check', table.checks),
    exclusions: kept('exclusion', table.exclusions),
    indexes,
  };
}
