/** Marks an import that only metadata needs: what it names may be a type, and then there may be nothing to import. */
export const typeImport = 'limbeck-types:';

/**
 * CommonJS with the imports marked that only metadata needs.
 *
 * SWC writes `const _shapes = require("./shapes");` for an import, and `_shapes.Shape` where it is used.
 *
 * @param names of metadata; each use stands in a call `_limbeck_type(()=>...)`
 */
export const loosenRequires = (code: string, names: ReadonlySet<string>): string =>
  code.replace(/^(const (\S+) = .*?require\(")(.+?"\))/gm, (statement: string, ...[start = '', name = '', end = '']: readonly string[]) =>
    names.has(name) && isForMetadata(code, statement, name) ? start + typeImport + end : statement,
  );

/**
 * An ES module in which what only metadata needs is imported as a namespace: that a name is missing there is no error, that an
 * `import { Shape } from './shapes'` finds no `Shape` is one before anything runs.
 */
export function loosenImports(code: string, names: ReadonlySet<string>): string {
  const renamed = new Map<string, string>();
  const loosened = code.replace(
    /^import (.+) from (["'].+["'])(.*;)$/gm,
    (statement: string, ...[clause = '', specifier = '', end = '']: readonly string[]) => {
      const bindings = readBindings(clause);
      const types = bindings.filter(({ local }) => names.has(local) && isForMetadata(code, statement, local));
      if (types.length === 0) return statement;
      const namespace = `_limbeck_types_${renamed.size}`;
      for (const { local, imported } of types) renamed.set(local, imported === '*' ? namespace : `${namespace}.${imported}`);
      const values = printBindings(bindings.filter((binding) => !types.includes(binding)));
      const rest = values === '' ? '' : `import ${values} from ${specifier}${end} `;
      return `${rest}import * as ${namespace} from ${specifier.charAt(0)}${typeImport}${specifier.slice(1)}${end}`;
    },
  );
  return loosened.replace(/(?<=_limbeck_type\(\(\)=>)[\p{ID_Continue}$]+/gu, (name) => renamed.get(name) ?? name);
}

interface Binding {
  readonly local: string;
  /** `default`, `*`, or the exported name. */
  readonly imported: string;
}

/** The part of an import between `import` and `from`: `Default, { a, b as c }` or `* as all`. */
function readBindings(clause: string): readonly Binding[] {
  const [, before = '', braces = ''] = /^([^{]*?),?\s*(?:\{(.*)\})?$/.exec(clause) ?? [];
  const parts = (list: string): readonly string[] => list.split(',').map((each) => each.trim()).filter((each) => each !== '');
  return [
    ...parts(before).map((each) => (each.startsWith('* as ') ? { local: each.slice(5), imported: '*' } : { local: each, imported: 'default' })),
    ...parts(braces).map((each) => {
      const [imported = each, local = imported] = each.split(' as ');
      return { local, imported };
    }),
  ];
}

function printBindings(bindings: readonly Binding[]): string {
  const named = bindings.filter(({ imported }) => imported !== 'default' && imported !== '*');
  return [
    ...bindings.filter(({ imported }) => imported === 'default').map(({ local }) => local),
    ...bindings.filter(({ imported }) => imported === '*').map(({ local }) => `* as ${local}`),
    ...(named.length === 0 ? [] : [`{ ${named.map(({ imported, local }) => `${imported} as ${local}`).join(', ')} }`]),
  ].join(', ');
}

/** Whether nothing but metadata uses a name. A name in a string or a comment counts as a use: then all stays as it is. */
function isForMetadata(code: string, statement: string, name: string): boolean {
  const rest = code.replace(statement, '').replace(/^import .+;$|_limbeck_type\(\(\)=>[^)]*\)/gm, '');
  return !new RegExp(`(?<![\\p{ID_Continue}$])${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`, 'u').test(rest);
}
