import { LimbeckError } from '../../../src/kernel/errors.js';
import { findRevision } from '../../../src/revision/find-revision.js';
import { RevisionGraph } from '../../../src/revision/graph.js';
import { needsApplied, parseRange, revisionsIn } from '../../../src/revision/range.js';
import { downgradeScript, upgradeScript } from '../../../src/revision/script-path.js';
import { findBeside } from '../../../src/revision/several.js';
import { downgradePath, upgradeTargets } from '../../../src/revision/target.js';
import { drawn } from '../../support/graph.js';

/** One line of three. */
const line = RevisionGraph.of(drawn({ aaaa1111: '', aaaa2222: 'aaaa1111', bbbb3333: 'aaaa2222' }));
/** Two bases; a branch point at `base1`, joined again in `merge`; and a second head. */
const branched = RevisionGraph.of(drawn({ base1: '', left1: 'base1', right1: 'base1', base2: '', merge: 'left1 right1', head2: 'base2' }));
/** A trunk of two that parts into `left` and `right`; a line `lib` of its own, on the second of which `right2` depends; all but `lib` joined. */
const labelled = RevisionGraph.of(
  drawn({
    trunk1: '@ trunk',
    trunk2: 'trunk1',
    left1: 'trunk2 @ left',
    right1: 'trunk2 @ right right-hand',
    lib1: '@ lib',
    lib2: 'lib1',
    left2: 'left1',
    right2: 'right1 < lib2',
    lib3: 'lib2',
    joined: 'left2 right2',
  }),
);
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

/** The meaning is Alembic's (its tutorial, "Partial Revision Identifiers", "Relative Migration Identifiers" and "Viewing History Ranges", and "Working with Branches"). */
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
    { target: '', gives: 'revision/bad-identifier' },
    { target: 'not an id', gives: 'revision/bad-identifier' },
    { target: 'shop@', gives: 'revision/bad-identifier' },
    { target: '@head', gives: 'revision/bad-identifier' },
    { target: 'a@b@c', gives: 'revision/bad-identifier' },
    { target: 'aaaa1:bbbb', gives: 'revision/bad-identifier' },
    { target: 'head+', gives: 'revision/bad-identifier' },
    { target: 'nowhere@head', gives: 'revision/unknown-branch' },
    { target: 'current', applied: 'aaaa1111', gives: 'aaaa1111' },
    { target: 'current+1', applied: 'aaaa1111', gives: 'aaaa2222' },
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
    { target: 'heads-1', gives: 'aaaa2222' },
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
    { graph: branched, target: 'left1@head-1', gives: 'left1' },
    ...[
      { target: 'left', gives: 'left1' },
      { target: 'right-hand', gives: 'right1' },
      { target: 'heads', gives: 'lib3 joined' },
      { target: 'head', gives: 'revision/multiple-heads' },
      { target: 'lib@head', gives: 'lib3' },
      { target: 'lib1@head', gives: 'lib3' },
      { target: 'left@head', gives: 'joined' },
      { target: 'trunk@heads', gives: 'joined' },
      { target: 'lib@base', gives: '' },
      { target: 'lib@lib2', gives: 'lib2' },
      { target: 'left@trunk1', gives: 'trunk1' },
      { target: 'lib@left1', gives: 'revision/not-on-branch' },
      { target: 'lib@head-1', gives: 'lib2' },
      { target: 'left@head-1', gives: 'left2' },
      { target: 'left@head-3', gives: 'trunk2' },
      { target: 'joined-1', gives: 'revision/ambiguous-walk' },
      { target: '+1', gives: 'revision/ambiguous-walk' },
      { target: 'lib@+1', gives: 'lib1' },
      { target: 'lib@+2', applied: 'trunk1 trunk2', gives: 'lib2' },
      { target: 'left@+1', applied: 'trunk1 trunk2', gives: 'left1' },
      { target: 'left@+1', applied: 'trunk1 trunk2 right1', gives: 'left1' },
      { target: 'left@+1', applied: 'trunk1 trunk2 right1 left1', gives: 'left2' },
      { target: 'right-hand@+1', applied: 'trunk1 trunk2 right1 left1', gives: 'right2' },
      { target: 'trunk@+1', applied: 'trunk1 trunk2 right1 left1', gives: 'revision/ambiguous-walk' },
      { target: 'left@+4', applied: 'trunk1 trunk2 left1', gives: 'revision/over-walk' },
      { target: 'lib@+1', applied: 'trunk1 trunk2 right1 lib1 lib2 right2', gives: 'lib3' },
      { target: 'left@trunk2+1', gives: 'left1' },
      { target: 'left@base+3', gives: 'left1' },
      { target: 'lib@-1', applied: 'lib1', gives: 'revision/wrong-direction' },
    ].map((row) => ({ ...row, graph: labelled })),
  ];

  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, { graph = line, applied = '', target, gives }) => {
    expect(outcome(() => upgradeTargets(graph, { target, applied: ids(applied) }))).toBe(gives);
  });
});

