import { expectRefusal, type Refusal } from '../support/refusal.js';
import { revisionText } from '../support/revision-text.js';
import { createStage, type Stage } from '../support/stage.js';

let stage: Stage;

beforeEach(async () => {
  stage = await createStage();
});

afterEach(() => stage[Symbol.asyncDispose]());

const refuses = (words: readonly string[], refusal: Refusal): Promise<void> => expectRefusal(stage, words, refusal);

const autogenerate = ['revision', '--autogenerate', '-m', 'first table'];

/** A line of revisions, the first on nothing, each further one on the one before. */
async function writeRevisions(...ids: readonly string[]): Promise<void> {
  for (const [position, id] of ids.entries()) await writeRevision(id, { down: ids[position - 1] ?? null, position });
}

async function writeRevision(id: string, { down, position }: { readonly down: string | null; readonly position: number }): Promise<void> {
  const text = revisionText({
    id,
    down,
    message: `Step ${id}`,
    timestampMs: 1700000000000 + position,
    up: `CREATE TABLE t_${id} (id integer)`,
    undo: `DROP TABLE t_${id}`,
  });
  await stage.project.write({ [`migrations/${position}_${id}.ts`]: text });
}

describe('what is applied', () => {
  test('is not all, and a revision is to be generated', async () => {
    await writeRevisions('aaaaaaaaaaaa', 'bbbbbbbbbbbb');
    await refuses(autogenerate, { code: 'revision/not-at-head', message: /not at head.*aaaaaaaaaaaa, bbbbbbbbbbbb/, hint: /limbeck upgrade/ });
    await stage.project.limbeck(['upgrade', '+1']);
    await refuses(autogenerate, { code: 'revision/not-at-head', message: /not at head.*: bbbbbbbbbbbb/, hint: /limbeck upgrade/ });
    await refuses(['check'], { code: 'revision/not-at-head', message: /not at head/, hint: /limbeck upgrade/ });
  });

  test.each([['upgrade'], ['downgrade', 'base'], ['current'], ['history'], ['check'], autogenerate])('has no file any more: %s', async (...words) => {
    await writeRevisions('aaaaaaaaaaaa', 'bbbbbbbbbbbb');
    expect(await stage.project.limbeck(['upgrade'])).toMatchObject({ exitCode: 0 });
    await stage.project.remove('migrations/1_bbbbbbbbbbbb.ts');
    await refuses(words, {
      code: 'revision/missing-file',
      message: /^Can't locate revision "bbbbbbbbbbbb".*migrations/,
      hint: /the release or the branch that has the file/,
    });
  });
});

describe('a target', () => {
  beforeEach(() => writeRevisions('aaaa11111111', 'aaaa22222222', 'bbbbbbbbbbbb'));

  test.each([
    [['upgrade', 'bbbbbbbbbbbc'], 'revision/unknown', /"bbbbbbbbbbbc"/, /Did you mean "bbbbbbbbbbbb"\?/],
    [['upgrade', '0123456789ab'], 'revision/unknown', /"0123456789ab"/, /limbeck history/],
    [['downgrade', 'hea'], 'revision/unknown', /"hea"/, /Did you mean "head"\?/],
    [['upgrade', 'aaaa'], 'revision/ambiguous', /aaaa11111111, aaaa22222222/, /more of the id/],
    [['upgrade', 'a b'], 'revision/bad-identifier', /"a b"/, /./],
    [['upgrade', ''], 'revision/bad-identifier', /""/, /./],
    [['upgrade', '+4'], 'revision/over-walk', /4 steps.*only 3/, /fewer/],
    [['downgrade', '-1'], 'revision/over-walk', /1 step.*only 0/, /fewer/],
    [['downgrade', '+1'], 'revision/wrong-direction', /"\+1"/, /limbeck upgrade \+1/],
    [['upgrade', '-1'], 'revision/wrong-direction', /"-1"/, /limbeck downgrade -1/],
    [['downgrade', 'bbbbbbbbbbbb'], 'revision/not-applied', /bbbbbbbbbbbb is not applied/, /limbeck current/],
  ])('%j', async (words, code, message, hint) => {
    await refuses(words, { code, message, hint });
  });
});

