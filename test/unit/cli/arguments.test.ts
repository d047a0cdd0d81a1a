import { parseArguments } from '../../../src/cli/arguments.js';
import { LimbeckError } from '../../../src/kernel/errors.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const containing = (text: string): unknown => expect.stringContaining(text);

/** What the words ask for, a command as its name and its request. */
function parse(...words: string[]): object {
  const request = parseArguments(words, '1.2.3');
  return request.type === 'text' ? request : { ...request, call: { name: request.call.name, ...request.call.request } };
}

function refusal(...words: string[]): LimbeckError<'command/wrong-usage'> {
  try {
    parse(...words);
  } catch (error) {
    if (LimbeckError.is(error, 'command/wrong-usage')) return error;
    throw error;
  }
  throw new Error(`accepted: ${words.join(' ')}`);
}

describe('commands', () => {
  test.each([
    [['init'], { name: 'init', isAgreed: false, isDryRun: false }],
    [['init', 'db', '-y', '--dry-run'], { name: 'init', directory: 'db', isAgreed: true, isDryRun: true }],
    [['doctor'], { name: 'doctor' }],
    [['completion', 'zsh'], { name: 'completion', shell: 'zsh' }],
    [['diff', '--watch'], { name: 'diff' }],
    [['upgrade'], { name: 'upgrade', target: 'head' }],
    [['upgrade', '+1'], { name: 'upgrade', target: '+1' }],
    [['upgrade', 'ae10'], { name: 'upgrade', target: 'ae10' }],
    [['upgrade', 'ae10:head', '--sql'], { name: 'upgrade', range: 'ae10:head' }],
    [['upgrade', '-o', 'up.sql'], { name: 'upgrade', range: 'head', output: 'up.sql' }],
    [['downgrade', 'head:base', '--sql', '--output=down.sql'], { name: 'downgrade', range: 'head:base', output: 'down.sql' }],
    [['downgrade', '-1'], { name: 'downgrade', target: '-1' }],
    [['downgrade', '-12'], { name: 'downgrade', target: '-12' }],
    [['downgrade', '--', '-1'], { name: 'downgrade', target: '-1' }],
    [['downgrade', 'head-1'], { name: 'downgrade', target: 'head-1' }],
    [['downgrade', 'base'], { name: 'downgrade', target: 'base' }],
    [['revision', '-m', 'add sku'], { name: 'revision', message: 'add sku', autogenerate: false, baseline: false, renames: [], splice: false }],
    [['revision', '--message=-1', '--autogenerate'], { name: 'revision', message: '-1', autogenerate: true, baseline: false, renames: [], splice: false }],
    [['revision', '--autogenerate', '-m', ''], { name: 'revision', message: '', autogenerate: true, baseline: false, renames: [], splice: false }],
    [['revision', '-m', 'x', '--style', 'sql'], { name: 'revision', message: 'x', autogenerate: false, baseline: false, renames: [], splice: false, style: 'sql' }],
    [['show'], { name: 'show', target: 'head', sql: false }],
    [['show', 'ae10', '--sql'], { name: 'show', target: 'ae10', sql: true }],
    [['show', 'current'], { name: 'show', target: 'current', sql: false }],
    [['edit'], { name: 'edit', target: 'head' }],
    [['edit', 'ae10'], { name: 'edit', target: 'ae10' }],
    [['current'], { name: 'current', verbose: false, checkHeads: false }],
    [['current', '-v', '--check-heads'], { name: 'current', verbose: true, checkHeads: true }],
    [['history'], { name: 'history', range: ':', verbose: false, indicateCurrent: false, graph: false }],
    [['history', '-r', '-3:current', '-v', '-i', '--graph'], { name: 'history', range: '-3:current', verbose: true, indicateCurrent: true, graph: true }],
    [['history', '-r-3:current'], { name: 'history', range: '-3:current', verbose: false, indicateCurrent: false, graph: false }],
    [['history', '--rev-range=:shop@head'], { name: 'history', range: ':shop@head', verbose: false, indicateCurrent: false, graph: false }],
    [['heads'], { name: 'heads', verbose: false, resolveDependencies: false }],
    [['heads', '-v', '--resolve-dependencies'], { name: 'heads', verbose: true, resolveDependencies: true }],
    [['branches'], { name: 'branches', verbose: false }],
    [['branches', '--verbose'], { name: 'branches', verbose: true }],
    [['upgrade', 'shop@+1'], { name: 'upgrade', target: 'shop@+1' }],
    [['downgrade', 'shop@-1'], { name: 'downgrade', target: 'shop@-1' }],
    [
      ['revision', '-m', 'x', '--head', 'shop@head', '--splice', '--branch-label', 'a', '--branch-label=b', '--version-path', 'more', '--rev-id', '1', '--depends-on', 'c', '--depends-on', 'd'],
      {
        name: 'revision',
        message: 'x',
        autogenerate: false,
        baseline: false,
        renames: [],
        head: 'shop@head',
        splice: true,
        branchLabels: ['a', 'b'],
        versionPath: 'more',
        revisionId: '1',
        dependsOn: ['c', 'd'],
      },
    ],
    [['merge', 'heads'], { name: 'merge', targets: ['heads'], splice: false, judge: true }],
    [
      ['merge', 'ae10', '4c5d', '-m', 'join', '--rev-id', '1', '--branch-label', 'a', '--splice', '--no-judge'],
      { name: 'merge', targets: ['ae10', '4c5d'], message: 'join', revisionId: '1', branchLabels: ['a'], splice: true, judge: false },
    ],
    [['check'], { name: 'check', renames: [] }],
    [['diff'], { name: 'diff', renames: [] }],
    [['diff', '--rename', 'a.b=c', '--rename=d=e'], { name: 'diff', renames: ['a.b=c', 'd=e'] }],
    [['revision', '-m', 'x', '--baseline'], { name: 'revision', message: 'x', autogenerate: false, baseline: true, renames: [], splice: false }],
    [['adopt'], { name: 'adopt', stamp: false }],
    [['adopt', '--stamp'], { name: 'adopt', stamp: true }],
    [['revision', '-m', 'x', '--autogenerate', '--rename', 'a=b'], { name: 'revision', message: 'x', autogenerate: true, baseline: false, renames: ['a=b'], splice: false }],
  ])('%j', (words, call) => {
    expect(parse(...words)).toEqual({ type: 'command', call, options: {} });
  });
});

