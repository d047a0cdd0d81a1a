import { resolve } from 'node:path';
import { LimbeckError } from '../../kernel/errors.js';
import { shownPath } from '../../loader/shown-path.js';
import type { AdoptionReport } from '../../migrator/adopt.js';
import type { Setup } from '../../setup/plan-setup.js';
import { findDataSourceFile } from '../../typeorm/load-data-source.js';
import type { Surroundings } from '../command.js';

const firstRevision = ['revision --autogenerate -m "the first tables"', 'upgrade'];

/** The commands that come after the set-up, as they would be typed here. */
export async function nextSteps(setup: Setup, surroundings: Surroundings): Promise<readonly string[]> {
  const { file, name } = setup.dataSource;
  const usual = findDataSourceFile(process.cwd());
  const limbeck = ['limbeck', ...(usual !== null && resolve(usual) === file ? [] : ['-d', shownPath(file)]), ...(name === null ? [] : ['-n', name])].join(' ');
  return (await wordsAfter(setup, surroundings)).map((words) => `${limbeck} ${words}`);
}

/** Looks how files, table and database stand, where there is a DataSource that can tell. */
async function wordsAfter({ dataSource, migrations }: Setup, { options, reporter, open }: Surroundings): Promise<readonly string[]> {
  const unknown = migrations.length > 0 ? ['adopt'] : firstRevision;
  if (dataSource.isNew) return unknown;
  try {
    return await open(async ({ migrator }) => stepsAfter(await migrator.adopt(), migrator.dataSource.entityMetadatas.length), { ...options, dataSource: dataSource.file, ...(dataSource.name === null ? {} : { name: dataSource.name }) });
  } catch (error) {
    if (!(error instanceof LimbeckError)) throw error;
    reporter.note(`how the database stands is not known. ${error.message} limbeck doctor looks closer.`);
    return unknown;
  }
}

function stepsAfter({ revisions, old, missing, pending, differences }: AdoptionReport, entities: number): readonly string[] {
  if (old.length > 0 || missing.length > 0) return [`adopt${pending.length > 0 && differences.length === 0 ? ' --stamp' : ''}`];
  if (revisions.length > 0) return ['check'];
  return differences.length === 0 && entities > 0 ? ['revision --baseline -m "baseline"', 'adopt --stamp'] : firstRevision;
}
