import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LimbeckError, type ErrorCode } from '../../../src/kernel/errors.js';
import { RevisionGraph } from '../../../src/revision/graph.js';
import { parseRange, revisionsIn } from '../../../src/revision/range.js';
import type { RevisionId } from '../../../src/revision/revision.js';
import { downgradePath, upgradePath } from '../../../src/revision/target.js';
import { revisionOf } from '../../support/graph.js';

/** What Alembic itself did; see record.py beside the file. */
interface Recorded {
  readonly revisions: readonly (readonly [id: RevisionId, parents: readonly RevisionId[], dependsOn: readonly string[], labels: readonly string[]])[];
  readonly heads: readonly RevisionId[];
  readonly effectiveHeads: readonly RevisionId[];
  readonly bases: readonly RevisionId[];
  readonly labels: Readonly<Record<RevisionId, readonly string[]>>;
  readonly queries: readonly (readonly [kind: Kind, current: readonly RevisionId[], target: string, outcome: readonly RevisionId[] | string])[];
}

type Kind = 'upgrade' | 'downgrade' | 'range';

const recorded = JSON.parse(readFileSync(resolve(__dirname, '../../fixtures/alembic/recorded.json'), 'utf8')) as readonly Recorded[];

const graphOf = ({ revisions }: Recorded): RevisionGraph =>
  RevisionGraph.of(revisions.map(([id, parents, dependsOn, labels], position) => ({ ...revisionOf(id, parents, position), dependsOn, labels })));

const sortedIds = (revisions: Iterable<{ readonly id: RevisionId }>): readonly RevisionId[] => [...revisions].map(({ id }) => id).sort();

interface Answer {
  readonly kind: Kind;
  readonly current: readonly RevisionId[];
  readonly target: string;
  /** The revisions, or the error. */
  readonly theirs: readonly RevisionId[] | string;
  readonly ours: readonly RevisionId[] | ErrorCode;
}

function answersOf(record: Recorded): readonly Answer[] {
  const graph = graphOf(record);
  return record.queries.map(([kind, current, target, theirs]) => {
    const applied = new Set(sortedIds(graph.required([...graph.withIds(new Set(current))])));
    const answer = {
      upgrade: () => upgradePath(graph, { target, applied }),
      downgrade: () => downgradePath(graph, { target, applied }),
      range: () => revisionsIn(graph, { range: parseRange(target), applied }),
    };
    try {
      return { kind, current, target, theirs, ours: sortedIds(answer[kind]()) };
    } catch (error) {
      if (error instanceof LimbeckError) return { kind, current, target, theirs, ours: error.code };
      throw error;
    }
  });
}

const isSame = ({ ours, theirs }: Answer): boolean =>
  typeof ours === 'string' || typeof theirs === 'string' ? typeof ours === typeof theirs : ours.join() === theirs.join();

const sideOf = (target: string, side: 0 | 1): string => target.split(':')[side] ?? '';

/** Where Limbeck means to answer otherwise, and why. */
const differences: Readonly<Record<string, (answer: Answer) => boolean>> = {
  'Alembic fails at an assertion of its own': ({ theirs }) => theirs === 'defect: AssertionError',
  'in Alembic, `current` has no branch and no steps': ({ kind, target, theirs }) => kind === 'range' && theirs === 'Resolution' && target.includes('current'),
  'in Alembic, a range cannot start at steps from a revision': ({ kind, target, theirs }) =>
    kind === 'range' && theirs === 'Resolution' && /[+-]\d$/.test(sideOf(target, 0)),
  'steps at the start of a range count from its end, as Alembic\'s manual says, not from the heads': ({ kind, target }) =>
    kind === 'range' && /^(?:\w+@)?-\d$/.test(sideOf(target, 0)),
  'the branch of the start of a range is that of its end, label or not': ({ kind, target }) => kind === 'range' && sideOf(target, 0).includes('@'),
  'of several heads Alembic takes the first, and warns that it will not for ever': ({ kind, current, target, ours }) =>
    kind === 'downgrade' && current.length > 1 && /^-\d$/.test(target) && ours === 'revision/ambiguous-walk',
  'in Alembic a branch does not tell which head is meant': ({ target, theirs }) => theirs === 'MultipleHeads' && /@heads?(?:[+-]\d)?$/.test(target),
  'in Alembic a branch does not tell the way down through a merge': ({ target, theirs }) => theirs === 'Ambiguous walk' && target.includes('@'),
  'a revision is looked for on the branch that was named': ({ target, ours }) => ours === 'revision/not-on-branch' && target.includes('@'),
  'there is no step down from the base; Alembic begins again at the heads': ({ target, ours }) => ours === 'revision/over-walk' && /base-\d/.test(target),
  'there is nothing to undo above a revision that is applied, whoever depends on it': ({ kind, ours, theirs }) =>
    kind === 'downgrade' && theirs === 'RangeNotAncestor' && ours.length === 0,
  'a branch that is named by what is below it has all that is above': ({ theirs }) => theirs === 'Not a valid downgrade target from current heads',
  'the heads of one branch may depend on each other': ({ theirs }) => String(theirs).startsWith('Requested revision'),
  'in Alembic a branch does not tell which revision a beginning means': ({ target, theirs }) => theirs === 'Resolution' && target.includes('@'),
  'the beginning of an id that names a branch must be that of one revision': ({ target, ours }) => ours === 'revision/ambiguous' && target.includes('@'),
  '`heads` is no place to go down to when there are several': ({ kind, target, ours }) => kind === 'downgrade' && target.endsWith('heads') && ours === 'revision/multiple-heads',
};

describe('Alembic, asked the same', () => {
  it.each(['heads', 'effectiveHeads', 'bases'] as const)('has the same %s', (kind) => {
    for (const record of recorded) expect(sortedIds(graphOf(record)[kind])).toEqual(record[kind]);
  });

  it('gives the same labels in a graph whose branches begin at their labels', () => {
    // Elsewhere Alembic begins at whichever descendant it reached last, so that the rest of the branch is left to chance.
    for (const record of recorded) {
      const graph = graphOf(record);
      for (const { id } of graph.descendants([...graph.labelled.values()])) {
        const own = [...graph.labelled].filter(([, carrier]) => sortedIds(graph.descendants([carrier])).includes(id)).map(([label]) => label);
        expect(own.filter((label) => !(record.labels[id] ?? []).includes(label))).toEqual([]);
      }
    }
  });

  const answers = recorded.flatMap(answersOf);
  const reasonOf = (answer: Answer): string | undefined => Object.keys(differences).find((reason) => differences[reason]?.(answer));

  it('gives the same answer, or there is a reason why not', () => {
    expect(answers.filter((answer) => !isSame(answer) && reasonOf(answer) === undefined)).toEqual([]);
  });

  it('gives the same revisions for each way up and down that both find', () => {
    const both = answers.filter(({ kind, ours, theirs }) => kind !== 'range' && typeof ours !== 'string' && typeof theirs !== 'string');
    expect(both.filter((answer) => !isSame(answer))).toEqual([]);
    expect(both.length).toBeGreaterThan(400);
  });

  it('shows each reason at work', () => {
    const unequal = answers.filter((answer) => !isSame(answer));
    const unseen = Object.entries(differences).filter(([, holds]) => !unequal.some(holds));
    expect(unseen.map(([reason]) => reason)).toEqual([]);
  });
});
