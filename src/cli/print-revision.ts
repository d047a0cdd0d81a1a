import { indent } from '../kernel/text.js';
import { visible } from '../kernel/visible.js';
import { shownPath } from '../loader/shown-path.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { AppliedRevision } from '../migrator/applied.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { Paint } from './paint.js';
import { printDuration } from './print.js';

/** What a revision is shown with. */
export interface Marks {
  readonly graph: RevisionGraph;
  /** Where the database is; empty where nobody asked. */
  readonly current: ReadonlySet<RevisionId>;
  /** How those came to be applied that are; left out where nobody asked. */
  readonly applied?: ReadonlyMap<RevisionId, AppliedRevision>;
}

/** `ae1027a6acf0 (shop) (expand) (head) (current) (branchpoint), add invoices`: the words are Alembic's, but for the phase. */
export function printRevision(revision: Revision, marks: Marks, paint: Paint): string {
  return `${paint('yellow', revision.id)}${paint('green', marksOf(revision, marks))}, ${visible(revision.message)}`;
}

/** The line of {@link printRevision} after what the revision stands on, and depends on: `4c5d91f0b2e7 (accounts) -> ae1027a6acf0, add invoices`. */
export function printStep(revision: Revision, marks: Marks, paint: Paint): string {
  const dependsOn = revision.dependsOn.length === 0 ? '' : ` (${revision.dependsOn.join(', ')})`;
  return `${paint('dim', `${standsOn(revision)}${dependsOn} ->`)} ${printRevision(revision, marks, paint)}`;
}

/** All there is to say of a revision, line by line. */
export function printAtLength(revision: Revision, marks: Marks, paint: Paint): string {
  const { graph, applied } = marks;
  const run = applied?.get(revision.id);
  const fact = (name: string, values: readonly string[]): readonly string[] => (values.length === 0 ? [] : [`${name}: ${values.join(', ')}`]);
  const children = graph.children(revision.id).map(({ id }) => id);
  return [
    `Revision: ${paint('yellow', revision.id)}${paint('green', marksOf(revision, marks))}`,
    `${revision.parents.length > 1 ? 'Merges' : 'Parent'}: ${standsOn(revision)}`,
    ...fact('Depends on', revision.dependsOn),
    ...fact('Replaces', revision.replaces),
    ...fact('Branches into', children.length > 1 ? children : []),
    ...fact('Branch labels', graph.labels(revision)),
    `Written: ${new Date(revision.timestampMs).toISOString()}`,
    ...(run === undefined ? [] : [`Applied: ${printRun(run)}`]),
    `File: ${shownPath(revision.file)}`,
    '',
    indent(revision.message),
    '',
  ].join('\n');
}

/** `2026-11-21T09:30:12.000Z, in 12 ms, by shop at build-7, with Limbeck 0.1.0`, as far as it is known. */
function printRun({ appliedAt, durationMs, role, host, version }: AppliedRevision): string {
  const facts = [
    appliedAt === null ? "by TypeORM's own runner" : appliedAt.toISOString(),
    ...(durationMs === null ? [] : [`in ${printDuration(durationMs)}`]),
    ...(role === null ? [] : [`by ${role}${host === null ? '' : ` at ${host}`}`]),
    ...(version === null ? [] : [`with Limbeck ${version}`]),
  ];
  return facts.join(', ');
}

const standsOn = ({ parents }: Revision): string => (parents.length === 0 ? '<base>' : parents.join(', '));

function marksOf(revision: Revision, { graph, current }: Marks): string {
  const labels = graph.labels(revision);
  const children = graph.children(revision.id).length;
  const head = graph.effectiveHeads.some(({ id }) => id === revision.id) ? 'head' : 'effective head';
  const marks = [
    ...(labels.length === 0 ? [] : [labels.join(', ')]),
    ...(revision.phase === null ? [] : [revision.phase]),
    ...(children === 0 ? [head] : []),
    ...(current.has(revision.id) ? ['current'] : []),
    ...(children > 1 ? ['branchpoint'] : []),
    ...(revision.parents.length > 1 ? ['mergepoint'] : []),
  ];
  return marks.map((mark) => ` (${mark})`).join('');
}
