import { createProject, type Project } from '../support/command.js';
import { javascriptFile, lintedId, type LintedFile, typescriptFile, writeBase } from '../support/lint-project.js';

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

async function lint(project: Project, ...words: string[]): Promise<Linted> {
  const { exitCode, stdout } = await project.limbeck(['lint', '--json', '--quiet', ...words]);
  return { exitCode, ...(JSON.parse(stdout) as Omit<Linted, 'exitCode'>) };
}

/** A project without a database. */
async function projectWith(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = await createProject({ fixture: 'shop', files });
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
