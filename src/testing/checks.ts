import type { DataSource } from 'typeorm';
import { diff } from '../diff/diff.js';
import type { Dialect } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import { Migrator } from '../migrator/migrator.js';
import type { MigratorOptions } from '../migrator/options.js';
import { readWholeSchema } from '../migrator/whole-schema.js';
import type { Canonical, Schema } from '../model/schema.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import { dialectFor } from '../runtime/dialects.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { connect } from '../typeorm/connection.js';

/**
 * Fails when the revisions do not lead to what the entities say: somebody changed an entity and forgot the revision. The database has to
 * be at head, as a test database is.
 *
 * @throws {LimbeckError} `testing/drift`, `revision/not-at-head`, and what `Migrator.check` throws.
 */
export async function expectNoDrift(dataSource: DataSource, options: MigratorOptions = {}): Promise<void> {
  const operations = await new Migrator(dataSource, options).check();
  if (operations.length > 0) throw new LimbeckError('testing/drift', { differences: shown(operations, dataSource) });
}

/**
 * Fails when a database is not as the entities say, whatever made its tables; its revisions do not count.
 *
 * @throws {LimbeckError} `testing/entities-differ`, and what `Migrator.diff` throws.
 */
export async function expectMatchesEntities(dataSource: DataSource, options: MigratorOptions = {}): Promise<void> {
  const operations = await new Migrator(dataSource, options).diff();
  if (operations.length > 0) throw new LimbeckError('testing/entities-differ', { differences: shown(operations, dataSource) });
}

const shown = (operations: readonly Operation[], dataSource: DataSource): readonly string[] =>
  operations.map((operation) => describe(operation, defaultNamespaceOf(dataSource)));

/** Which revisions are tried. */
export interface ReversibleOptions {
  /** Ids of revisions that only go up. */
  readonly except?: readonly string[];
}

/**
 * Runs every revision up, down and up again, and fails when the first way down does not lead to the database as it was before, or the second
 * way up to another one than the first. The database has to be empty; afterwards it is at head.
 *
 * Tables, columns, constraints, indexes and enum types are compared, in every namespace; rows are not.
 *
 * @param migrator That of `createTestDatabase({ upgradeTo: "base" })`.
 * @throws {LimbeckError} `testing/not-at-base`, `testing/not-reversible`, and what running a revision throws.
 */
export async function expectReversible(migrator: Migrator, { except = [] }: ReversibleOptions = {}): Promise<void> {
  const applied = await migrator.current();
  if (applied.length > 0) throw new LimbeckError('testing/not-at-base', { applied: applied.map(({ id }) => id) });
  const oldestFirst = [...(await migrator.history())].reverse();
  for (const [position, revision] of oldestFirst.entries()) {
    if (except.includes(revision.id)) await migrator.upgrade(revision.id);
    else await expectThereAndBack(migrator, { revision, earlier: oldestFirst.slice(0, position) });
  }
}

interface Step {
  readonly revision: Revision;
  /** All that are applied. */
  readonly earlier: readonly Revision[];
}

async function expectThereAndBack(migrator: Migrator, { revision, earlier }: Step): Promise<void> {
  const before = await readAll(migrator.dataSource);
  await migrator.upgrade(revision.id);
  const after = await readAll(migrator.dataSource);
  await migrator.downgrade(revision.parents[0] ?? 'base');
  // A way down goes to a parent, and takes with it the other branches that stand on that one.
  if (isBranch(revision, earlier)) for (const { id } of earlier) await migrator.upgrade(id);
  requireSame(migrator.dataSource, { revision, step: 'down', from: await readAll(migrator.dataSource), to: before });
  await migrator.upgrade(revision.id);
  requireSame(migrator.dataSource, { revision, step: 'up again', from: await readAll(migrator.dataSource), to: after });
}

const isBranch = ({ parents }: Revision, earlier: readonly Revision[]): boolean =>
  parents.length > 1 || earlier.some((other) => other.parents.some((parent) => parents.includes(parent)) || (parents.length === 0 && other.parents.length === 0));

interface Comparison {
  readonly revision: Revision;
  readonly step: 'down' | 'up again';
  /** What is. */
  readonly from: Canonical<Schema>;
  /** What should be. */
  readonly to: Canonical<Schema>;
}

function requireSame(dataSource: DataSource, { revision, step, from, to }: Comparison): void {
  const operations = diff(from, to, { dialect: dialectOf(dataSource), isNamed: () => true, compareType: () => null, compareDefault: () => null });
  if (operations.length === 0) return;
  const { id, message, file } = revision;
  throw new LimbeckError('testing/not-reversible', { revision: id, message, file, step, differences: shown(operations, dataSource) });
}

const dialectOf = ({ options }: DataSource): Dialect => dialectFor(options.type);

async function readAll(dataSource: DataSource): Promise<Canonical<Schema>> {
  const queryRunner = await connect(dataSource);
  try {
    return await readWholeSchema(queryRunner, dialectOf(dataSource));
  } finally {
    await queryRunner.release();
  }
}
