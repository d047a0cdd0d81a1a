// @ts-check
/**
 * Removes from `dist` what was compiled of a source that is gone, after `tsc`, which leaves it there: it would be packed, and an import of it would work on.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [source, target] = ['src', 'dist'].map((name) => join(import.meta.dirname, '..', name));

for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  const compiledFrom = join(source, path.slice(target.length)).replace(/(\.d)?\.(m?)[jt]s$/, '.$2ts');
  if (entry.isFile() && /\.m?[jt]s$/.test(path) && !existsSync(compiledFrom)) rmSync(path);
}
