import type { QueryRunner } from 'typeorm';
import type { AssessmentContext, ReadColumn } from '../dialect/hazard.js';
import type { OpenHazard } from '../kernel/catalogue/run.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { isOpenError, type LintFinding } from '../lint/finding.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { queryableOf } from '../typeorm/queryable.js';
import { type KnownServer, lintRevisions, rehearsalsOf } from './lint-revisions.js';
import type { Workspace } from './workspace.js';

/** What is about to run, and what is asked about it. */
export interface Review {
  readonly queryRunner: QueryRunner;
  readonly graph: RevisionGraph;
  readonly revisions: readonly Revision[];
  readonly direction: Direction;
  readonly limits: Pick<AssessmentContext, 'lockTimeoutMs' | 'statementTimeoutMs'>;
  /** Whether an error that nobody has accepted stops the run. */
  readonly requireSafe: boolean;
}

/**
 * Tells which hazards of revisions are open before they run. In a database without a row there is nothing to be harmed.
 *
 * @throws {LimbeckError} `run/not-accepted`.
 */
export async function reviewRun(workspace: Workspace, { queryRunner, graph, revisions, direction, limits, requireSafe }: Review): Promise<void> {
  const { serverVersion, minorVersion, tables, isEmpty } = await workspace.dialect.readFigures(queryableOf(queryRunner));
  if (isEmpty) return;
  const readColumn: ReadColumn = (table, column) => workspace.dialect.readColumn(queryableOf(queryRunner), table, column);
  const columnsBefore: KnownServer['columnsBefore'] = (revision, way) => (revision === revisions[0] && way === direction ? { readColumn } : {});
  const all = await lintRevisions(workspace, revisions, { graph, rehearsals: rehearsalsOf(workspace), ...limits, serverVersion, minorVersion, figures: tables, columnsBefore });
  const open = all.filter((finding) => finding.acceptance === null && (finding.direction === null || finding.direction === direction));
  const errors = open.filter(isOpenError);
  if (requireSafe && errors.length > 0) throw new LimbeckError('run/not-accepted', { hazards: errors.map(shown) });
  for (const finding of open) workspace.options.onEvent({ type: 'run.hazard', level: finding.level, ...shown(finding) });
}

const shown = ({ revision, code, message, place }: LintFinding): OpenHazard => ({
  revision: revision.id,
  code,
  message,
  place: `${shownPath(revision.file)}${place === null ? '' : `:${place.line}`}`,
});
