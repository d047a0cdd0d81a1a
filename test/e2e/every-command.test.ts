import { environmentOf, type Outcome } from '../support/command.js';
import { program } from '../support/command-line.js';
import { createStage, type Stage } from '../support/stage.js';

/** Each takes a process for every command. */
jest.setTimeout(300_000);

/** What a server takes as a password, and what URLs, JSON and shells have to escape. */
const password = `pw-7f3c91d4 'q"\\/@:#%&=ü`;

/** The ways in which a project gives its password to the driver. */
const ways = ['url', 'option', 'variable'] as const;

const config = `import { DataSource } from 'typeorm';
import { Product } from './entities/product';

const { POSTGRES_HOST: host, POSTGRES_USER: username, POSTGRES_DB: database, SHOP_PASSWORD = '', WAY } = process.env;
const port = Number(process.env.POSTGRES_PORT);
const options = {
  url: { url: \`postgresql://\${username}:\${encodeURIComponent(SHOP_PASSWORD)}@\${host}:\${port}/\${database}\` },
  option: { host, port, username, database, password: SHOP_PASSWORD },
  variable: { host, port, username, database },
};
export const dataSource = new DataSource({ type: 'postgres', entities: [Product], ...options[WAY as keyof typeof options] });
`;

/** Calls of all commands, in an order in which each has something to do. */
const calls: readonly (readonly [command: string, ...words: readonly string[]])[] = [
  ['init', '--yes'],
  ['doctor'],
  ['diff', '--explain'],
  ['revision', '--autogenerate', '-m', 'first table'],
  ['show', 'head', '--sql'],
  ['edit', 'head'],
  ['lint'],
  ['report'],
  ['erd'],
  ['upgrade', '--verbose'],
  ['check'],
  ['drift'],
  ['adopt'],
  ['current', '--verbose'],
  ['history', '--verbose'],
  ['heads', '--verbose'],
  ['verify'],
  ['repair'],
  ['revision', '-m', 'by hand'],
  ['upgrade'],
  ['squash', 'base:head', '-m', 'all in one'],
  ['downgrade', 'base'],
  ['ensure-version'],
  ['stamp', 'head'],
  ['revision', '-m', 'beside', '--head', 'base', '--splice'],
  ['branches'],
  ['merge', 'heads', '-m', 'together'],
  ['upgrade', '--sql'],
  ['completion', 'bash'],
];

interface Way {
  readonly stage: Stage;
  readonly env: Readonly<Record<string, string>>;
}

async function createWay(stage: Stage, way: (typeof ways)[number]): Promise<Way> {
  const role = `${stage.database.name}_${way}`;
  await stage.database.query(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${password.replaceAll("'", "''")}'`);
  await stage.project.write({ 'ormconfig.ts': config });
  const env = { ...environmentOf(stage.database.options), POSTGRES_USER: role, POSTGRES_PASSWORD: '', SHOP_PASSWORD: password, WAY: way, EDITOR: 'true', ...(way === 'variable' ? { PGPASSWORD: password } : {}) };
  return { stage, env };
}

/** Neither as it is nor as URLs and JSON spell it. */
function expectNoPassword({ stdout, stderr }: Outcome): void {
  for (const secret of [password, encodeURIComponent(password), encodeURI(password), JSON.stringify(password).slice(1, -1), 'pw-7f3c91d4']) expect(stdout + stderr).not.toContain(secret);
}

/** One object on stdout, which says what it is; and nothing but notes beside it. */
function readJson({ stdout, stderr }: Outcome): Readonly<Record<string, unknown>> {
  expect(stderr).toMatch(/^(note: .*\n)*$/);
  const told = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  expect(told['version']).toBe(1);
  return told;
}

it('is called here with every command that there is', () => {
  expect([...new Set(calls.map(([name]) => name))].toSorted()).toEqual(program.commands.map((command) => command.name()).toSorted());
});

test.each(ways)('each command works, answers in JSON and quietly, and shows no password that comes by %s', async (way) => {
  await using stage = await createStage();
  const { env } = await createWay(stage, way);
  const manner = { url: ['--json'], option: ['--quiet'], variable: [] }[way];
  for (const words of calls) {
    const outcome = await stage.project.limbeck([...words, ...manner], { env });
    expect({ words, ...outcome }).toMatchObject({ words, exitCode: 0 });
    expect(outcome.stdout + outcome.stderr).not.toContain('\u001b');
    expectNoPassword(outcome);
    if (way === 'url') expect(readJson(outcome)).toMatchObject({ command: words[0] });
    if (way === 'option') expect({ words, stderr: outcome.stderr }).toEqual({ words, stderr: '' });
  }
});

test('each command says in JSON what is wrong, and shows no password', async () => {
  await using stage = await createStage();
  const broken = [
    { ...(await createWay(stage, 'url')).env, POSTGRES_PORT: '1' },
    { ...(await createWay(stage, 'option')).env, SHOP_PASSWORD: `${password}-wrong` },
    { ...(await createWay(stage, 'variable')).env, POSTGRES_DB: 'not_there' },
  ];
  const refused: (readonly string[])[] = [];
  for (const [position, words] of calls.entries()) {
    const outcome = await stage.project.limbeck([...words, '--json'], { env: broken[position % broken.length] ?? {} });
    expectNoPassword(outcome);
    const told = readJson(outcome);
    if (outcome.exitCode !== 2) continue;
    refused.push(words);
    expect(told).toMatchObject({ error: { code: expect.stringMatching(/^\w+\/[\w-]+$/), message: expect.any(String), hint: expect.any(String) } });
  }
  // The others do all of their work, or some of it, without a database.
  expect(refused.map(([name]) => name)).toEqual(expect.arrayContaining(['diff', 'upgrade', 'check', 'drift', 'adopt', 'current', 'downgrade', 'stamp']));
});
