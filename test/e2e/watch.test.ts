import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { environmentOf } from '../support/command.js';
import { createStage } from '../support/stage.js';

const main = resolve(__dirname, '../../dist/cli/main.js');

const productWith = (column: string): string => `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity()
export class Product {
  @PrimaryGeneratedColumn() id: number;
  ${column}
}
`;

test('diff --watch shows the differences anew when an entity is saved, and ends when it is interrupted', async () => {
  await using stage = await createStage({ 'node_modules/elsewhere/index.js': '' });
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main, 'diff', '--watch'], { cwd: stage.project.folder, env: { PATH, HOME, ...environmentOf(stage.database.options) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let shown = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const until = async (text: string): Promise<void> => {
    while (!shown.includes(text)) await once(child.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
  };
  await until('create table product: id, name, price\n');
  await stage.project.write({ 'node_modules/elsewhere/index.js': '1' });
  await stage.project.write({ 'entities/product.ts': productWith("@Column('text') title: string;") });
  await until('note: entities/product.ts changed\n');
  await until('create table product: id, title\n');
  await stage.project.write({ 'entities/product.ts': 'export class {' });
  while (!shown.includes('code: config/does-not-compile')) await once(child.stderr, 'data', { signal: AbortSignal.timeout(30_000) });
  await stage.project.write({ 'entities/product.ts': productWith("@Column('int') size: number;") });
  await until('create table product: id, size\n');
  expect(shown.match(/ changed\n/g)).toHaveLength(3);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('diff --watch prints no JSON', async () => {
  await using stage = await createStage();
  const { exitCode, stdout } = await stage.project.limbeck(['diff', '--watch', '--json']);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'command/wrong-usage' } }]);
});
