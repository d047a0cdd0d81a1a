/* eslint-disable @typescript-eslint/no-require-imports -- no command waits for the way of the other versions of Node */
import nodeModule from 'node:module';
import type * as keptScripts from './kept-scripts.js';

/** What `@types/node` of Node 20 does not know. */
interface NewerModule {
  /** Since Node 22.8, where `NODE_DISABLE_COMPILE_CACHE` forbids it, and `NODE_COMPILE_CACHE` says where; by default in the folder for temporary files. */
  readonly enableCompileCache?: () => unknown;
}

const { enableCompileCache } = nodeModule as unknown as NewerModule;

/** What is compiled of Limbeck and of TypeORM is kept from one command to the next, as the compiler of TypeScript keeps itself. */
if (enableCompileCache !== undefined) enableCompileCache();
else if (process.env['NODE_DISABLE_COMPILE_CACHE'] === undefined) (require('./kept-scripts.js') as typeof keptScripts).keepScripts();
