import type { Dialect } from '../dialect/dialect.js';
import { type Acceptance, acceptDifferences, matchAcceptances } from '../diff/accept.js';
import { aroundUnmanaged } from '../diff/around-unmanaged.js';
import { differencesOf } from '../diff/differences.js';
import { showUnmanaged } from '../model/identity.js';
import type { Canonical, Schema, Unmanaged } from '../model/schema.js';
import type { Change, Operation } from '../operation/operation.js';
import { differenceBetween } from './whole-schema.js';

type Schemas = Change<Canonical<Schema>>;

/**
 * What the revisions build (`from`), with what is no drift put in as the database (`to`) has it: what the option `accept` names, and extensions that are
 * there besides, which a server or an administrator brings.
 */
export function withoutAccepted(dialect: Dialect, { from, to }: Schemas, accept: readonly Acceptance[]): Canonical<Schema> {
  const known = new Set(from.extensions.map(({ name }) => name));
  const built = { ...from, extensions: [...from.extensions, ...to.extensions.filter(({ name }) => !known.has(name))] };
  const { accepted } = matchAcceptances(accept, differencesOf(differenceBetween(dialect, { from: to, to: built })));
  return accepted.length === 0 ? built : acceptDifferences(accepted, { from: to, to: built });
}

/** What leads from one database to another, with the triggers, rules, policies and statistics taken away that are in the way. */
export function stepsBetween(dialect: Dialect, schemas: Schemas): readonly Operation[] {
  const operations = differenceBetween(dialect, schemas);
  const { before, after } = aroundUnmanaged(operations, schemas);
  return [...before, ...operations, ...after];
}

/** The statements that lead from one database to another, its triggers, rules, policies and statistics too. */
export function statementsBetween(dialect: Dialect, schemas: Schemas): readonly string[] {
  const { from, to } = schemas;
  const steps = stepsBetween(dialect, schemas).flatMap((operation) => dialect.render(operation).map(({ sql }) => sql));
  const gone = notIn(to, from).map(({ drop }) => drop);
  const made = notIn(from, to).map(({ create }) => create);
  return [...gone.filter((sql) => !steps.includes(sql)), ...steps, ...made.filter((sql) => !steps.includes(sql))];
}

/** The SQL of what stands on tables of `there` but not, or not so, in `other`. */
function notIn(other: Schema, there: Schema): readonly NonNullable<Unmanaged['sql']>[] {
  const keyOf = (each: Unmanaged): string => `${showUnmanaged(each)} ${each.sql?.create ?? ''}`;
  const known = new Set(other.unmanaged.map(keyOf));
  return there.unmanaged.flatMap((each) => (each.sql === null || known.has(keyOf(each)) ? [] : [each.sql]));
}
