import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let version: string | undefined;

/** The version of Limbeck, as its package.json says. */
export function limbeckVersion(): string {
  const manifest = (): unknown => JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  return (version ??= String((manifest() as { readonly version: unknown }).version));
}
