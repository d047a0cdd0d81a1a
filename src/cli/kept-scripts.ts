import nodeModule from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { type Code, codeFileOf, readCode, writeCode } from './code-file.js';

/** What of a module of Node's CommonJS loader a compiled one needs. */
interface CommonJsModule {
  readonly exports: unknown;
  readonly require: (id: string) => unknown;
}

/** Node's own has more parameters in some versions. */
type Compile = (this: CommonJsModule, ...call: readonly [text: string, file: string, ...rest: readonly unknown[]]) => unknown;

/** The parts of Node's CommonJS loader that all who compile in its place build on. */
interface Loader {
  readonly _extensions: object;
  readonly _cache: object;
  readonly _resolveFilename: (...call: readonly [request: string, importer: CommonJsModule, isMain: boolean, options: unknown]) => string;
  readonly _resolveLookupPaths: (request: string, importer: CommonJsModule) => readonly string[] | null;
  readonly prototype: { _compile: Compile };
}

const loader = nodeModule as unknown as Loader;

/** The function that Node makes of the text of a module. */
type Wrapped = (...given: readonly [exports: unknown, require: unknown, module: CommonJsModule, file: string, folder: string]) => unknown;

/** A module that was compiled by this process. */
interface Compiled {
  /** Of its text. */
  readonly checksum: number;
  readonly script: Script;
}

/**
 * Keeps what V8 makes of the CommonJS modules of packages for the next run of the same command: 50 of the 290 ms of an upgrade that has nothing to do. It is taken when the
 * process ends, so that the functions that were called are in it, which are most of it.
 *
 * Node does so itself since 22.8. Modules of the project, ES modules and whatever V8 cannot compile as CommonJS are left to Node.
 *
 * Source: Node 20.20, lib/internal/modules/cjs/loader.js, `Module.prototype._compile`, and helpers.js, `makeRequireFunction`; vm, "new vm.Script()" and
 * "script.createCachedData()".
 */
export function keepScripts(): void {
  const file = codeFileOf(process.argv[2] ?? '');
  const kept = readCode(file);
  const compiled = new Map<string, Compiled>();
  const compileByNode = loader.prototype._compile;
  loader.prototype._compile = function compileKept(...call) {
    const [text, path, format] = call;
    const script = isOfPackage(path) && isCommonJs(format) ? scriptOf(text, path) : null;
    if (script === null) return Reflect.apply(compileByNode, this, call);
    return Reflect.apply(script.runInThisContext() as Wrapped, this.exports, [this.exports, requireOf(this), this, path, dirname(path)]);
  };
  process.on('exit', () => {
    if (compiled.size > 0) writeCode(file, new Map([...kept, ...codeOf(compiled)]));
  });

  /** `null` for what is left to Node: what is not to be kept, and what it may know how to load, as an ES module that does not say that it is one. */
  function scriptOf(text: string, path: string): Script | null {
    const checksum = crc32(text);
    const known = kept.get(path);
    const cachedData = known?.checksum === checksum ? known.code : undefined;
    if (cachedData === undefined && mayImport.test(text)) return null;
    try {
      const script = new Script(nodeModule.wrap(text), { filename: path, columnOffset: -wrapperLength, cachedData });
      if (script.cachedDataRejected !== false) compiled.set(path, { checksum, script });
      return script;
    } catch {
      return null;
    }
  }
}

const own = resolve(__dirname, '..') + sep;

/** Whether a file belongs to Limbeck or to an installed package; those of a project change too often. */
const isOfPackage = (path: string): boolean => path.includes(`${sep}node_modules${sep}`) || path.startsWith(own);

const isCommonJs = (format: unknown): boolean => format === undefined || format === 'commonjs' || format === false;

/** `import()` fails in what V8 11 (Node 20) takes from a cache, also where it is made of a text, as by `Function("return import(file)")`. */
const mayImport = /\bimport\s*[(/]/;

/** How far Node's wrapper moves the first line of a module. */
const wrapperLength = nodeModule.wrap('|').indexOf('|');

/** The `require` of a module, as Node makes it. */
function requireOf(module: CommonJsModule): unknown {
  const resolveFrom = (request: string, options: unknown): string => loader._resolveFilename(request, module, false, options);
  return Object.assign((id: string) => module.require(id), {
    resolve: Object.assign(resolveFrom, { paths: (request: string) => loader._resolveLookupPaths(request, module) }),
    main: require.main,
    extensions: loader._extensions,
    cache: loader._cache,
  });
}

const codeOf = (compiled: ReadonlyMap<string, Compiled>): readonly (readonly [string, Code])[] =>
  [...compiled].map(([path, { checksum, script }]) => [path, { checksum, code: script.createCachedData() }]);
