import { LimbeckError } from '../../../kernel/errors.js';
import { showRef, topLevelRef } from '../../../model/identity.js';
import type { Extension, Schema, Table } from '../../../model/schema.js';
import { render } from '../ddl/ddl.js';
import type { Snapshot } from '../../dialect.js';
import { quoteIdentifier } from '../quote.js';
import type { Spelling } from './expressions.js';
import { spellingKey, spellingsOf } from './expressions.js';
import { isForbidden, type Refusal, refusalOf } from './meaning.js';
import type { Probe } from './probes.js';
import { createProbe } from './probes.js';

interface Suspects {
  readonly desired: Schema;
  readonly missing: readonly Extension[];
  readonly prepare: readonly string[];
  readonly probes: readonly Probe[];
}

/**
 * The error that names the text at fault, found by trying one after another; called only after the whole was refused.
 * The database itself says what is wrong, and how.
 */
export async function blame(db: Snapshot, refusal: Refusal, { desired, missing, prepare, probes }: Suspects): Promise<LimbeckError> {
  if (isForbidden(refusal)) return new LimbeckError('canonicalise/not-allowed', { serverMessage: refusal.message }, { cause: refusal });
  for (const { name } of missing) {
    const cause = await refusalOf(db, [`CREATE EXTENSION ${quoteIdentifier(name)}`]);
    if (cause !== null) return new LimbeckError('canonicalise/extension-missing', { extension: name, serverMessage: cause.message }, { cause });
  }
  for (const type of desired.enums) {
    const made = render({ verb: 'create', kind: 'enum', schema: 'pg_temp', value: { ...type, schema: 'pg_temp' } });
    const cause = await refusalOf(db, made.map(({ sql }) => sql));
    if (cause !== null) return invalid(showRef(topLevelRef('enum', type)), type.values.join(', '), cause);
  }
  for (const probe of probes) {
    const culprit = await findCulprit(db, prepare, probe);
    if (culprit !== null) return invalid(showRef(culprit.spelling.owner), culprit.spelling.text, culprit.cause);
  }
  return invalid('the entities', '(each is right by itself, not all together)', refusal);
}

const invalid = (owner: string, expression: string, cause: Refusal): LimbeckError =>
  new LimbeckError('canonicalise/invalid-expression', { owner, expression, sqlState: cause.code, serverMessage: cause.message }, { cause });

async function findCulprit(db: Snapshot, prepare: readonly string[], probe: Probe): Promise<{ spelling: Spelling; cause: Refusal } | null> {
  if ((await refusalOf(db, [...prepare, ...createProbe(probe)])) === null) return null;
  for (const spelling of spellingsOf(probe.table)) {
    const cause = await refusalOf(db, [...prepare, ...createProbe({ ...probe, table: reduce(probe.table, spelling) })]);
    if (cause !== null) return { spelling, cause };
  }
  return null;
}

/** The table with bare columns and this one text; for the type of a column, that column alone. */
function reduce(table: Table, spelling: Spelling): Table {
  const isKept = (candidate: Spelling): boolean => spellingKey(candidate) === spellingKey(spelling);
  const kept = <T extends { readonly name: string }>(facet: Spelling['facet'], members: readonly T[]): readonly T[] =>
    members.filter(({ name }) => spelling.facet === facet && name === spelling.owner.name);
  const columns = spelling.facet === 'type' ? table.columns.filter(({ name }) => name === spelling.owner.name) : table.columns;
  const bare = columns.map((column) => {
    const owner = { ...spelling.owner, name: column.name };
    const keep = (facet: 'default' | 'generated', text: string | null): string | null =>
      text !== null && isKept({ owner, facet, text }) ? text : null;
    return { ...column, default: keep('default', column.default), generated: keep('generated', column.generated) };
  });
  return {
    ...table,
    columns: bare,
    checks: kept('check', table.checks),
    exclusions: kept('exclusion', table.exclusions),
    indexes: kept('where', table.indexes),
  };
}
