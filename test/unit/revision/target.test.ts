import { LimbeckError } from '../../../src/kernel/errors.js';
import { RevisionGraph } from '../../../src/revision/graph.js';
import { downgradeTargets, findRevision, upgradeTargets } from '../../../src/revision/target.js';
import { drawn } from '../../support/graph.js';

/** One line of three. */
const line = RevisionGraph.of(drawn({ aaaa1111: '', aaaa2222: 'aaaa1111', bbbb3333: 'aaaa2222' }));
/** Two bases; a branch point at `base1`, joined again in `merge`; and a second head. */
const branched = RevisionGraph.of(drawn({ base1: '', left1: 'base1', right1: 'base1', base2: '', merge: 'left1 right1', head2: 'base2' }));
const empty = RevisionGraph.of([]);

const ids = (applied: string): ReadonlySet<string> => new Set(applied.split(' ').filter((id) => id !== ''));

interface Row {
  readonly graph?: RevisionGraph;
  readonly applied?: string;
  readonly target: string;
  /** Ids, or a code of an error. */
  readonly gives: string;
}

const outcome = (work: () => readonly { readonly id: string }[]): string => {
  try {
    return work()
      .map(({ id }) => id)
      .join(' ');
  } catch (error) {
    if (error instanceof LimbeckError) return (error as LimbeckError).code;
    throw error;
  }
};

const title = ({ applied = '', target, gives }: Row): string => `${target} with ${applied === '' ? 'nothing' : applied} applied: ${gives === '' ? 'the base' : gives}`;

/** The meaning is Alembic's (its tutorial, "Partial Revision Identifiers" and "Relative Migration Identifiers", and "Working with Branches"). */
describe('where an upgrade leads', () => {
  const rows: readonly Row[] = [
    { target: 'head', gives: 'bbbb3333' },
    { target: 'heads', gives: 'bbbb3333' },
    { target: 'base', gives: '' },
    { target: 'aaaa2222', gives: 'aaaa2222' },
    { target: ' aaaa2222 ', gives: 'aaaa2222' },
    { target: 'bbbb', gives: 'bbbb3333' },
    { target: 'aaaa2', gives: 'aaaa2222' },
    { target: 'aaaa', gives: 'revision/ambiguous' },
    { target: 'bbb', gives: 'revision/unknown' },
    { target: 'cccc', gives: 'revision/unknown' },
    { target: '', gives: 'revision/unknown' },
    { target: 'not an id', gives: 'revision/unknown' },
    { target: '+1', gives: 'aaaa1111' },
    { target: '+3', gives: 'bbbb3333' },
    { target: '+4', gives: 'revision/over-walk' },
    { target: '+1', applied: 'aaaa1111', gives: 'aaaa2222' },
    { target: '+2', applied: 'aaaa1111', gives: 'bbbb3333' },
    { target: '+1', applied: 'aaaa1111 aaaa2222 bbbb3333', gives: 'revision/over-walk' },
    { target: '-1', applied: 'aaaa1111', gives: 'revision/wrong-direction' },
    { target: 'head-1', gives: 'aaaa2222' },
    { target: 'head-3', gives: '' },
    { target: 'head-4', gives: 'revision/over-walk' },
    { target: 'head+1', gives: 'revision/over-walk' },
    { target: 'base+2', gives: 'aaaa2222' },
    { target: 'aaaa1+1', gives: 'aaaa2222' },
    { target: 'aaaa1+5', gives: 'revision/over-walk' },
    { target: 'bbbb-1', gives: 'aaaa2222' },
    { target: 'heads-1', gives: 'revision/unknown' },
    { graph: empty, target: 'head', gives: '' },
    { graph: empty, target: 'heads', gives: '' },
    { graph: empty, target: '+1', gives: 'revision/over-walk' },
    { graph: branched, target: 'head', gives: 'revision/multiple-heads' },
    { graph: branched, target: 'head-1', gives: 'revision/multiple-heads' },
    { graph: branched, target: 'heads', gives: 'merge head2' },
    { graph: branched, target: '+1', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: '+1', applied: 'base2', gives: 'head2' },
    { graph: branched, target: '+1', applied: 'base1', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: '+1', applied: 'base1 left1', gives: 'merge' },
    { graph: branched, target: '+1', applied: 'base1 left1 base2', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: 'merge-1', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: 'base1+1', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: 'left1+1', gives: 'merge' },
  ];

  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, { graph = line, applied = '', target, gives }) => {
    expect(outcome(() => upgradeTargets(graph, { target, applied: ids(applied) }))).toBe(gives);
  });
});

describe('where a downgrade leads', () => {
  const all = 'aaaa1111 aaaa2222 bbbb3333';
  const rows: readonly Row[] = [
    { target: 'base', applied: all, gives: '' },
    { target: 'base', gives: '' },
    { target: '-1', applied: all, gives: 'aaaa2222' },
    { target: '-3', applied: all, gives: '' },
    { target: '-4', applied: all, gives: 'revision/over-walk' },
    { target: '-1', applied: 'aaaa1111', gives: '' },
    { target: '-1', gives: 'revision/over-walk' },
    { target: '+1', applied: 'aaaa1111', gives: 'revision/wrong-direction' },
    { target: 'aaaa1', applied: all, gives: 'aaaa1111' },
    { target: 'head-1', applied: all, gives: 'aaaa2222' },
    { target: 'head', applied: all, gives: 'bbbb3333' },
    { target: 'head', applied: 'aaaa1111', gives: 'revision/not-applied' },
    { target: 'bbbb', applied: 'aaaa1111', gives: 'revision/not-applied' },
    { target: 'aaaa1+1', applied: all, gives: 'aaaa2222' },
    { target: 'zzzz', applied: all, gives: 'revision/unknown' },
    { graph: branched, target: '-1', applied: 'base1 left1', gives: 'base1' },
    { graph: branched, target: '-1', applied: 'base1 left1 right1', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: '-1', applied: 'base1 left1 right1 merge', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: 'left1', applied: 'base1 left1 right1 merge', gives: 'left1' },
  ];

  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, { graph = line, applied = '', target, gives }) => {
    expect(outcome(() => downgradeTargets(graph, { target, applied: ids(applied) }))).toBe(gives);
  });
});

describe('what is said of a revision that is not found', () => {
  const errorOf = (target: string): LimbeckError => {
    try {
      findRevision(line, target);
    } catch (error) {
      if (error instanceof LimbeckError) return error as LimbeckError;
    }
    throw new Error('It was found.');
  };

  it('names the candidates of a beginning', () => {
    const error = errorOf('aaaa');
    expect(error.message).toContain('aaaa1111, aaaa2222');
    expect(error.hint).toBe('Write more of the id.');
  });

  it('names the nearest id', () => expect(errorOf('bbbb3334').hint).toBe('Did you mean "bbbb3333"?'));
  it('names the nearest word', () => expect(errorOf('haad').hint).toBe('Did you mean "head"?'));
  it('names none when none is near', () => expect(errorOf('qqqqqqqq').hint).toBe('List them with `limbeck history`.'));
});
