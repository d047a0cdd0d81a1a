import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { writeNewFile } from '../../../src/revision/write-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const errorOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

describe('a new file', () => {
  it('is written, and its directory made', async () => {
    const path = await writeNewFile({ directory: join(folder, 'a', 'b'), name: 'c.ts', text: 'é\n' });
    expect(path).toBe(join(folder, 'a', 'b', 'c.ts'));
    expect(readFileSync(path, 'utf8')).toBe('é\n');
  });

  it('never replaces another', async () => {
    writeFileSync(join(folder, 'c.ts'), 'mine');
    const error = await errorOf(writeNewFile({ directory: folder, name: 'c.ts', text: 'other' }));
    expect(LimbeckError.is(error, 'revision/file-exists')).toBe(true);
    expect(readFileSync(join(folder, 'c.ts'), 'utf8')).toBe('mine');
  });

  it('is refused where the directory is a file, with the reason', async () => {
    writeFileSync(join(folder, 'migrations'), '');
    const error = await errorOf(writeNewFile({ directory: join(folder, 'migrations'), name: 'c.ts', text: '' }));
    if (!LimbeckError.is(error, 'revision/not-writable')) throw error;
    expect(error.message).toBe(`Cannot write ${join(folder, 'migrations')}: file already exists (EEXIST).`);
  });

  it('is refused where the name is too long, and leaves nothing', async () => {
    const error = await errorOf(writeNewFile({ directory: folder, name: `${'x'.repeat(300)}.ts`, text: '' }));
    if (!LimbeckError.is(error, 'revision/not-writable')) throw error;
    expect(error.message).toContain('name too long (ENAMETOOLONG)');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused where nobody may write', async () => {
    const error = await errorOf(writeNewFile({ directory: '/proc', name: 'limbeck.ts', text: '' }));
    expect(LimbeckError.is(error, 'revision/not-writable')).toBe(true);
  });
});
