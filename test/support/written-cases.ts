import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Migrator, type ProposedRevision, type WrittenRevision } from '../../src/index.js';
import { cases } from '../cases/all.js';
import type { Case } from '../cases/case.js';
import { modelAfter, modelBefore } from '../cases/model.js';
import { synchronise } from './case-databases.js';
import { createDatabase, type TestDatabase } from './database.js';
import { withDataSource } from './entities.js';
import { itSince, itWith } from './server-version.js';

/** Those whose files say all that there is to say: none that its author completes, that a hook decides about, or that is written in another style. */
export const plainCases: readonly Case[] = cases.filter(({ complete, processRevision, style }) => complete === undefined && processRevision === undefined && style === undefined);

/** A test of each, where the server can pass it. */
export function testEach(changes: readonly Case[], test: (change: Case) => Promise<void>): void {
  for (const change of changes) {
    if (change.needs === undefined) itSince(change.since ?? 13, change.name, () => test(change));
    else itWith(change.needs, change.name, () => test(change));
  }
}

/** What was written for a case, and the database before it runs. */
export interface WrittenCase {
  readonly database: TestDatabase;
  /** Sends each statement by itself. */
  readonly migrator: Migrator;
  /** What the files were written from. */
  readonly proposed: readonly ProposedRevision[];
  readonly written: WrittenRevision;
}

interface Writing {
  /** Where it gets a folder of its own. */
  readonly folder: string;
  readonly online: boolean;
}

/** Writes a case on a database that TypeORM has made from the entities before, with their rows; nothing is tried out, as that is what the tests do. */
export async function withWritten(change: Case, { folder, online }: Writing, look: (found: WrittenCase) => Promise<void>): Promise<void> {
  await using database = await createDatabase();
  await synchronise(database, modelBefore(change));
  await database.query(change.data ?? '');
  const model = modelAfter(change);
  await withDataSource(database, change.withoutExtensions === true ? { ...model, installExtensions: false } : model, async (dataSource) => {
    const { includeObject } = change;
    const directory = await mkdtemp(join(folder, 'case-'));
    const proposed: ProposedRevision[] = [];
    const migrator = new Migrator(dataSource, {
      directory,
      verify: 'off',
      onEvent: () => undefined,
      onStatement: () => undefined,
      processRevision: (revision) => (proposed.push(revision), revision),
      ...(includeObject === undefined ? {} : { includeObject }),
    });
    const written = await migrator.revision({ message: change.name, autogenerate: true, online, renames: change.renames ?? [] });
    if (written === null) throw new Error('no difference was seen');
    await look({ database, migrator, proposed, written });
  });
}
