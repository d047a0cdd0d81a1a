import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brokenLinks, readPage } from '../support/docs.js';

const names = readdirSync(join(__dirname, '../../docs')).filter((name) => name.endsWith('.md'));

it('the manual lists each page, once, before it lists tasks', () => {
  const [order = ''] = readPage('README.md').text.split('## Find your task');
  const listed = [...order.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(names.filter((name) => name !== 'README.md').toSorted());
});

it.each(names)('%s leads to what is there, and begins with its one title', (name) => {
  const page = readPage(name);
  expect(brokenLinks(page).filter((link) => !link.startsWith('https:'))).toEqual([]);
  expect(page.sections.filter(({ level }) => level === 1)).toHaveLength(1);
  expect(page.text).toMatch(/^# /);
});
