import { parseSync } from '@swc/core';
import fc from 'fast-check';
import { loosenImports, loosenRequires, typeImport } from '../../../src/loader/type-imports.js';

const metadata = (name: string): string => `_ts_metadata("design:type", _limbeck_type(()=>${name}));`;

test.each([
  ["import { A, B as C } from './x';", 'new A();', ['C'], "import { A as A } from './x'; import * as _limbeck_types_0 from 'limbeck-types:./x';", '_limbeck_types_0.B'],
  ["import D, { A } from './x';", 'new A();', ['D'], "import { A as A } from './x'; import * as _limbeck_types_0 from 'limbeck-types:./x';", '_limbeck_types_0.default'],
  ["import * as all from './x';", '', ['all'], "import * as _limbeck_types_0 from 'limbeck-types:./x';", '_limbeck_types_0'],
  ["import A from './x' with { type: 'json' };", '', ['A'], "import * as _limbeck_types_0 from 'limbeck-types:./x' with { type: 'json' };", '_limbeck_types_0.default'],
  ["import { A } from './x';", 'export { A };', ['A'], "import { A } from './x';", 'A'],
  ["import { A } from './x';", 'call(...A);', ['A'], "import { A } from './x';", 'A'],
])('%s before %s', (statement, use, names, expected, reference) => {
  const [name = ''] = names;
  expect(loosenImports([statement, use, metadata(name)].join('\n'), new Set(names))).toBe([expected, use, metadata(reference)].join('\n'));
});

test('in CommonJS the specifier is marked, where nothing else uses the module', () => {
  const code = ['const _x = require("./x");', 'const _y = /*#__PURE__*/ _interop_require_default(require("./y"));', '_y.default();', metadata('_x.A'), metadata('_y.B')].join('\n');
  expect(loosenRequires(code, new Set(['_x', '_y']))).toBe(code.replace('"./x"', `"${typeImport}./x"`));
});

/** What a module imports, each as `specifier#name`; a namespace of a marked import is what is read from it. */
function imported(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of parseSync(code, { syntax: 'ecmascript', target: 'es2022' }).body) {
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of (statement).specifiers) {
      const local = specifier.local.value;
      if (specifier.type === 'ImportDefaultSpecifier') names.add(`${statement.source.value}#default`);
      else if (specifier.type === 'ImportSpecifier') names.add(`${statement.source.value}#${specifier.imported?.value ?? local}`);
      else for (const [, name] of code.matchAll(new RegExp(`=>${local}\\.(\\w+)`, 'g'))) names.add(`${statement.source.value.slice(typeImport.length)}#${name}`);
    }
  }
  return names;
}

test('every name is still imported from where it was, whatever only metadata uses', () => {
  const binding = fc.record({ alias: fc.boolean(), onlyType: fc.boolean() });
  const statement = fc.record({ hasDefault: fc.option(fc.boolean(), { nil: null }), named: fc.array(binding, { maxLength: 4 }) });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
      const uses: string[] = [];
      const types: string[] = [];
      const note = (name: string, onlyType: boolean): string => {
        (onlyType ? types : uses).push(name);
        return name;
      };
      const imports = statements.flatMap(({ hasDefault, named }, index) => {
        const first = hasDefault === null ? [] : [note(`Default${index}`, hasDefault)];
        const others = named.map(({ alias, onlyType }, position) => {
          const name = `Name${index}x${position}`;
          return alias ? `${name} as ${note(`Alias${index}x${position}`, onlyType)}` : note(name, onlyType);
        });
        const clause = [...first, ...(others.length === 0 ? [] : [`{ ${others.join(', ')} }`])].join(', ');
        return clause === '' ? [] : [`import ${clause} from './m${index}';`];
      });
      const code = [...imports, ...uses.map((name) => `use(${name});`), ...types.map(metadata)].join('\n');
      const loosened = loosenImports(code, new Set([...types, ...uses]));
      expect(imported(loosened)).toEqual(imported(code));
      expect(types.filter((name) => loosened.includes(`=>${name})`))).toEqual([]);
    }),
  );
});
