import * as nodeModule from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { addCommonJsHooks, typeScriptHook } from './commonjs-hooks.js';
import type * as esmHooks from './esm-hooks.js';

/** What `@types/node` of Node 20 does not know. */
interface NewerModule {
  /** Since Node 22.15. */
  readonly registerHooks?: (hooks: typeof esmHooks) => void;
  /** Since Node 22.14; the source maps of packages can be left out, which saves reading them. */
  readonly setSourceMapsSupport?: (enabled: boolean, options: { readonly nodeModules: boolean; readonly generatedCode: boolean }) => void;
}

/**
 * Teaches this process TypeScript, once, and for good: TypeORM loads the entities that a glob names only when it initialises.
 *
 * Does nothing where TypeScript is known already: under ts-node, tsx, @swc-node/register and the like the user has chosen, and
 * Jest has a module system of its own.
 */
export function registerHooks(): void {
  if (typeScriptHook() === 'none') addCommonJsHooks();
}

let hasEsmHooks = false;

/** Whether `import` is still to be taught, and is ours to teach. */
export const lacksEsmHooks = (): boolean => !hasEsmHooks && typeScriptHook() === 'ours';

/** Teaches `import` the same. Before Node 26.2 that starts a thread, which takes some 70 ms, so a project that needs no hooks goes without. */
export function registerEsmHooks(): void {
  if (!lacksEsmHooks()) return;
  hasEsmHooks = true;
  addEsmHooks();
}

/** Makes the stacks of errors name lines of the TypeScript. */
export function enableSourceMaps(): void {
  if (typeScriptHook() !== 'ours') return;
  const { setSourceMapsSupport } = nodeModule as unknown as NewerModule;
  if (setSourceMapsSupport === undefined) process.setSourceMapsEnabled(true);
  else setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
}

function addEsmHooks(): void {
  const { registerHooks: register } = nodeModule as unknown as NewerModule;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- few versions of Node come here
  if (register !== undefined && canHookInMainThread()) register(require('./esm-hooks.js') as typeof esmHooks);
  else nodeModule.register(pathToFileURL(join(__dirname, `esm-hooks${extname(__filename)}`)));
}

/**
 * Node has hooks in the main thread since 22.15, and warns of those on a thread of their own since 25.9. Before 26.2 the first
 * are not complete: they lose the conditions of an import (24.4 and before), refuse a CommonJS module without source (24.9), or
 * run it by a way that does not share modules with `require`.
 *
 * Source: https://github.com/nodejs/node/pull/59011 and https://github.com/nodejs/node/pull/62920; tried on 22.23, 24.9, 26.9.
 */
function canHookInMainThread(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 26 || (major === 26 && minor >= 2);
}
