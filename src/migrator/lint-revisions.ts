import type { AssessmentContext } from '../dialect/hazard.js';
import type { LintFinding } from '../lint/finding.js';
import { lintRevision } from '../lint/lint-revision.js';
import type { LintSurroundings } from '../lint/read-direction.js';
import { aroundRevision } from '../revision/deploy.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { Rehearsals } from '../runtime/rehearsals.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import type { Workspace } from './workspace.js';

/** What is known of the revisions around, and of the server; `serverVersion` is `null` where no server was asked. */
export interface KnownServer extends Pick<AssessmentContext, 'serverVersion' | 'minorVersion' | 'figures' | 'lockTimeoutMs' | 'statementTimeoutMs'>, Pick<LintSurroundings, 'columnsBefore' | 'rehearsals'> {
  readonly graph: RevisionGraph;
}

/** What revisions can do on a server, revision by revision. */
export async function lintRevisions(workspace: Workspace, revisions: readonly Revision[], server: KnownServer): Promise<readonly LintFinding[]> {
  const surroundings = surroundingsOf(workspace, server);
  const findings: LintFinding[] = [];
  for (const revision of revisions) findings.push(...(await lintRevision(revision, surroundings)));
  return findings;
}

const surroundingsOf = ({ dataSource, dialect, options }: Workspace, { graph, columnsBefore, rehearsals, ...server }: KnownServer): LintSurroundings => ({
  dialect,
  rehearsals,
  transaction: options.transaction ?? dataSource.options.migrationsTransactionMode ?? 'each',
  context: { namespace: configuredNamespaceOf(dataSource), ...server, names: options.lint.names },
  columnsBefore,
  ranBefore: (revision, direction) => {
    const { before, after } = aroundRevision(graph, revision);
    return direction === 'up' ? before : after.toReversed();
  },
  options: options.lint,
});

/** What revisions do when nothing they send goes anywhere. */
export const rehearsalsOf = ({ dataSource, dialect, options }: Workspace): Rehearsals => new Rehearsals({ dataSource, dialect, arguments: options.arguments });