describe('the revision files', () => {
  test.each([['upgrade'], ['history'], ['heads'], ['current'], autogenerate, ['revision', '-m', 'by hand']])('two have one id: %s', async (...words) => {
    await writeRevisions('aaaaaaaaaaaa');
    await writeRevision('aaaaaaaaaaaa', { down: null, position: 7 });
    await refuses(words, {
      code: 'revision/duplicate',
      message: /"aaaaaaaaaaaa".*0_aaaaaaaaaaaa\.ts and .*7_aaaaaaaaaaaa\.ts/,
      hint: /Delete one of them/,
    });
  });

  test.each([['upgrade'], autogenerate])('a cycle: %s', async (...words) => {
    await writeRevision('aaaaaaaaaaaa', { down: 'bbbbbbbbbbbb', position: 1 });
    await writeRevision('bbbbbbbbbbbb', { down: 'aaaaaaaaaaaa', position: 2 });
    await refuses(words, { code: 'revision/cycle', message: /(aaaaaaaaaaaa → bbbbbbbbbbbb → aaaaaaaaaaaa|bbbbbbbbbbbb → aaaaaaaaaaaa → bbbbbbbbbbbb)/, hint: /`downRevision`/ });
  });

  test('one stands on a revision that is not there', async () => {
    await writeRevision('bbbbbbbbbbbb', { down: 'aaaaaaaaaaaa', position: 1 });
    await refuses(['upgrade'], { code: 'revision/missing-parent', message: /^Can't locate revision "aaaaaaaaaaaa".*1_bbbbbbbbbbbb\.ts/, hint: /Fetch the file/ });
  });

  test.each([['upgrade'], autogenerate])('one has no downRevision: %s', async (...words) => {
    await stage.project.write({ 'migrations/1.ts': revisionText({ id: 'aaaaaaaaaaaa', message: 'First', timestampMs: 1700000000000 }) });
    await refuses(words, { code: 'revision/no-down-revision', message: /migrations\/1\.ts/, hint: /static readonly downRevision/ });
  });

  test('one has no revision', async () => {
    await stage.project.write({ 'migrations/1.ts': revisionText({ down: null, message: 'First', timestampMs: 1700000000000 }) });
    await refuses(['upgrade'], { code: 'revision/no-revision', message: /migrations\/1\.ts/, hint: /static readonly revision/ });
  });

  test('one does not export its class', async () => {
    await stage.project.write({ 'migrations/1.ts': revisionText({ id: 'aaaaaaaaaaaa', down: null, message: 'First', timestampMs: 1700000000000 }).replace('export class', 'class') });
    await refuses(['upgrade'], { code: 'revision/not-one-class', message: /migrations\/1\.ts exports no class/, hint: /exports its class/ });
  });

  test.each([['upgrade'], autogenerate])('one has two classes: %s', async (...words) => {
    const [first, second] = ['a', 'b'].map((letter, position) => revisionText({ id: letter.repeat(12), down: null, message: letter, timestampMs: 1700000000000 + position }));
    await stage.project.write({ 'migrations/1.ts': `${first}${second?.replace(/^import.*\n/, '')}` });
    await refuses(words, { code: 'revision/not-one-class', message: /migrations\/1\.ts exports 2 classes: A1700000000000, B1700000000001/, hint: /a file of its own/ });
  });

  test('there are several heads', async () => {
    await writeRevisions('aaaaaaaaaaaa', 'bbbbbbbbbbbb');
    await writeRevision('cccccccccccc', { down: 'aaaaaaaaaaaa', position: 5 });
    for (const words of [['upgrade'], ['revision', '-m', 'by hand']]) {
      await refuses(words, { code: 'revision/multiple-heads', message: /2 head revisions: bbbbbbbbbbbb, cccccccccccc/, hint: /./ });
    }
  });

  test('one does not compile: the revisions before it stay, it is not applied', async () => {
    await writeRevisions('aaaaaaaaaaaa');
    await stage.project.write({ 'migrations/1.ts': `${revisionText({ id: 'bbbbbbbbbbbb', down: 'aaaaaaaaaaaa', message: 'Broken', timestampMs: 1700000000009 })}\nconst = ;\n` });
    expect(await stage.project.limbeck(['upgrade', 'aaaaaaaaaaaa'])).toMatchObject({ exitCode: 0 });
    await refuses(['upgrade'], { code: 'config/does-not-compile', message: /migrations\/1\.ts does not compile/, hint: /Correct the file/ });
  });

  test('a statement of one fails', async () => {
    await stage.project.write({
      'migrations/1.ts': revisionText({ id: 'aaaaaaaaaaaa', down: null, message: 'First', timestampMs: 1700000000000, up: 'CREATE TABLE t (id integer); SELECT nothing FROM nowhere' }),
    });
    const { exitCode, stderr } = await stage.project.limbeck(['upgrade']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: up\(\) of revision aaaaaaaaaaaa failed.*relation "nowhere" does not exist \(SQLSTATE 42P01\)/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await stage.database.query("SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
    expect(await stage.project.limbeck(['current'])).toMatchObject({ stdout: 'No revision is applied.\n' });
  });
});
