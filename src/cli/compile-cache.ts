import nodeModule from 'node:module';

/** What `@types/node` of Node 20 does not know. */
interface NewerModule {
  /** Since Node 22.8, where `NODE_DISABLE_COMPILE_CACHE` forbids it, and `NODE_COMPILE_CACHE` says where; by default in the folder for temporary files. */
  readonly enableCompileCache?: () => unknown;
}

/** What is compiled of Limbeck and of TypeORM is kept from one command to the next, as the compiler of TypeScript keeps itself. */
(nodeModule as unknown as NewerModule).enableCompileCache?.();
