import type { DiffReportRequest, Report, ReportRequest } from '../../migrator/report.js';
import type { Run, Session } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import type { Outcome } from '../outcome.js';
import { isNoConnection } from '../print.js';
import { type Destination, textOutcome } from './text-outcome.js';

/** Writes what revisions do. */
export const report: Run<ReportRequest & Destination> = async ({ output, ...request }, session) => outcomeOf(await reportWherePossible(request, session), output);

/** Writes what the entities change. */
export const reportDiff: Run<DiffReportRequest & Destination> = async ({ output, ...request }, { migrator }) =>
  outcomeOf(await migrator.reportDiff(request), output);

const outcomeOf = ({ revisions, format, text }: Report, output: string | undefined): Promise<Outcome> =>
  textOutcome(text, output, { revisions: revisions.map(jsonRevision), format, text });

/** Files can be read without a database; then all of them are, and the report says what is not known. */
async function reportWherePossible(request: ReportRequest, { migrator, reporter }: Session): Promise<Report> {
  try {
    return await migrator.report(request);
  } catch (error) {
    if (!isNoConnection(error)) throw error;
    reporter.note(`what is applied, and how the tables are, is not known. ${error.message}`);
    return migrator.report({ ...request, offline: true });
  }
}
