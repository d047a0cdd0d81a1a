import { parseArguments } from '../../src/cli/arguments.js';
import { brokenLinks, compile, expectBlocks, readPage } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const page = readPage('online.md');
const blocks = page.sections.flatMap(({ title, blocks: each }) => each.map((block) => ({ title, block })));
const entity = blocks.find(({ block }) => block.language === 'ts')?.block.text ?? '';

/** The entity before what the page tells of. */
const before = `import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
@Index('product_name', ['name'])
export class Product {
  @PrimaryGeneratedColumn({ primaryKeyConstraintName: 'product_key' })
  id: number;

  @Column({ type: 'varchar', nullable: true })
  name: string | null;

  @Column()
  price: number;
}
`;

/** What people would see; ids and times are new each time. */
const settled = (text: string): string => {
  const ids = [...new Set(text.trimEnd().split('\n').reverse().flatMap((line) => line.match(/\b[0-9a-f]{12}\b/g) ?? []))];
  return ids.reduce((shown, id, position) => shown.replaceAll(id, `5ea0000000${String(position + 1).padStart(2, '0')}`), text).trimEnd();
};

describe('the page of changes beside a running system', () => {
  it('has an entity that compiles', () => {
    expect(compile(new Map([['product.ts', entity]]))).toEqual([]);
  });

  it('names commands that there are, and leads to what is there', () => {
    const commands = blocks.filter(({ block }) => block.language === 'sh');
    expect(commands.length).toBeGreaterThan(1);
    for (const { block } of commands.filter(({ block: { text } }) => text.startsWith('limbeck'))) expect(parseArguments(block.text.replace('"sell products"', 'sell').trim().split(' ').slice(1), '0').type).toBe('command');
    expect(brokenLinks(page)).toEqual([]);
  });

  it('shows the chain that is written, which runs, and leaves nothing to do', async () => {
    await using stage = await createStage({ 'entities/product.ts': before });
    const run = async (...words: readonly string[]): Promise<string> => {
      const { stdout, stderr, exitCode } = await stage.project.limbeck(words);
      expect({ words, stderr: exitCode === 0 ? '' : stderr, exitCode }).toEqual({ words, stderr: '', exitCode: 0 });
      return stdout;
    };
    await run('revision', '--autogenerate', '-m', 'create product');
    await run('upgrade');
    await stage.database.query(`INSERT INTO product (name, price) SELECT nullif(n % 3, 0)::text, n FROM generate_series(1, 3000) n`);
    await stage.project.write({ 'entities/product.ts': entity });
    await run('revision', '--autogenerate', '--online', '-m', 'sell products');
    await run('upgrade');
    const history = blocks.find(({ block }) => block.language === 'console');
    expectBlocks(page, history === undefined ? [] : [{ ...history, text: `$ limbeck history\n${settled(await run('history'))}` }]);
    await run('check');
    expect(await stage.database.query(`SELECT count(*)::int AS n, count(DISTINCT token)::int AS tokens FROM product WHERE name IS NOT NULL`)).toEqual([{ n: 3000, tokens: 3000 }]);
    await run('downgrade', 'base');
  }, 120_000);
});
