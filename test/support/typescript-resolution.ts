import Module from 'node:module';

interface Resolver {
  _resolveFilename(request: string, ...rest: readonly unknown[]): string;
}

/**
 * Lets `import './x.js'` find `x.ts` in what jest loads outside the tests: it transforms its global setup,
 * but resolves that setup's imports with Node, which `moduleNameMapper` does not reach.
 */
const resolver = Module as unknown as Resolver;
const resolve = resolver._resolveFilename.bind(Module);
resolver._resolveFilename = (request, ...rest) => {
  try {
    return resolve(request, ...rest);
  } catch (error) {
    if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
    return resolve(request.replace(/js$/, 'ts'), ...rest);
  }
};
