import type { DataSource } from 'typeorm';
import type { Extension } from '../model/schema.js';
import { parseRange } from '../revision/range.js';
import type { Revision } from '../revision/revision.js';
import { downgradeScript, type ScriptPath, upgradeScript } from '../revision/script-path.js';
import type { RevisionGraph } from '../revision/graph.js';
import { withinPhase } from '../revision/within-phase.js';
import type { Direction } from '../runtime/events.js';
import { writeScript } from '../runtime/script.js';
import { buildMetadata } from '../typeorm/initialise.js';
import { readEntities } from '../typeorm/read-entities.js';
import { requirePhase, type UpgradeRequest } from './upgrade.js';
import type { Workspace } from './workspace.js';

/** SQL to be run later, by somebody else. */
export interface Script {
  /** The revisions in it, in the order in which they run. */
  readonly revisions: readonly Revision[];
  /** The text, for a client that sends one statement after the other, such as `psql`. */
  readonly sql: string;
}

/** The script of an upgrade: to a target from the beginning, or through a range `from:to`; as far as the phase goes. */
export async function upgradeSql(workspace: Workspace, range: string, { phase }: Pick<UpgradeRequest, 'phase'>): Promise<Script> {
  requirePhase(phase);
  const graph = workspace.loadGraph();
  const whole = range.includes(':') ? `upgrade ${range}` : `upgrade base:${range}`;
  const { applied, path } = upgradeScript(graph, parseRange(range.includes(':') ? range : `:${range}`));
  const phased = phase === undefined ? { title: whole, path } : { title: `${whole}, phase ${phase}`, path: withinPhase(graph, path, phase).path };
  return scriptOf(workspace, { graph, direction: 'up', applied, ...phased });
}

/** The script of a downgrade through a range `from:to`. */
export async function downgradeSql(workspace: Workspace, range: string): Promise<Script> {
  const graph = workspace.loadGraph();
  return scriptOf(workspace, { graph, direction: 'down', title: `downgrade ${range}`, ...downgradeScript(graph, parseRange(range)) });
}

interface ScriptPlan extends ScriptPath {
  readonly graph: RevisionGraph;
  readonly direction: Direction;
  readonly title: string;
}

async function scriptOf({ dataSource, dialect, options }: Workspace, { applied, ...plan }: ScriptPlan): Promise<Script> {
  const { transaction = dataSource.options.migrationsTransactionMode ?? 'each', arguments: told } = options;
  const before = [...plan.graph.revisions.values()].filter(({ id }) => applied.has(id));
  const extensions = plan.direction === 'up' ? await extensionsOf(dataSource) : [];
  return { revisions: plan.path, sql: await writeScript({ dataSource, dialect, transaction, arguments: told, extensions, applied: before, ...plan }) };
}

/**
 * The extensions that TypeORM makes when it connects, so that no revision does.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.afterConnect and enableExtensions.
 */
async function extensionsOf(dataSource: DataSource): Promise<readonly Extension[]> {
  const { options } = dataSource;
  if ('installExtensions' in options && options.installExtensions === false) return [];
  if (!dataSource.isInitialized) await buildMetadata(dataSource);
  return readEntities(dataSource).schema.extensions;
}
