import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { loadRevisions } from '../../../src/revision/load.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-load-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const textOf = (id: string, position: number): string =>
  `/** The revision ${id}. */\nexport class R${id}${1_720_000_000_000 + position} { static revision = "${id}"; static downRevision = null; async up() {} async down() {} }\n`;

const idsOf = (): string => loadRevisions([folder]).map(({ id }) => id).join(' ');

async function errorOf(work: () => unknown): Promise<LimbeckError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LimbeckError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('the revisions of a directory', () => {
  it('are its files in TypeScript and JavaScript', () => {
    ['a.ts', 'b.mts', 'c.cts', 'd.js', 'e.mjs', 'f.cjs'].forEach((name, position) => write(name, textOf(name.charAt(0), position)));
    expect(idsOf()).toBe('a b c d e f');
  });

  it('are none of the others', () => {
    write('a.ts', textOf('a', 0));
    for (const name of ['a.d.ts', 'a.d.mts', 'a.test.ts', 'a.spec.js', 'a.js.map', 'a.json', 'README.md', '.hidden.ts', 'a.ts.orig', 'a.tsx']) write(name, 'not a revision');
    mkdirSync(join(folder, 'folder.ts'));
    expect(idsOf()).toBe('a');
  });

  it('know their file and its bytes', () => {
    const text = textOf('a', 0);
    const file = write('a.ts', text);
    expect(loadRevisions([folder])).toEqual([
      {
        id: 'a',
        parents: [],
        labels: [],
        dependsOn: [],
        replaces: [],
        phase: null,
        name: 'Ra1720000000000',
        timestampMs: 1_720_000_000_000,
        message: 'The revision a.',
        file,
        checksum: createHash('sha256').update(text).digest('hex'),
        instantiate: expect.any(Function) as unknown,
      },
    ]);
  });

  it('are none where there is no directory', () => expect(loadRevisions([join(folder, 'gone')])).toEqual([]));

  it('come from several directories, each file once', () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    write('a.ts', textOf('a', 0));
    writeFileSync(join(other, 'b.ts'), textOf('b', 1));
    expect(loadRevisions([folder, other, `${folder}/.`]).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('are refused with the name of the file', async () => {
    write('a.ts', textOf('a', 0) + textOf('b', 1));
    const error = await errorOf(() => loadRevisions([folder]));
    expect(error.code).toBe('revision/not-one-class');
    expect(error.message).toContain(join(folder, 'a.ts'));
  });

  it('are refused where the directory is a file', async () => {
    const error = await errorOf(() => loadRevisions([write('a.ts', '')]));
    expect(error.message).toBe(`Cannot read ${join(folder, 'a.ts')}: not a directory (ENOTDIR).`);
  });

  it('are refused where a file cannot be read', async () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'a.ts'));
    const error = await errorOf(() => loadRevisions([folder]));
    expect(error.message).toBe(`Cannot read ${join(folder, 'a.ts')}: no such file or directory (ENOENT).`);
  });
});

describe('a revision', () => {
  const body = 'async up() {} async down() {}';
  const instance = async (name: string, text: string): Promise<unknown> => {
    write(name, text);
    return loadRevisions([folder])[0]?.instantiate();
  };

  it('is not run when it is read', () => {
    write('a.ts', `throw new Error('It ran.');\n${textOf('a', 0)}`);
    expect(idsOf()).toBe('a');
  });

  it('is made of a file in TypeScript', async () => {
    const text = `export class A1720000000000 { static readonly revision: string = "a"; static readonly downRevision = null; readonly name: string = "A1720000000000"; ${body} }`;
    expect(await instance('a.ts', text)).toMatchObject({ name: 'A1720000000000' });
  });

  it('is made of a file in JavaScript', async () => {
    const text = `class A1720000000000 { ${body} }\nA1720000000000.revision = 'a';\nA1720000000000.downRevision = null;\nmodule.exports = { A1720000000000 };`;
    expect(Object.getPrototypeOf(await instance('a.js', text))).toHaveProperty('up');
  });

  it('is refused when the class is not exported', async () => {
    const error = await errorOf(() => instance('a.js', `class A1720000000000 { static revision = 'a'; static downRevision = null; ${body} }`));
    expect(error.code).toBe('revision/not-one-class');
  });

  it.each([
    ['revision', "A1720000000000.revision = ['b'].join();"],
    ['name', 'A1720000000000.prototype.name = ["B1720000000000"].join();'],
  ])('is refused when its %s is another once it runs', async (member, change) => {
    const error = await errorOf(() => instance('a.js', `class A1720000000000 { static revision = 'a'; static downRevision = null; ${body} }\n${change}\nmodule.exports = { A1720000000000 };`));
    expect(error.code).toBe('revision/not-a-literal');
    expect(error.message).toContain(`\`${member}\``);
  });

  it('is refused with the name of the file when it does not load', async () => {
    const error = await errorOf(() => instance('a.js', `${textOf('a', 0).replace('export ', 'module.exports = ')}\nthrow new Error('on purpose');`));
    expect(error.message).toContain('on purpose');
    expect(error.message).toContain('a.js');
  });
});