describe('what a downgrade undoes', () => {
  const all = 'aaaa1111 aaaa2222 bbbb3333';
  const parted = 'trunk1 trunk2 left1 right1 left2 lib1 lib2 right2 lib3';
  const rows: readonly Row[] = [
    { target: 'base', applied: all, gives: 'bbbb3333 aaaa2222 aaaa1111' },
    { target: 'base', gives: '' },
    { target: '-1', applied: all, gives: 'bbbb3333' },
    { target: '-3', applied: all, gives: 'bbbb3333 aaaa2222 aaaa1111' },
    { target: '-4', applied: all, gives: 'revision/over-walk' },
    { target: '-1', applied: 'aaaa1111', gives: 'aaaa1111' },
    { target: '-1', gives: 'revision/over-walk' },
    { target: '+1', applied: 'aaaa1111', gives: 'revision/wrong-direction' },
    { target: 'aaaa1', applied: all, gives: 'bbbb3333 aaaa2222' },
    { target: 'head-1', applied: all, gives: 'bbbb3333' },
    { target: 'head', applied: all, gives: '' },
    { target: 'head', applied: 'aaaa1111', gives: 'revision/not-applied' },
    { target: 'bbbb', applied: 'aaaa1111', gives: 'revision/not-applied' },
    { target: 'aaaa1+1', applied: all, gives: 'bbbb3333' },
    { target: 'base+2', applied: all, gives: 'bbbb3333' },
    { target: 'zzzz', applied: all, gives: 'revision/unknown' },
    { graph: branched, target: '-1', applied: 'base1 left1', gives: 'left1' },
    { graph: branched, target: '-1', applied: 'base1 left1 right1', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: 'right1@-1', applied: 'base1 left1 right1', gives: 'right1' },
    { graph: branched, target: '-1', applied: 'base1 left1 right1 merge', gives: 'revision/ambiguous-walk' },
    { graph: branched, target: 'left1', applied: 'base1 left1 right1 merge', gives: 'merge' },
    { graph: branched, target: 'left1@-2', applied: 'base1 left1 right1 merge', gives: 'merge left1' },
    { graph: branched, target: 'base2@base', applied: 'base1 left1 right1 merge base2', gives: 'base2' },
    { graph: branched, target: 'base1', applied: 'base1 left1 right1 merge base2', gives: 'merge right1 left1' },
    { graph: branched, target: 'left1@base1', applied: 'base1 left1 right1 base2', gives: 'left1' },
    ...[
      { target: 'left@trunk2', gives: 'left2 left1' },
      { target: 'left2@trunk2', gives: 'left2 left1' },
      { target: 'left@base', gives: 'left2 right2 right1 left1 trunk2 trunk1' },
      { target: 'left@-1', gives: 'left2' },
      { target: 'right@-1', gives: 'right2' },
      { target: 'right-hand@trunk2', gives: 'right2 right1' },
      { target: 'trunk2', gives: 'right2 left2 right1 left1' },
      { target: 'lib1', gives: 'lib3 right2 lib2' },
      { target: 'lib2', gives: 'lib3' },
      { target: 'lib@base', gives: 'lib3 right2 lib2 lib1' },
      { target: 'lib@-1', gives: 'lib3' },
      { target: 'lib@-1', applied: 'trunk1 trunk2 right1 lib1 lib2 right2', gives: 'right2 lib2' },
      { target: 'left@-1', applied: 'trunk1 trunk2 right1', gives: 'revision/over-walk' },
      { target: 'lib2', applied: 'trunk1 trunk2 right1 lib1 lib2 right2', gives: '' },
      { target: 'trunk@-1', gives: 'revision/ambiguous-walk' },
      { target: 'right@left1', gives: 'revision/not-on-branch' },
      { target: 'heads', gives: 'revision/multiple-heads' },
      { target: 'left@joined', gives: 'revision/not-applied' },
    ].map((row) => ({ applied: parted, ...row, graph: labelled })),
  ];

  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, { graph = line, applied = '', target, gives }) => {
    const undone = outcome(() => downgradePath(graph, { target, applied: ids(applied) }));
    // The order between branches is that of the time stamps backwards, and is tried elsewhere.
    expect(undone.split(' ').sort()).toEqual(gives.split(' ').sort());
  });
});

