import { count, indent } from '../../kernel/text.js';
import type { DriftReport } from '../../migrator/drift.js';
import type { Run, Session } from '../command.js';
import { jsonOperations } from '../json-operations.js';
import { jsonRevision } from '../json-revision.js';
import { printGrouped } from '../print-operations.js';
import { viewOf } from './print-difference.js';

/** Shows what was done to the database beside its applied revisions; fails, with 1, where there is anything. */
export const drift: Run<{ readonly sql: boolean }> = async ({ sql }, session) => {
  const report = await session.migrator.drift();
  const { hasDrifted, revisions, operations, beside, undo, omitted } = report;
  omitted.forEach((what) => session.reporter.note(`not compared: ${what}.`));
  return {
    exitCode: hasDrifted ? 1 : 0,
    lines: linesOf(report, session),
    ...(sql ? { text: scriptOf(report) } : {}),
    json: { hasDrifted, revisions: revisions.map(jsonRevision), operations: jsonOperations(operations, session.reporter.hazards, session.namespace()), beside, undo, omitted },
  };
};

function linesOf({ hasDrifted, revisions, operations, beside, undo }: DriftReport, session: Session): readonly string[] {
  const built = `what ${revisions.length === 1 ? 'its 1 applied revision builds' : `its ${revisions.length} applied revisions build`}`;
  if (!hasDrifted) return [`The database is ${built}.`];
  return [
    `The database is not ${built}. It differs by ${count(operations.length + beside.length, 'change')}:`,
    ...(operations.length === 0 ? [] : [printGrouped(operations, viewOf(session))]),
    ...beside.map(indent),
    ...(undo.length === 0 ? [] : ['To undo it: limbeck drift --sql prints the SQL; read it before you run it.']),
    'To keep it: write a revision that does it, change the entities where they have words for it, and enter that as applied here (limbeck stamp).',
  ];
}

/** What operations have no words for is told in comments. */
const scriptOf = ({ undo, beside }: DriftReport): string => [...undo.map((sql) => `${sql};`), ...beside.map((line) => line.replace(/^/gm, '-- '))].join('\n');
