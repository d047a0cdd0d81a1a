/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- the hooks of a loader cannot wait for import() */
import { fileURLToPath, pathToFileURL } from 'node:url';

import { isTypeScript, moduleFormat } from './module-format.js';
import { resolveImport, resolveMissing } from './resolve-import.js';
import { typeImport } from './type-imports.js';

interface ImportContext {
  readonly parentURL?: string | undefined;
  /** Given for `import`, not for `require`, which Node's newer hooks see as well. */
  readonly importAttributes?: Readonly<Record<string, string>>;
}

interface Resolution {
  readonly url: string;
  readonly format?: string | null;
  readonly importAttributes?: Readonly<Record<string, string>>;
  readonly shortCircuit?: boolean;
}

interface LoadedModule {
  readonly format?: string | null;
  readonly source?: unknown;
  readonly shortCircuit?: boolean;
}

/** On a thread of their own the hooks of Node are asynchronous, in the main thread they are not. */
type Awaitable<T> = T | Promise<T>;

type NextResolve = (specifier: string, context: ImportContext) => Awaitable<Resolution>;
type NextLoad = (url: string, context: ImportContext) => Awaitable<LoadedModule>;

/** Resolves an `import` as TypeScript does. */
export function resolve(specifier: string, context: ImportContext, nextResolve: NextResolve): Awaitable<Resolution> {
  if (context.importAttributes === undefined) return nextResolve(specifier, context);
  const importer = filePath(context.parentURL) ?? '';
  const plain = specifier.startsWith(typeImport) ? specifier.slice(typeImport.length) : specifier;
  const found = resolveImport(plain, importer);
  if (found !== null) return toResolution(found, context);
  return recover(
    () => nextResolve(plain, context),
    (error) => {
      const second = resolveMissing({ request: specifier, importer, error });
      if (second === null) throw error;
      return toResolution(second, context);
    },
  );
}

/** Loads what an `import` resolved to; compiles it when it is TypeScript. */
export function load(url: string, context: ImportContext, nextLoad: NextLoad): Awaitable<LoadedModule> {
  if (context.importAttributes === undefined) return nextLoad(url, context);
  const file = filePath(url);
  if (file === null || !isTypeScript(file)) return withoutCommonJsSource(nextLoad(url, context));
  const { compile } = require('./compile.js') as typeof import('./compile.js');
  const source = moduleFormat(file) === 'module' ? compile(file, 'module') : commonJsFacade(file, compile(file, 'commonjs'));
  return { format: 'module', source, shortCircuit: true };
}

const filePath = (url: string | undefined): string | null => (url?.startsWith('file:') === true ? fileURLToPath(url) : null);

/** A JSON file needs an import attribute, which TypeScript does not ask for when it resolves like a bundler. */
const toResolution = (file: string, { importAttributes }: ImportContext): Resolution => ({
  url: pathToFileURL(file).href,
  shortCircuit: true,
  ...(file.endsWith('.json') ? { importAttributes: { ...importAttributes, type: 'json' } } : {}),
});

/**
 * The ES module that stands for a CommonJS one in TypeScript. Node finds the names that CommonJS exports in the text of the
 * file, and cannot read TypeScript; `require` runs the module, so that both ways give one and the same.
 */
function commonJsFacade(file: string, code: string): string {
  return [
    `import { createRequire } from 'node:module';`,
    `const exports = createRequire(import.meta.url)(${JSON.stringify(file)});`,
    'export default exports;',
    ...exportedNames(code).map((name, index) => `const _${index} = exports.${name}; export { _${index} as ${name} };`),
    ...[...code.matchAll(/^_export_star\(require\((".+")\), exports\);$/gm)].map(([, specifier]) => `export * from ${specifier};`),
  ].join('\n');
}

/** SWC defines the only export of a module by itself, and lists several in a line for those who read and do not run it. */
function exportedNames(code: string): readonly string[] {
  const [, only] = /^Object\.defineProperty\(exports, "([^"]+)", \{\n {4}enumerable: true,$/m.exec(code) ?? [];
  const [, several = ''] = /^0 && \(module\.exports = \{([^}]*)\}\);$/m.exec(code) ?? [];
  const names = [...several.matchAll(/^ {4}([\p{ID_Continue}$]+): null,?$/gmu)].map(([, name = '']) => name);
  return [...(only === undefined ? [] : [only]), ...names].filter((name) => name !== 'default');
}

/**
 * The hooks of the main thread are given the source of CommonJS modules. Given back, Node runs them by a way that does not
 * share modules with `require`; without source they go the way of `require`, as on a thread of their own.
 *
 * Source: https://github.com/nodejs/node/pull/62920; tried on 26.9, test/integration/loader.test.ts.
 */
const withoutCommonJsSource = (loaded: Awaitable<LoadedModule>): Awaitable<LoadedModule> =>
  loaded instanceof Promise || loaded.format !== 'commonjs' ? loaded : { ...loaded, source: null };

function recover<T>(attempt: () => Awaitable<T>, rescue: (error: unknown) => T): Awaitable<T> {
  try {
    const result = attempt();
    return result instanceof Promise ? result.catch(rescue) : result;
  } catch (error) {
    return rescue(error);
  }
}
