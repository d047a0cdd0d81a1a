import type { RevisionGraph } from '../revision/graph.js';
import { parseRange } from '../revision/range.js';
import type { Revision } from '../revision/revision.js';
import { stampChange } from '../revision/stamp-change.js';
import { writeStampScript } from '../runtime/stamp-script.js';
import type { VersionTable } from '../typeorm/version-table.js';
import { changeBooks } from './books.js';
import type { Script } from './scripts.js';
import type { Workspace } from './workspace.js';

/** How a database is stamped. */
export interface StampOptions {
  /** Whether all rows go first, those without a file too; `false` by default. */
  readonly purge?: boolean;
}

/** What a stamp changed. */
export interface Stamped {
  /** The revisions that now count as applied, and did not before; oldest first. */
  readonly added: readonly Revision[];
  /** The migrations that do not any longer, by the names that TypeORM knows; newest first. */
  readonly removed: readonly string[];
}

/** Says that `targets` and all that they need are applied, and nothing that stands on them; runs nothing. */
export async function stamp(workspace: Workspace, targets: readonly string[], { purge = false }: StampOptions): Promise<Stamped> {
  const graph = workspace.loadGraph();
  return changeBooks(workspace, (table) => (purge ? stampAnew(table, graph, targets) : stampOver(workspace, { table, graph, targets })));
}

async function stampAnew(table: VersionTable, graph: RevisionGraph, targets: readonly string[]): Promise<Stamped> {
  const { added } = stampChange(graph, { targets, applied: new Set() });
  const rows = await table.read();
  await table.clear();
  for (const revision of added) await table.insert(revision, null);
  return { added, removed: rows.map(({ name }) => name).reverse() };
}

interface StampedTable {
  readonly table: VersionTable;
  readonly graph: RevisionGraph;
  readonly targets: readonly string[];
}

async function stampOver(workspace: Workspace, { table, graph, targets }: StampedTable): Promise<Stamped> {
  const applied = workspace.match(await table.read(), graph, table);
  const { added, removed } = stampChange(graph, { targets, applied: new Set(applied.keys()) });
  await table.complete(applied.values());
  const rows = removed.flatMap(({ id }) => applied.get(id) ?? []).flatMap(({ row, replaced }) => [row, ...replaced]);
  await table.delete(rows);
  for (const revision of added) await table.insert(revision, null);
  return { added, removed: rows.map(({ name }) => name) };
}

/** The script of {@link stamp}: a database that is before the first revision, or at `from`, where one target is a range `from:to`. */
export function stampSql(workspace: Workspace, targets: readonly string[], { purge = false }: StampOptions): Script {
  const { dataSource, dialect } = workspace;
  const graph = workspace.loadGraph();
  const ranges = targets.map((target) => parseRange(target.includes(':') ? target : `:${target}`));
  const starts = purge ? [] : ranges.map(({ start }) => start).filter((start) => start !== '');
  const before = starts.length === 0 ? [] : stampChange(graph, { targets: starts, applied: new Set() }).added;
  const applied = new Set(before.map(({ id }) => id));
  const change = stampChange(graph, { targets: ranges.map(({ end }) => end), applied });
  const title = `stamp ${targets.join(' ')}`;
  return { revisions: change.added, sql: writeStampScript({ dataSource, dialect, title, purge, before, ...change }) };
}
