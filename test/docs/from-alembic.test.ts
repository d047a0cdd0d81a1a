import { parseArguments } from '../../src/cli/arguments.js';
import { methodNames } from '../../src/operation/methods.js';
import { brokenLinks, compile, readPage } from '../support/docs.js';

const page = readPage('from-alembic.md');
const code = [...page.text.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

describe('the page for those who come from Alembic', () => {
  it('names commands and options that there are', () => {
    const commands = code.filter((text) => text.startsWith('limbeck '));
    expect(commands.length).toBeGreaterThan(25);
    for (const command of commands) expect(parseArguments((command.match(/"[^"]*"|\S+/g) ?? []).slice(1).map((word) => word.replaceAll('"', '')), '1').type).toBe('command');
  });

  it('names operations that there are', () => {
    const others = ['execute', 'bulkInsert', 'inspect', 'backfill', 'autocommitBlock', 'arguments'];
    const named = code.flatMap((text) => /^op\.([a-z]+[A-Z]\w*|execute|inspect|backfill|arguments)\b/.exec(text)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !others.includes(name) && !methodNames.some((method) => method === name))).toEqual([]);
  });

  it('has a revision file that compiles', () => {
    const [block] = page.sections.flatMap(({ blocks }) => blocks).filter(({ language }) => language === 'ts');
    expect(compile(new Map([['alembic-revision.ts', block?.text ?? '']]))).toEqual([]);
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
