import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type * as lexer from 'es-module-lexer' with { 'resolution-mode': 'import' };

import { isTypeScript } from './module-format.js';
import { resolveImport } from './resolve-import.js';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its declarations are those of an ES module, and it comes as both
const { initSync, parse } = require('es-module-lexer') as typeof lexer;

/**
 * Whether Node by itself runs `file`, a module in JavaScript, and all that it imports, near or far, just as it does with the hooks.
 *
 * It does where the files say what they import, and that is JavaScript, of the project or of packages in `node_modules`. A name
 * that is put together when a file runs may be that of anything. What CommonJS requires is not looked at: `require` has hooks of
 * its own.
 */
export const isPlainModule = (file: string): boolean => isPlain(file, new Set());

function isPlain(file: string, seen: Set<string>): boolean {
  if (!/\.[cm]?js$/.test(file)) return !isTypeScript(file);
  if (seen.has(file)) return true;
  seen.add(file);
  return importsOf(file)?.every((specifier) => isPlainImport(specifier, file, seen)) ?? false;
}

/** What a file imports; `null` if its text does not tell. Who loads a file that cannot be read says what is wrong with it. */
function importsOf(file: string): readonly string[] | null {
  initSync();
  try {
    const [imports] = parse(readFileSync(file, 'utf8'));
    const specifiers = imports.filter(({ d: position }) => position !== importMeta).map(({ n: specifier }) => specifier);
    return specifiers.every((specifier) => specifier !== undefined) ? specifiers : null;
  } catch {
    return null;
  }
}

/** How es-module-lexer 2.3 marks `import.meta`, which imports nothing. */
const importMeta = -2;

function isPlainImport(specifier: string, importer: string, seen: Set<string>): boolean {
  if (isBuiltin(specifier)) return true;
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) return isPlainPackage(specifier, importer);
  return isPlain(fileURLToPath(new URL(specifier, pathToFileURL(importer))), seen);
}

/** A package of a workspace lies elsewhere, and may be in TypeScript; `limbeck` itself is for the hooks to find. */
function isPlainPackage(specifier: string, importer: string): boolean {
  if (resolveImport(specifier, importer) !== null) return false;
  try {
    const file = createRequire(importer).resolve(specifier);
    return !isTypeScript(file) && file.includes(`${sep}node_modules${sep}`);
  } catch {
    return false;
  }
}
