import { createProject, environmentOf, type Project } from '../support/command.js';
import { readContents } from '../support/database-contents.js';
import { createDatabase } from '../support/database.js';
import { javascriptFile, lintedId, type LintedFile, typescriptFile, writeBase } from '../support/lint-project.js';
import { createStage, type Stage } from '../support/stage.js';

interface Shown {
  readonly code: string;
  readonly level: string;
  readonly file: string;
  readonly place: { readonly line: number; readonly column: number } | null;
  readonly acceptance: string | null;
  readonly direction: string | null;
}

interface Linted {
  readonly exitCode: number | null;
  readonly findings: readonly Shown[];
  readonly revisions: readonly { readonly revision: string }[];
}

/** What is said of every drop besides, and is not what these tests are about. */
const besides: readonly string[] = ['app/drop', 'run/no-lock-timeout'];

async function lint(project: Project, ...words: string[]): Promise<Linted> {
  const { exitCode, stdout } = await project.limbeck(['lint', '--json', '--quiet', ...words]);
  const { findings, ...rest } = JSON.parse(stdout) as Omit<Linted, 'exitCode'>;
  return { exitCode, ...rest, findings: findings.filter(({ code }) => !besides.includes(code)) };
}

/** A project without a database. */
async function projectWith(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = await createProject({ fixture: 'cli/shop', files });
  await writeBase(project);
  return project;
}

/** Each finding as its code and the text of the file at its place; accepted ones with the reason. */
async function told(project: Project, { findings }: Linted): Promise<readonly string[]> {
  const shown: string[] = [];
  for (const { code, file, place, acceptance } of findings) {
    const text = await project.read(file.replace(`${project.folder}/`, ''));
    const at = place === null ? 'nowhere' : (text.split('\n')[place.line - 1]?.slice(place.column - 1).split(';', 1).join() ?? '');
    shown.push(`${code} at ${at}${acceptance === null ? '' : ` accepted: ${acceptance}`}`);
  }
  return shown;
}

async function toldOf(file: LintedFile, name = 'migrations/2.ts', more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const text = name.endsWith('.ts') ? typescriptFile(file) : javascriptFile(name.endsWith('.mjs') ? 'mjs' : 'cjs', file);
  await using project = await projectWith({ [name]: text, ...more });
  return await told(project, await lint(project, '--offline'));
}

const allow = (code: string, reason = 'nobody reads it'): string => `// limbeck-allow ${code}: ${reason}`;

describe.each(['migrations/2.ts', 'migrations/2.cjs', 'migrations/2.mjs'])('the place of a call in %s', (name) => {
  const up = [
    'await op.dropColumn("product", "name");',
    'for (const column of ["weight"]) await op.dropColumn("product", column);',
    'await Promise.all([op.dropTable("shelf")]);',
    'await op.autocommitBlock(async () => {',
    '  await op.renameTable("a", "b");',
    '});',
    'await op.dropTable("c").then(() => op.dropTable("d"));',
    'return op.dropTable("e");',
  ];

  it('is where the author called it', async () => {
    expect(await toldOf({ up }, name)).toEqual([
      'data/lost at dropColumn("product", "name")',
      'data/lost at dropColumn("product", column)',
      'data/lost at dropTable("shelf")])',
      'app/rename at renameTable("a", "b")',
      'data/lost at dropTable("c").then(() => op.dropTable("d"))',
      'data/lost at dropTable("d"))',
      'data/lost at dropTable("e")',
    ]);
  });

  it('leads to what is accepted, and to nothing else', async () => {
    const accepting = up.flatMap((line) => (line.includes('"a"') ? [`  ${allow('app/rename')}`, line] : line.includes('"weight"') ? [allow('data/lost', 'zero everywhere'), line] : [line]));
    expect((await toldOf({ up: accepting }, name)).filter((each) => each.includes('accepted'))).toEqual([
      'data/lost at dropColumn("product", column) accepted: zero everywhere',
      'app/rename at renameTable("a", "b") accepted: nobody reads it',
    ]);
  });
});

