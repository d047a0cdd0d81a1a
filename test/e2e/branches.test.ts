import { join } from 'node:path';
import { createStage } from '../support/stage.js';

test('the commands of the graph end as a script needs it', async () => {
  await using stage = await createStage();
  const { project, database } = stage;
  const run = async (...words: readonly string[]) => project.limbeck(words);
  const revision = (message: string, ...words: readonly string[]) => run('revision', '-m', message, '--rev-id', `${message}0000`, ...words);
  await revision('account');
  await revision('cart');
  await revision('search', '--head', 'base', '--branch-label', 'shop-search', '--depends-on', 'cart');

  expect((await run('heads', '--resolve-dependencies')).stdout).toBe('search0000 (shop-search) (head), search\n');
  expect((await run('heads')).stdout).toBe('cart0000 (effective head), cart\nsearch0000 (shop-search) (head), search\n');
  expect(await run('current', '-c')).toMatchObject({ exitCode: 1, stdout: 'No revision is applied.\nThe database is not at head; not applied yet: account0000, cart0000, search0000.\n' });
  expect((await run('upgrade', 'shop-search@head')).exitCode).toBe(0);
  expect(await run('current', '--check-heads')).toMatchObject({ exitCode: 0, stdout: 'cart0000 (effective head), cart\nsearch0000 (shop-search) (head), search\n' });
  expect((await run('history', '-r', '-1:current', '-v')).stdout).toContain('Revision: search0000 (shop-search) (head) (current)\nParent: <base>\nDepends on: cart0000\n');

  await project.write({ 'editor.cjs': "require('node:fs').appendFileSync(process.argv[2], '\\n// seen');" });
  expect(await project.limbeck(['edit', 'cart'], { env: { EDITOR: `"${process.execPath}" ${join(project.folder, 'editor.cjs')}` } })).toMatchObject({ exitCode: 0, stdout: '' });
  const [cart = ''] = (await project.list('migrations')).filter((name) => name.includes('cart0000'));
  expect(await project.read(join('migrations', cart))).toMatch(/\n\/\/ seen$/);

  await database.drop();
  expect(await run('history', '--graph')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('what is current is not known') as unknown });
  expect(await run('history', '-i')).toMatchObject({ exitCode: 2, stdout: '' });
  expect(await run('history', '-r', 'search:cart')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('code: revision/not-an-ancestor') as unknown });
}, 60_000);
