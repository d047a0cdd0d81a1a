import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brokenLinks, readPage } from '../support/docs.js';

const repository = resolve(__dirname, '../..');
const pages = readdirSync(repository).filter((name) => name.endsWith('.md'));

/** The links of a page in the root as one of `docs` would have them, without those out of the repository. */
function linksAsInDocs(name: string): string {
  const { text } = readPage(`../${name}`);
  const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link).filter((link) => !link.startsWith('https://'));
  return links.map((link) => `[](${link.startsWith('#') ? `../${name}${link}` : `../${link}`})`).join('\n');
}

describe('the pages in the root', () => {
  it('are those that people look for', () => expect(pages.sort()).toEqual(['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md']));

  it.each(pages)('%s leads to what is there', (name) => {
    expect(linksAsInDocs(name)).not.toBe('');
    expect(brokenLinks({ ...readPage('api.md'), text: linksAsInDocs(name) })).toEqual([]);
  });

  it('name files and scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
    const read = (names: readonly string[]): string => names.map((name) => readFileSync(join(repository, name), 'utf8')).join('\n');
    // The files of the README are those of its reader.
    const paths = [...read(['CONTRIBUTING.md', 'SECURITY.md']).matchAll(/`((?:src|test|scripts|bench|\.ci)\/[\w./-]*)`/g)].map(([, path = '']) => path);
    const named = [...read(pages).matchAll(/\bnpm run ([\w:]+)/g)].map(([, script = '']) => script);
    expect([paths.length > 15, named.length > 5]).toEqual([true, true]);
    expect(paths.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});