describe('what is accepted', () => {
  const drop = 'await op.dropTable("shelf");';
  const open = 'data/lost at dropTable("shelf")';

  test.each<[string, LintedFile, readonly string[]]>([
    ['a call', { up: [allow('data/lost'), drop] }, [`${open} accepted: nobody reads it`]],
    ['a whole file', { up: [drop, drop], aboveClass: [allow('data/lost')] }, [`${open} accepted: nobody reads it`, `${open} accepted: nobody reads it`]],
    ['what a function of the file calls', { up: [allow('data/lost'), 'await drop(op);'], after: ['async function drop(op: ReturnType<typeof operations>): Promise<void> {', '  await op.dropTable("shelf");', '}'] }, [`${open} accepted: nobody reads it`]],
    ['not another hazard', { up: [allow('app/rename'), drop] }, [open, `lint/unused at     ${allow('app/rename')}`]],
    ['not without a reason', { up: ['// limbeck-allow data/lost', drop] }, [open, 'lint/no-reason at     // limbeck-allow data/lost']],
    ['not with what Limbeck wrote for a reason', { up: [allow('data/lost', 'Every row of table public.shelf is lost.'), drop] }, [open, `lint/no-reason at     ${allow('data/lost', 'Every row of table public.shelf is lost.')}`]],
    ['nothing by a word that is no code', { up: [allow('data/loss'), drop] }, [open, `lint/unknown-code at     ${allow('data/loss')}`]],
    ['nothing where nothing is', { up: [drop, allow('data/lost')], aboveClass: [] }, [open, `lint/unused at     ${allow('data/lost')}`]],
  ])('%s', async (_, file, expected) => {
    expect(await toldOf(file)).toEqual(expected);
  });

  it('counts for the way back as well', async () => {
    await using project = await projectWith({ 'migrations/2.ts': typescriptFile({ up: [], down: [allow('data/lost'), drop, 'await op.dropTable("product");'] }) });
    expect(await told(project, await lint(project, '--offline'))).toEqual([]);
    expect(await told(project, await lint(project, '--offline', '--down', `${lintedId}:`))).toEqual([`${open} accepted: nobody reads it`, 'data/lost at dropTable("product")']);
  });

  it('may be said in the options', async () => {
    const options = `export const limbeck = { lint: { accept: [{ revision: '${lintedId}', code: 'data/lost', reason: 'told so' }, { revision: '${lintedId}', code: 'app/rename', reason: 'told so' }] } };`;
    await using project = await projectWith({ 'migrations/2.ts': typescriptFile({ up: [drop] }) });
    await project.write({ 'ormconfig.ts': `${await project.read('ormconfig.ts')}\n${options}\n` });
    const { exitCode, findings } = await lint(project, '--offline');
    expect(findings.map(({ code, level, acceptance }) => [code, level, acceptance])).toEqual([['data/lost', 'error', 'told so'], ['lint/unused', 'warn', null]]);
    expect(exitCode).toBe(0);
  });
});

describe('what no transaction may hold', () => {
  const build = 'await op.createIndex("product", { name: "i", keys: ["name"] }, { concurrently: true });';

  it.each([
    ['is told of in one', [build], [`run/in-transaction at ${build.slice('await op.'.length, -1)}`]],
    ['is none in a block outside of it', ['await op.autocommitBlock(async () => {', build, '});'], []],
  ])('%s', async (_, up, expected) => {
    expect((await toldOf({ up })).filter((told) => told.startsWith('run/'))).toEqual(expected);
  });
});