describe('which revisions a range holds', () => {
  const rows: readonly Row[] = [
    { target: ':', gives: 'aaaa1111 aaaa2222 bbbb3333' },
    { target: 'aaaa2:', gives: 'aaaa2222 bbbb3333' },
    { target: ':aaaa2', gives: 'aaaa1111 aaaa2222' },
    { target: 'aaaa1 : aaaa2', gives: 'aaaa1111 aaaa2222' },
    { target: '-1:', gives: 'aaaa2222 bbbb3333' },
    { target: '-9:', gives: 'aaaa1111 aaaa2222 bbbb3333' },
    { target: '-1:current', applied: 'aaaa1111 aaaa2222', gives: 'aaaa1111 aaaa2222' },
    { target: 'current:', applied: 'aaaa1111 aaaa2222', gives: 'aaaa2222 bbbb3333' },
    { target: ':current', gives: '' },
    { target: 'current:+1', applied: 'aaaa1111', gives: 'aaaa1111 aaaa2222' },
    { target: 'aaaa1:+9', gives: 'aaaa1111 aaaa2222 bbbb3333' },
    { target: ':head-1', gives: 'aaaa1111 aaaa2222' },
    { target: 'base:aaaa1', gives: 'aaaa1111' },
    { target: 'bbbb:aaaa1', gives: 'revision/not-an-ancestor' },
    { target: 'aaaa1', gives: 'revision/bad-range' },
    { target: 'aaaa1:bbbb:head', gives: 'revision/bad-range' },
    { target: '-1:+1', gives: 'revision/bad-range' },
    { target: '+1:', gives: 'revision/wrong-direction' },
    { target: ':-1', gives: 'revision/wrong-direction' },
    { target: 'zzzz:', gives: 'revision/unknown' },
    ...[
      { target: 'left1:right1', gives: 'revision/not-an-ancestor' },
      { target: 'lib@base:', gives: 'lib1 lib2 lib3' },
      { target: 'left@trunk2:left2', gives: 'trunk2 left1 left2' },
      { target: 'right1:', gives: 'right1 right2 joined' },
      { target: ':right2', gives: 'trunk1 trunk2 right1 lib1 lib2 right2' },
      { target: 'current:left@+2', applied: 'trunk1 trunk2', gives: 'trunk2 left1 left2' },
      { target: ':lib@head-2', gives: 'lib1' },
      { target: ':lib@heads', gives: 'lib1 lib2 lib3' },
      { target: ':head', gives: 'revision/multiple-heads' },
    ].map((row) => ({ ...row, graph: labelled })),
  ];

  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, { graph = line, applied = '', target, gives }) => {
    expect(outcome(() => revisionsIn(graph, { range: parseRange(target), applied: ids(applied) }))).toBe(gives);
  });

  it('can be told without the database unless it names what is current', () => {
    expect(['a:', ':current', 'left@current:', '-1:', ':+2'].map((text) => needsApplied(parseRange(text)))).toEqual([false, true, true, false, false]);
  });
});

describe('what a script between two revisions runs', () => {
  const script = (way: typeof upgradeScript, range: string, graph = line): string =>
    outcome(() => {
      const { applied, path } = way(graph, parseRange(range));
      return [...graph.withIds(applied), { id: '|' }, ...path];
    });

  it.each([
    ['aaaa1:', 'aaaa1111 | aaaa2222 bbbb3333'],
    [':aaaa2', '| aaaa1111 aaaa2222'],
    ['aaaa1:+1', 'aaaa1111 | aaaa2222'],
    ['base:head', '| aaaa1111 aaaa2222 bbbb3333'],
    ['bbbb:bbbb', 'aaaa1111 aaaa2222 bbbb3333 |'],
    ['bbbb:aaaa1', 'revision/not-an-ancestor'],
    ['aaaa1:+9', 'revision/over-walk'],
  ])('up %s', (range, gives) => expect(script(upgradeScript, range)).toBe(gives));

  it('up also from another branch, of which it needs nothing more', () => {
    expect(script(upgradeScript, 'left2:right1', labelled)).toBe('trunk1 trunk2 left1 left2 | right1');
  });

  it.each([
    ['bbbb:aaaa1', 'aaaa1111 aaaa2222 bbbb3333 | bbbb3333 aaaa2222'],
    ['head:base', 'aaaa1111 aaaa2222 bbbb3333 | bbbb3333 aaaa2222 aaaa1111'],
    ['aaaa2:-1', 'aaaa1111 aaaa2222 | aaaa2222'],
    ['aaaa1:bbbb', 'revision/not-applied'],
    ['aaaa1:', 'revision/bad-range'],
    [':aaaa1', 'revision/bad-range'],
  ])('down %s', (range, gives) => expect(script(downgradeScript, range)).toBe(gives));
});

describe('several revisions', () => {
  const beside = (...targets: readonly string[]): string => outcome(() => findBeside(labelled, { targets, applied: new Set() }));

  it('are those that were named', () => expect(beside('left2', 'right2')).toBe('left2 right2'));
  it('may depend on each other', () => expect(beside('lib2', 'right2')).toBe('lib2 right2'));
  it('are all heads by one word', () => expect(beside('heads')).toBe('lib3 joined'));
  it('do not stand on each other', () => expect(beside('left2', 'trunk1')).toBe('revision/overlapping'));
  it('are each named once', () => expect(beside('left2', 'left@left2')).toBe('revision/overlapping'));
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
