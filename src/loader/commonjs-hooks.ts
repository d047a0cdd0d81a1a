/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- the hooks of a loader cannot wait for import() */
import * as nodeModule from 'node:module';

import { moduleFormat, type ModuleFormat } from './module-format.js';
import { resolveImport, resolveMissing } from './resolve-import.js';
import { typeImport } from './type-imports.js';

interface CommonJsModule {
  readonly filename?: string | null;
  _compile(code: string, file: string, format: ModuleFormat): void;
}

type ResolveFilename = (specifier: string, importer: CommonJsModule | undefined, ...rest: readonly unknown[]) => string;

/** The parts of Node's CommonJS loader that every TypeScript loader builds on; there is no public way before Node 22.15. */
const loader = nodeModule.Module as unknown as {
  readonly _extensions: Record<string, (module: CommonJsModule, file: string) => void>;
  _resolveFilename: ResolveFilename;
};

/** Who taught `require` to read TypeScript. Node's own way only strips types, and counts as none. */
export function typeScriptHook(): 'ours' | 'another' | 'none' {
  if (isSandboxed()) return 'another';
  const hook = loader._extensions['.ts'];
  if (hook === loadTypeScript) return 'ours';
  return hook === undefined || hook.name === 'loadTS' ? 'none' : 'another';
}

/** Jest gives each test file a `require` of its own, with nothing in `extensions`, and transforms what it loads. */
const isSandboxed = (): boolean => (require as { readonly extensions?: unknown }).extensions !== undefined && !('.js' in require.extensions);

/** Teaches `require` to read TypeScript and to resolve imports as TypeScript does. */
export function addCommonJsHooks(): void {
  for (const extension of ['.ts', '.cts', '.mts']) loader._extensions[extension] = loadTypeScript;
  loader._resolveFilename = resolveWith(loader._resolveFilename);
}

function loadTypeScript(module: CommonJsModule, file: string): void {
  const format = requiresModules ? moduleFormat(file) : 'commonjs';
  module._compile(compilerHere().compile(file, format), file, format);
}

/** A project in JavaScript never comes here. */
const compilerHere = (): typeof import('./compile.js') => require('./compile.js') as typeof import('./compile.js');

/**
 * Whether an ES module that is required sees the hooks; it does since Node 22.15, with which `registerHooks` came. Before, it
 * is compiled to CommonJS instead, which serves as long as it is not imported as well.
 *
 * Source: https://github.com/nodejs/node/issues/52697; tried on 20.19, 20.20, 22.12 and 22.15.
 */
const requiresModules = 'registerHooks' in nodeModule;

const resolveWith = (resolveByNode: ResolveFilename): ResolveFilename =>
  function resolveFilename(this: unknown, ...call) {
    const [request, importer, ...rest] = call;
    const file = importer?.filename ?? '';
    const specifier = request.startsWith(typeImport) ? request.slice(typeImport.length) : request;
    const found = resolveImport(specifier, file);
    if (found !== null) return found;
    try {
      return resolveByNode.call(this, specifier, importer, ...rest);
    } catch (error) {
      const second = resolveMissing({ request, importer: file, error });
      if (second === null) throw error;
      return second;
    }
  };
