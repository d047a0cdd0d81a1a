import { shownPath } from '../../loader/shown-path.js';
import type { ShownDirection } from '../../migrator/show-revision.js';
import type { Run, Session } from '../command.js';
import { jsonOperations } from '../json-operations.js';
import { jsonRevision } from '../json-revision.js';
import { done, made } from '../outcome.js';
import { printStep } from '../print-revision.js';
import { printDirections, printScript } from '../print-shown.js';

/** Shows what a revision does. */
export const show: Run<{ readonly target: string; readonly sql: boolean }> = async ({ target, sql }, session) => {
  const { migrator, reporter, namespace } = session;
  const shown = await migrator.show(target);
  const marks = { graph: await migrator.graph(), current: new Set<string>() };
  const told = [printStep(shown.revision, marks, reporter.paint), shownPath(shown.revision.file), printDirections(shown, namespace())];
  const json = { ...jsonRevision(shown.revision), up: jsonDirection(shown.up, session), down: jsonDirection(shown.down, session) };
  return sql ? made(printScript(shown), json) : done(told, json);
};

const jsonDirection = ({ operations, statements, irreversible }: ShownDirection, { reporter, namespace }: Session): object => ({
  operations: jsonOperations(operations, reporter.hazards, namespace()),
  statements: statements.map(({ sql }) => sql),
  irreversible,
});
