import type { TableFigures } from '../dialect/hazard.js';
import { nameKey, sameName } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';
import { chainOf } from '../online/chain.js';
import type { Surroundings } from '../online/way.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import type { Comparison } from './compare.js';
import type { OnlineLimits, ProposedRevision } from './options.js';
import type { Workspace } from './workspace.js';

/** What is found, and what it is about. */
export interface OnlineRequest extends Pick<Comparison, 'operations' | 'schemas' | 'renameSteps'> {
  readonly message: string;
  /** How large a table must be. */
  readonly limits: OnlineLimits;
}

/** The revisions, each standing on the one before, that do what was found while others read and write; asks the database what it would write anew. */
export async function proposeOnline(workspace: Workspace, { message, ...found }: OnlineRequest): Promise<readonly ProposedRevision[]> {
  const chain = chainOf(await surroundingsOf(workspace, found));
  return chain.map((link) => ({
    message: chain.length === 1 ? message : `${message}, ${link.title}`,
    operations: link.up,
    down: link.down,
    phase: link.phase,
    ...(link.isTransaction ? {} : { transaction: false }),
  }));
}

/** What is known of the tables that are there, asked under the names that they will have. */
async function surroundingsOf(workspace: Workspace, { operations, schemas, renameSteps, limits }: Omit<OnlineRequest, 'message'>): Promise<Surroundings> {
  const { dialect } = workspace;
  const readLocks = await dialect.loadLockReader(defaultNamespaceOf(workspace.dataSource));
  return workspace.withRunner((queryRunner) =>
    dialect.inSnapshot(queryableOf(queryRunner), async (snapshot) => {
      if (renameSteps.length > 0) await snapshot.assume(renameSteps.flatMap((operation) => dialect.render(operation).map(({ sql }) => sql)));
      const partitioned = await dialect.partitionedTables(snapshot);
      const isThere = (table: QualifiedName): boolean => schemas.from.tables.some((each) => sameName(each, table));
      const { tables } = await dialect.readFigures(snapshot);
      const isOrdinary = (table: QualifiedName): boolean => isThere(table) && !partitioned.has(nameKey(table));
      const isBusy = (table: QualifiedName): boolean => isOrdinary(table) && isLarge(tables.get(nameKey(table)), limits);
      const rewriting = await dialect.findRewrites(snapshot, operations.filter((operation) => 'table' in operation && isBusy(operation.table)));
      return { dialect, readLocks, operations, schemas, isOrdinary, isBusy, isRewriting: (operation) => rewriting.has(operation) };
    }),
  );
}

/** Of a table that the server never counted nobody knows that it is small. */
const isLarge = (figures: TableFigures | undefined, { minRows = 0, minBytes = 0 }: OnlineLimits): boolean =>
  figures === undefined || (figures.rows >= minRows && figures.bytes >= minBytes);
