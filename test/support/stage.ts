import { createProject, environmentOf, type Project } from './command.js';
import { createDatabase, type TestDatabase } from './database.js';

/** A project and the empty database that its configuration names. */
export interface Stage extends AsyncDisposable {
  readonly project: Project;
  readonly database: TestDatabase;
}

/** The fixture `shop`, with these files added to it or in place of its own. */
export async function createStage(files: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const database = await createDatabase();
  const project = await createProject({ fixture: 'cli/shop', files, environment: environmentOf(database.options) });
  return {
    project,
    database,
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}
