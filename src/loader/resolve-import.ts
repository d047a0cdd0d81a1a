/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- the hooks of a loader cannot wait for import() */
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { isTypeScript } from './module-format.js';
import { typeImport } from './type-imports.js';

/** What TypeScript looks for when an import names a JavaScript file. */
const sourceExtensions: ReadonlyMap<string, string> = new Map([
  ['.js', '.ts'],
  ['.mjs', '.mts'],
  ['.cjs', '.cts'],
]);

/** Limbeck's own entry, as it runs now: `dist/index.js` when built. */
const runningEntry = join(dirname(__dirname), `index${extname(__filename)}`);

/**
 * The file behind an import that Node would not find, or where TypeScript would find another; `null` leaves it to Node.
 *
 * `limbeck` is always the copy that runs: a second one, from the project's `node_modules` or through an alias, would not know
 * which migration context belongs to a QueryRunner.
 *
 * @throws {LimbeckError} `config/tsconfig-invalid`
 */
export function resolveImport(specifier: string, importer: string): string | null {
  if (specifier === 'limbeck') return runningEntry;
  if (!isTypeScript(importer)) return null;
  if (specifier.startsWith('file:')) return findSource(fileURLToPath(specifier));
  if (/^\.{1,2}(\/|$)/.test(specifier) || isAbsolute(specifier)) return findSource(resolve(dirname(importer), specifier));
  // A declared module goes before a path, and Node's own are declared: with `baseUrl` a folder `events` hides none of them.
  if (isBuiltin(specifier)) return null;
  const { projectOf } = require('./project.js') as typeof import('./project.js');
  for (const path of projectOf(importer).aliases(specifier)) {
    const file = findSource(path);
    if (file !== null) return file;
  }
  return null;
}

/**
 * A second look after Node found nothing: a target of `imports` or `exports` in a `package.json` may name JavaScript that is
 * still to be built, and an import that only metadata needs may name a package of types, such as `geojson`.
 */
export function resolveMissing(missing: { readonly request: string; readonly importer: string; readonly error: unknown }): string | null {
  const { request, importer, error } = missing;
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (!isTypeScript(importer) || (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND')) return null;
  if (request.startsWith(typeImport)) return join(__dirname, `empty-module${extname(__filename)}`);
  const [, target = ''] = /^Cannot find module '([^']+)'/.exec((error as Error).message) ?? [];
  return isAbsolute(target) ? findSource(target) : null;
}

/** The file that TypeScript takes for a path: source before what was built of it, with or without its extension. */
function findSource(path: string): string | null {
  const extension = extname(path);
  const source = sourceExtensions.get(extension);
  const candidates = [
    ...(source === undefined ? [] : [path.slice(0, -extension.length) + source]),
    path,
    ...['.ts', '.js', '.json'].map((suffix) => path + suffix),
  ];
  return candidates.find(isFile) ?? findInFolder(path);
}

function findInFolder(folder: string): string | null {
  const main = readMain(folder);
  if (main !== null) return findSource(resolve(folder, main));
  return ['index.ts', 'index.js'].map((name) => join(folder, name)).find(isFile) ?? null;
}

function readMain(folder: string): string | null {
  try {
    const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly main?: unknown };
    return typeof main === 'string' && resolve(folder, main) !== resolve(folder) ? main : null;
  } catch {
    return null;
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
