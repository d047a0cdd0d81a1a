import { addTypeExports } from '../../../src/loader/type-exports.js';

const namesFor = (source: string): readonly string[] => {
  const added = addTypeExports('', source);
  return added === '' ? [] : (/export let ([^"]*)"/.exec(added)?.[1] ?? '').split(',');
};

test.each<[string, readonly string[]]>([
  ['export type Money = number;\nexport interface Shape<T> {}', ['Money', 'Shape']],
  ['export declare interface Größe {}\n  export type $a_1 = 1;', ['Größe', '$a_1']],
  ["export type { A, B as C, D as default } from './a';\nexport type {\n  E,\n};", ['A', 'C', 'E']],
  ["export { a, type B };\nexport * from './a';\nexport type * from './b';", []],
  ['type Money = number;\nexport class Type {}\nexport const type = 1;', []],
])('%s', (source, names) => {
  expect(namesFor(source)).toEqual(names);
});
