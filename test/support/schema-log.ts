import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Scene } from './story.js';

/** What TypeORM's own schema builder, and so its `migration:generate`, would do in a project whose `src/data-source.ts` reads `DATABASE_URL`. */
export async function schemaLog({ project, database }: Scene): Promise<readonly string[]> {
  process.env['DATABASE_URL'] = database.url;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's own, which compiles
  const { dataSource } = require(join(project.folder, 'src/data-source.ts')) as { readonly dataSource: DataSource };
  await dataSource.initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
