import { mkdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { messageOf } from '../../kernel/error-text.js';
import { LimbeckError } from '../../kernel/errors.js';
import { writeNewFile } from '../../revision/write-file.js';
import { findDataSourceFile } from '../../typeorm/load-data-source.js';
import { configText } from '../config-text.js';
import { done, type Outcome } from '../outcome.js';

/** Where revisions are to be. */
export interface InitRequest {
  /** As it was typed. */
  readonly directory: string;
}

/**
 * Makes the folder of the revisions, and a file with a DataSource where there is none; overwrites nothing.
 *
 * @throws {LimbeckError} `revision/not-writable`.
 */
export async function init({ directory }: InitRequest): Promise<Outcome> {
  const folder = await makeFolder(directory);
  const found = findDataSourceFile();
  if (found === null) await writeNewFile({ directory: process.cwd(), name: configFile, text: configText(directory) });
  const config = found === null ? `made ${configFile}` : `left ${found} as it is`;
  return done([`${folder} ${directory}`, config, ...nextSteps(found, directory)], { directory: resolve(directory), dataSource: resolve(found ?? configFile), made: found === null });
}

const configFile = 'ormconfig.ts';

async function makeFolder(directory: string): Promise<'made' | 'found'> {
  const isThere = await stat(directory).then((found) => found.isDirectory(), () => false);
  if (isThere) return 'found';
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw new LimbeckError('revision/not-writable', { path: directory, reason: messageOf(cause) }, { cause });
  });
  return 'made';
}

function nextSteps(found: string | null, directory: string): readonly string[] {
  const config = found === null ? `Say in ${configFile} how to connect, and name your entities.` : directory === 'migrations' ? null : `Export from ${found}: export const limbeck = { directory: ${JSON.stringify(directory)} };`;
  return ['', 'What comes next:', ...(config === null ? [] : [`  ${config}`]), '  limbeck revision --autogenerate -m "the first tables"', '  limbeck upgrade'];
}
