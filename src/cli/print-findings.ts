import { blockedBy, type TableLock, type Work } from '../dialect/hazard.js';
import { count, indent } from '../kernel/text.js';
import { visible } from '../kernel/visible.js';
import { shownPath } from '../loader/shown-path.js';
import { isOpenError, type LintFinding } from '../lint/finding.js';
import type { LintReport } from '../migrator/lint.js';
import { describe } from '../operation/describe.js';
import type { Revision } from '../revision/revision.js';
import type { OperationView } from './print-operations.js';

/** Findings, below the revisions that they are of. */
export function printFindings(findings: readonly LintFinding[], view: FindingView): readonly string[] {
  const revisions = [...new Set(findings.map(({ revision }) => revision))];
  const printOne = (revision: Revision): string =>
    [headingOf(revision, view), ...findings.filter((each) => each.revision === revision).map((each) => indent(printFinding(each, view)))].join('\n');
  return revisions.map(printOne);
}

type FindingView = Pick<OperationView, 'paint' | 'namespace'>;

const headingOf = ({ id, message }: Revision, { paint }: FindingView): string => `${paint('yellow', id)}, ${visible(message)}`;

function printFinding(finding: LintFinding, { paint, namespace }: FindingView): string {
  const { code, level, message, hint, direction, operation, acceptance, lock, work } = finding;
  const step = operation === null ? '' : `: ${describe(operation, namespace)}`;
  const label = acceptance !== null ? paint('dim', `accepted ${code}`) : level === 'error' ? paint('red', `error ${code}`) : paint('yellow', `warning ${code}`);
  const facts = [...(lock === undefined ? [] : [printLock(lock)]), ...(work === undefined ? [] : [printWork(work)])];
  return [
    `${placeOf(finding)}${direction === null ? '' : `, ${direction}`}${step}`,
    indent(`${label}: ${visible(message)}`),
    ...facts.map((fact) => indent(indent(fact))),
    indent(indent(paint('dim', visible(acceptance ?? hint)))),
  ].join('\n');
}

/** The file, and the line and the column as far as they are known, as editors understand it. */
export const placeOf = ({ revision, place }: Pick<LintFinding, 'revision' | 'place'>): string =>
  [shownPath(revision.file), ...(place === null ? [] : [place.line, place.column])].join(':');

const printLock = ({ mode, tables }: TableLock): string =>
  `lock: ${mode}${tables.length === 0 ? '' : ` on ${tables.map(({ schema, name }) => visible(`${schema}.${name}`)).join(', ')}`}, which blocks ${blockedBy(mode)}`;

const works: { readonly [W in Work]: string } = {
  rewrite: 'work: the whole table is written anew',
  scan: 'work: every row is read',
  'index build': 'work: an index of every row is built',
  update: 'work: every row is changed',
};

const printWork = (work: Work): string => works[work];

/** `2 errors and 1 warning in 3 revisions; 1 hazard is accepted.` */
export function summaryOf({ revisions, findings }: LintReport): string {
  const open = findings.filter(({ acceptance }) => acceptance === null);
  const errors = open.filter(isOpenError).length;
  const accepted = findings.length - open.length;
  const counts = [...(errors === 0 ? [] : [count(errors, 'error')]), ...(open.length === errors ? [] : [count(open.length - errors, 'warning')])];
  const told = counts.length === 0 ? `No hazard is open in ${count(revisions.length, 'revision')}` : `${counts.join(' and ')} in ${count(revisions.length, 'revision')}`;
  return `${told}${accepted === 0 ? '' : `; ${count(accepted, 'hazard')} accepted`}.`;
}
