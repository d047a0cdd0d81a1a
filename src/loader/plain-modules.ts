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
 * its own. Of what cannot be found or read, whoever loads it says what is wrong.
 */
export function isPlainModule(file: string): boolean {
  try {
    return isPlain(file, new Set());
  } catch {
    return false;
  }
}

function isPlain(file: string, seen: Set<string>): boolean {
  if (!/\.[cm]?js$/.test(file)) return !isTypeScript(file);
  if (seen.has(file)) return true;
  seen.add(file);
  return importsOf(file).every((specifier) => specifier !== undefined && isPlainImport(specifier, file, seen));
}

/** What a file imports; `undefined` stands for what its text does not tell. */
function importsOf(file: string): readonly (string | undefined)[] {
  initSync();
  const [imports] = parse(readFileSync(file, 'utf8'));
  return imports.filter(({ d: position }) => position !== importMeta).map(({ n: specifier }) => specifier);
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
  const file = createRequire(importer).resolve(specifier);
  return !isTypeScript(file) && file.includes(`${sep}node_modules${sep}`);
}