describe('without a database', () => {
  it('looks at all revisions, and says what is not known', async () => {
    await using project = await projectWith({ 'migrations/2.ts': typescriptFile({ up: ['await op.dropTable("shelf");'] }) });
    const { exitCode, stdout, stderr } = await project.limbeck(['lint'], { env: { POSTGRES_HOST: '127.0.0.1', POSTGRES_PORT: '1' } });
    expect([exitCode, stdout.trimEnd().split('\n').at(-1)]).toEqual([1, expect.stringMatching(/ in 2 revisions\.$/)]);
    expect(stderr).toMatch(/^note: what is applied, and how large the tables are, is not known\. No PostgreSQL server answers at 127\.0\.0\.1:1 /);
  });

  it.each(['fifteen', '15.2', ''])('takes a major version, and not %p', async (version) => {
    await using project = await projectWith({});
    const { exitCode, stderr } = await project.limbeck(['lint', '--offline', '--server-version', version]);
    expect([exitCode, stderr.split('\n')[0]]).toEqual([2, `error: The value of --server-version is a major version such as 15, not '${version}'.`]);
  });
});

describe('what cannot be read without running it', () => {
  const question = 'const rows = (await queryRunner.query("SELECT 1")) as unknown[];';
  const up = ['await op.dropTable("shelf");', question, 'if (rows.length > 0) await op.dropTable("product");'];

  it('is said, with what comes before it', async () => {
    expect(await toldOf({ up })).toEqual(['data/lost at dropTable("shelf")', 'lint/not-read at length > 0) await op.dropTable("product")']);
  });

  it('can be accepted where it asks, or above the class; nobody can say then what is unused', async () => {
    const reason = allow('lint/not-read', 'it looks at the rows');
    expect(await toldOf({ up: [...up.slice(0, 2), reason, ...up.slice(2), allow('data/lost'), ';'] })).toEqual([
      'data/lost at dropTable("shelf")',
      'lint/not-read at length > 0) await op.dropTable("product") accepted: it looks at the rows',
    ]);
    expect((await toldOf({ up: ['await op.inspect();'], aboveClass: [reason] })).filter((each) => each.includes('accepted'))).toHaveLength(1);
  });
});

