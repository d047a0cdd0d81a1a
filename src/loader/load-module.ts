import { pathToFileURL } from 'node:url';

import { LimbeckError } from '../kernel/errors.js';
import { isTypeScript, moduleFormat } from './module-format.js';
import type * as plainModules from './plain-modules.js';
import { enableSourceMaps, lacksEsmHooks, registerEsmHooks, registerHooks } from './register-hooks.js';

/**
 * Loads a module of a user's project, whatever it is written in, and gives its exports.
 *
 * A module that exports one value and no names (`module.exports = value`, `export = value`) gives `{ default: value }`.
 * A compiler is loaded with the first TypeScript file and not before. What the module throws comes as it is thrown:
 * `explainLoadError` makes a message of it.
 */
export async function loadModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  registerHooksFor(file);
  return namedExports(moduleFormat(file) === 'module' ? await importModule(file) : await requireModule(file));
}

function registerHooksFor(file: string): void {
  registerHooks();
  if (lacksEsmHooks() && needsEsmHooks(file)) registerEsmHooks();
  if (isTypeScript(file)) enableSourceMaps();
}

const needsEsmHooks = (file: string): boolean => isTypeScript(file) || (moduleFormat(file) === 'module' && !isPlain(file));

// eslint-disable-next-line @typescript-eslint/no-require-imports -- a project in TypeScript or CommonJS does without
const isPlain = (file: string): boolean => (require('./plain-modules.js') as typeof plainModules).isPlainModule(file);

/** What was loaded of a file, and of which version of it. */
interface Loaded {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const loaded = new Map<string, Loaded>();

/**
 * As {@link loadModule}, for a file that may have been edited since this process loaded it: `version` says so, by another text.
 *
 * @throws {LimbeckError} `revision/loaded-before` where the process keeps the old one, as Jest does.
 */
export async function loadVersion(file: string, version: string): Promise<Readonly<Record<string, unknown>>> {
  const before = loaded.get(file);
  if (before?.version === version) return before.exports;
  const exports = before === undefined ? await loadModule(file) : await loadAnew(file, version);
  if (exports === before?.exports) throw new LimbeckError('revision/loaded-before', { file });
  loaded.set(file, { version, exports });
  return exports;
}

/** Node keeps modules by file where they are CommonJS, and by address where they are not. */
async function loadAnew(file: string, version: string): Promise<Readonly<Record<string, unknown>>> {
  if (moduleFormat(file) === 'module') {
    registerHooksFor(file);
    return namedExports(await import(`${pathToFileURL(file).href}?version=${version}`));
  }
  delete require.cache[file];
  return loadModule(file);
}

const importModule = async (file: string): Promise<unknown> => await import(pathToFileURL(file).href);

/** A `.js` file may turn out to be an ES module that waits for something; `require` refuses those, and `import` does not. */
async function requireModule(file: string): Promise<unknown> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the loader of this process, which may be Jest's
    return require(file) as unknown;
  } catch (error) {
    if ((error as { readonly code?: unknown } | null)?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return importModule(file);
  }
}

function namedExports(exported: unknown): Readonly<Record<string, unknown>> {
  return isNamespace(exported) ? exported : { default: exported };
}

/** A namespace object, or what `exports` is at first; the constructor by name, for objects of another realm, as in Jest. */
function isNamespace(exported: unknown): exported is Readonly<Record<string, unknown>> {
  if (typeof exported !== 'object' || exported === null) return false;
  const prototype: unknown = Object.getPrototypeOf(exported);
  return prototype === null || (prototype as { readonly constructor?: { readonly name?: unknown } }).constructor?.name === 'Object';
}
