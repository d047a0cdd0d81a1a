import type { LintReport, LintRequest } from '../../migrator/lint.js';
import type { Run, Session } from '../command.js';
import { annotationOf } from '../github-annotation.js';
import { jsonFinding } from '../json-finding.js';
import { jsonRevision } from '../json-revision.js';
import { isNoConnection } from '../print.js';
import { printFindings, summaryOf } from '../print-findings.js';

export interface LintWish extends LintRequest {
  readonly format: 'text' | 'github';
  /** Whether what is accepted is shown as well. */
  readonly verbose: boolean;
}

/** Says what revisions can do; fails, with 1, where an error is open. */
export const lint: Run<LintWish> = async ({ format, verbose, ...request }, session) => {
  const { reporter, namespace } = session;
  const report = await lintWherePossible(request, session);
  const { revisions, findings, isSafe } = report;
  const shown = verbose ? findings : findings.filter(({ acceptance }) => acceptance === null);
  const lines = format === 'github' ? shown.map(annotationOf) : printFindings(shown, { paint: reporter.paint, namespace: namespace() });
  return {
    exitCode: isSafe ? 0 : 1,
    lines: [...lines, summaryOf(report)],
    json: { isSafe, revisions: revisions.map(jsonRevision), findings: findings.map((finding) => jsonFinding(finding, namespace())) },
  };
};

/** Files can be read without a database; then all of them are, and nothing is known of the tables. */
async function lintWherePossible(request: LintRequest, { migrator, reporter }: Session): Promise<LintReport> {
  try {
    return await migrator.lint(request);
  } catch (error) {
    if (!isNoConnection(error)) throw error;
    reporter.note(`what is applied, and how large the tables are, is not known. ${error.message}`);
    return migrator.lint({ ...request, offline: true });
  }
}