describe('on a database', () => {
  const drop = 'await op.dropColumn("product", "weight");';

  /** The revision that makes the tables is applied, and there are rows. */
  async function stageWith(file: LintedFile): Promise<Stage> {
    const stage = await createStage();
    await writeBase(stage.project);
    expect((await stage.project.limbeck(['upgrade'])).exitCode).toBe(0);
    await stage.database.query("INSERT INTO product (name, weight) SELECT 'pen', n FROM generate_series(1, 1000) AS n");
    await stage.database.query('ANALYZE product');
    await stage.project.write({ 'migrations/2.ts': typescriptFile(file) });
    return stage;
  }

  const contents = ({ database }: Stage): Promise<unknown> => readContents(database);

  it('looks at what is not applied, and changes nothing', async () => {
    await using stage = await stageWith({ up: [drop] });
    const before = await contents(stage);
    const { exitCode, revisions, findings } = await lint(stage.project);
    expect([exitCode, revisions.map(({ revision }) => revision), findings.map(({ code, direction }) => [code, direction])]).toEqual([1, [lintedId], [['data/lost', 'up']]]);
    expect((await lint(stage.project, ':')).revisions).toHaveLength(2);
    expect(await lint(stage.project, '--since', lintedId)).toMatchObject({ exitCode: 0, revisions: [], findings: [] });
    expect(await contents(stage)).toEqual(before);
  });

  it('runs nothing that is not accepted, and says what and where', async () => {
    await using stage = await stageWith({ up: ['await op.renameColumn("product", "name", "title");', drop] });
    const before = await contents(stage);
    const refused = await stage.project.limbeck(['upgrade', '--require-safe', '--json']);
    const { error } = JSON.parse(refused.stdout) as { readonly error: { readonly code: string; readonly details: { readonly hazards: readonly { readonly code: string; readonly place: string }[] } } };
    expect([refused.exitCode, error.code]).toEqual([2, 'run/not-accepted']);
    expect(error.details.hazards.map(({ code, place }) => [code, place])).toEqual([['app/rename', 'migrations/2.ts:12'], ['data/lost', 'migrations/2.ts:13']]);
    expect(await contents(stage)).toEqual(before);
  });

  it.each(['--require-safe', 'requireSafe'])('runs what is accepted, or where it is only a warning: %s', async (how) => {
    await using stage = await stageWith({ up: [allow('data/lost'), drop, 'await op.createCheck("product", { name: "c", expression: "id > 0" }, { notValid: true });'] });
    const option = 'export const limbeck = { requireSafe: true };';
    if (how === 'requireSafe') await stage.project.write({ 'ormconfig.ts': `${await stage.project.read('ormconfig.ts')}\n${option}\n` });
    const { exitCode, stderr } = await stage.project.limbeck(['upgrade', '--quiet', ...(how === 'requireSafe' ? [] : [how])]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(await stage.database.query("SELECT FROM information_schema.columns WHERE table_name = 'product' AND column_name = 'weight'")).toEqual([]);
  });

  it('refuses by the option as well, but not in a database without rows', async () => {
    await using stage = await stageWith({ up: [drop] });
    await stage.project.write({ 'ormconfig.ts': `${await stage.project.read('ormconfig.ts')}\nexport const limbeck = { requireSafe: true };\n` });
    expect((await stage.project.limbeck(['upgrade'])).exitCode).toBe(2);
    await using fresh = await createDatabase();
    expect(await stage.project.limbeck(['upgrade', '--quiet'], { env: environmentOf(fresh.options) })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('looks at no scripts, and says so', async () => {
    await using stage = await stageWith({ up: [drop] });
    const { exitCode, stderr } = await stage.project.limbeck(['upgrade', '--sql', '--require-safe']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("'--require-safe' cannot be used with option '--sql'");
  });
});

describe('rules of a project', () => {
  it('look at each step, and are accepted as others are', async () => {
    const options = `
export const limbeck = {
  lint: {
    rules: { 'data/*': 'off', 'team/quiet': 'warn' },
    add: [
      { code: 'team/no-drop', check: ({ operation, statements, direction }) => operation.verb === 'drop' && { message: direction + ': ' + statements[0].sql, hint: 'Keep it.' } || null },
      { code: 'team/quiet', check: async ({ revision }) => [{ message: revision.id, hint: 'x' }] },
    ],
  },
};
`;
    await using project = await projectWith({ 'migrations/2.ts': typescriptFile({ up: [allow('team/no-drop'), 'await op.dropTable("shelf");', 'await op.dropTable("product");'] }) });
    await project.write({ 'ormconfig.ts': `${await project.read('ormconfig.ts')}${options}` });
    const { exitCode, findings } = await lint(project, '--offline', `${lintedId}:`);
    expect(exitCode).toBe(1);
    expect(findings.map(({ code, level, acceptance, place }) => [code, level, acceptance, place?.line])).toEqual([
      ['team/no-drop', 'error', 'nobody reads it', 13],
      ['team/quiet', 'warn', null, 13],
      ['team/no-drop', 'error', null, 14],
      ['team/quiet', 'warn', null, 14],
    ]);
  });

  it('fail as what they are', async () => {
    await using project = await projectWith({ 'migrations/2.ts': typescriptFile({ up: ['await op.dropTable("shelf");'] }) });
    await project.write({ 'ormconfig.ts': `${await project.read('ormconfig.ts')}\nexport const limbeck = { lint: { add: [{ code: 'team/broken', check: () => { throw new Error('oh'); } }] } };\n` });
    const { exitCode, stderr } = await project.limbeck(['lint', '--offline']);
    expect([exitCode, /code: (.*)/.exec(stderr)?.[1]]).toEqual([2, 'config/callback-failed']);
  });
});
