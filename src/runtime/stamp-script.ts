import type { DataSource } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { Revision } from '../revision/revision.js';
import { lockKeyOf, VersionStatements } from '../typeorm/version-statements.js';
import { bookChecks } from './book-checks.js';
import { ScriptText } from './script-text.js';

/** What a script is to make of the books. */
export interface StampScript {
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  /** What it is, for its first line. */
  readonly title: string;
  /** What is applied where the script starts. */
  readonly before: readonly Revision[];
  /** Whether all rows go first. */
  readonly purge: boolean;
  readonly added: readonly Revision[];
  readonly removed: readonly Revision[];
}

/** The SQL of a stamp: in one transaction, after a check that the books are as the script takes them to be. */
export function writeStampScript({ dataSource, dialect, title, before, purge, added, removed }: StampScript): string {
  const books = new VersionStatements(dataSource);
  const checks = purge ? [] : bookChecks(books, { applied: before, notApplied: added });
  const statements = [
    'START TRANSACTION',
    ...books.prepare(),
    dialect.guard({ lock: lockKeyOf(books.name), checks }),
    ...(purge ? [books.clear()] : removed.map((revision) => books.delete(revision))),
    ...added.map((revision) => books.insert(revision, { durationMs: null, host: null })),
    'COMMIT',
  ];
  const script = new ScriptText(title);
  statements.forEach((sql) => script.write(sql));
  return script.text;
}

/** The SQL that makes the table where it is missing. */
export function writeTableScript(dataSource: DataSource): string {
  const script = new ScriptText('ensure-version');
  new VersionStatements(dataSource).prepare().forEach((sql) => script.write(sql));
  return script.text;
}
