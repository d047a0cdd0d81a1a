import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');

/** Packs what `npm publish` would send, as it was last built, and gives the path of the tarball in `folder`. */
export function pack(folder: string): string {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: repository, encoding: 'utf8', stdio: 'pipe' })) as readonly { readonly filename: string }[];
  if (packed === undefined) throw new Error('npm packed nothing.');
  return join(folder, packed.filename);
}
