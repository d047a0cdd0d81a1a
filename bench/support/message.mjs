// @ts-check
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Where this machine has the project, and what is there for a while: no results speak of either. */
const folders = [fileURLToPath(new URL('../../', import.meta.url)), `${tmpdir()}/`];

/** What an error says, with paths as they are everywhere. @param {unknown} error */
export function messageOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return folders.reduce((text, folder) => text.replaceAll(folder, ''), message);
}
