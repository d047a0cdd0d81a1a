import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** How Node runs a file: what `require` gives, or what `import` gives. */
export type ModuleFormat = 'commonjs' | 'module';

/** Whether a compiler is needed for the file. */
export const isTypeScript = (file: string): boolean => /\.[cm]?ts$/.test(file);

/**
 * The format of a file as Node and TypeScript decide it: by its extension, else by `type` in the nearest `package.json`.
 *
 * Source: Node.js 24, "Packages", "Determining module system"; TypeScript 5.9, `getImpliedNodeFormatForFile`.
 */
export function moduleFormat(file: string): ModuleFormat {
  const extension = extname(file);
  if (extension === '.mts' || extension === '.mjs') return 'module';
  if (extension === '.cts' || extension === '.cjs') return 'commonjs';
  return packageType(dirname(file));
}

/** What was found for folders: many files lie in one, and Node, too, reads each `package.json` once. */
const packageTypes = new Map<string, ModuleFormat>();

function packageType(folder: string): ModuleFormat {
  const known = packageTypes.get(folder);
  if (known !== undefined) return known;
  const found = readPackageType(folder);
  packageTypes.set(folder, found);
  return found;
}

function readPackageType(folder: string): ModuleFormat {
  const text = readText(join(folder, 'package.json'));
  if (text !== null) return readType(text);
  const parent = dirname(folder);
  return parent === folder ? 'commonjs' : packageType(parent);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function readType(packageJson: string): ModuleFormat {
  try {
    return (JSON.parse(packageJson) as { readonly type?: unknown } | null)?.type === 'module' ? 'module' : 'commonjs';
  } catch {
    return 'commonjs';
  }
}