describe('common options', () => {
  test.each([
    [['-d', 'db/source.ts', 'downgrade', '-1']],
    [['downgrade', '-d', 'db/source.ts', '-1']],
    [['downgrade', '-1', '-d', 'db/source.ts']],
    [['downgrade', '-1', '--data-source=db/source.ts']],
  ])('stand before or after the name of the command: %j', (words) => {
    expect(parse(...words)).toEqual({
      type: 'command',
      call: { name: 'downgrade', target: '-1' },
      options: { dataSource: 'db/source.ts' },
    });
  });

  test.each([
    ['--directory=db/revisions', { directory: 'db/revisions' }],
    ['--compare-type', { compareType: true }],
    ['--no-compare-type', { compareType: false }],
    ['--compare-default', { compareDefault: true }],
    ['--no-compare-default', { compareDefault: false }],
  ])('%s', (option, expected) => {
    expect(parse('check', option)).toEqual({ type: 'command', call: { name: 'check', renames: [] }, options: expected });
  });

  test('the last word wins', () => {
    expect(parse('check', '--compare-type', '--no-compare-type')).toMatchObject({ options: { compareType: false } });
    expect(parse('--no-compare-type', 'check', '--compare-type')).toMatchObject({ options: { compareType: true } });
  });
});

describe('texts', () => {
  test('--version', () => {
    expect(parse('--version')).toEqual({ type: 'text', text: '1.2.3\n' });
  });

  test('--help names every command and every common option', () => {
    const request = parse('--help');
    for (const word of ['revision', 'upgrade', 'downgrade', 'current', 'history', 'heads', 'check', 'diff']) {
      expect(request).toMatchObject({ text: matching(new RegExp(`^ +${word} `, 'm')) });
    }
    for (const option of ['--data-source', '--directory', '--no-compare-type', '--no-compare-default', '--version', '--help']) {
      expect(request).toMatchObject({ text: containing(option) });
    }
  });

  test('the help of a command shows the common options too', () => {
    for (const words of [['upgrade', '--help'], ['help', 'upgrade'], ['--help', 'upgrade']]) {
      expect(parse(...words)).toMatchObject({ type: 'text', text: containing('--data-source') });
    }
    expect(parse('upgrade', '--help')).toMatchObject({ text: containing('[target]') });
  });
});

describe('wrong usage', () => {
  test.each([
    [[], 'No command was given.', 'See `limbeck --help`.'],
    [['-d', 'x.ts'], 'No command was given.', 'See `limbeck --help`.'],
    [['upgrad'], "Unknown command 'upgrad'.", 'Did you mean upgrade?'],
    [['zzz'], "Unknown command 'zzz'.", 'See `limbeck --help`.'],
    [['--zzz', 'check'], "Unknown option '--zzz'.", 'See `limbeck --help`.'],
    [['check', '--compare-tpye'], "Unknown option '--compare-tpye'.", 'Did you mean --compare-type?'],
    [['revision', '-m', 'x', '--autogenrate'], "Unknown option '--autogenrate'.", 'Did you mean --autogenerate?'],
    [['downgrade', '-y'], "Unknown option '-y'.", 'See `limbeck downgrade --help`.'],
    [['downgrade'], "Missing required argument 'target'.", 'See `limbeck downgrade --help`.'],
    [['revision'], "Required option '-m, --message <message>' not specified.", 'See `limbeck revision --help`.'],
    [['revision', '-m'], "Option '-m, --message <message>' argument missing.", 'See `limbeck revision --help`.'],
    [['upgrade', 'a', 'b'], "Too many arguments for 'upgrade'. Expected 1 argument but got 2.", 'See `limbeck upgrade --help`.'],
    [['check', 'now'], "Too many arguments for 'check'. Expected 0 arguments but got 1.", 'See `limbeck check --help`.'],
  ])('%j', (words, message, hint) => {
    const error = refusal(...words);
    expect([error.message, error.hint]).toEqual([message, hint]);
  });

  test('an option is not taken for a value', () => {
    expect(refusal('revision', '-m', '--autogenerate').message).toBe("The value of --message is missing: '--autogenerate' is an option.");
    expect(refusal('check', '-d', '--no-compare-type').message).toBe("The value of --data-source is missing: '--no-compare-type' is an option.");
  });

  test('a path is not empty', () => {
    expect(refusal('check', '-d', '').message).toBe('The value of --data-source is empty.');
    expect(refusal('check', '--directory=').message).toBe('The value of --directory is empty.');
  });
});
