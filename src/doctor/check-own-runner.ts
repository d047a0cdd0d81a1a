import { dirname, relative, sep } from 'node:path';
import type { DataSource, MigrationInterface } from 'typeorm';
import { count } from '../kernel/text.js';
import { moduleFormat } from '../loader/module-format.js';
import { shownPath } from '../loader/shown-path.js';
import type { RevisionGraph } from '../revision/graph.js';
import { loadRevisions } from '../revision/load.js';
import type { Revision } from '../revision/revision.js';
import type { LoadedConfig } from '../typeorm/load-data-source.js';
import { type NamedMigrations, namedMigrations } from '../typeorm/named-migrations.js';
import { type Finding, good, warning } from './finding.js';

/** Whether TypeORM's own runner has anything to run. */
export const hasOwnRunner = ({ classes, patterns }: NamedMigrations): boolean => classes.length + patterns.length > 0;

/** Checks that TypeORM's own runner sees every revision, where the DataSource gives it migrations. */
export function checkOwnRunner({ revisions }: RevisionGraph, { file, dataSource }: LoadedConfig): Finding {
  const subject = "TypeORM's runner";
  const named = namedMigrations(dataSource);
  if (!hasOwnRunner(named)) return good(subject, 'the DataSource names no migrations, so only Limbeck runs them');
  const seen = new Set(loadRevisions([], named).map(({ name }) => name));
  const unseen = [...revisions.values()].filter(({ name }) => !seen.has(name));
  const [first] = unseen;
  if (first === undefined) return good(subject, revisions.size === 0 ? 'no revision to see yet' : 'sees every revision');
  return warning(subject, {
    text: `does not see ${unseen.length === revisions.size ? 'the revisions' : `${count(unseen.length, 'revision')} of ${revisions.size}`}, as ${shownPath(first.file)}`,
    advice: `Add ${patternFor(dirname(first.file), file)} to \`migrations\` of the DataSource; or leave \`migrations\` out, if only Limbeck is to run them.`,
  });
}

/** An expression that means the sources in `folder` as well as what a compiler makes of them beside the compiled `file`. */
function patternFor(folder: string, file: string): string {
  const here = moduleFormat(file) === 'module' ? 'import.meta.dirname' : '__dirname';
  const path = relative(dirname(file), folder).replaceAll(sep, '/');
  return `\`join(${here}, '${path === '' ? '' : `${path}/`}*{.ts,.js}')\``;
}

/** A revision that has not run, and what it says to TypeORM. */
export interface PendingMigration {
  readonly revision: Revision;
  readonly migration: MigrationInterface;
}

/**
 * Checks that TypeORM's own runner takes the revisions to run that say `transaction = false`.
 *
 * Source: typeorm 0.3.31 and 1.1.1, MigrationExecutor.executePendingMigrations, and DataSource.runMigrations for the mode `all` by default.
 */
export function checkOwnTransactions(pending: readonly PendingMigration[], { options }: Pick<DataSource, 'options'>): Finding {
  const subject = 'transaction mode';
  const outside = pending.filter(({ migration }) => migration.transaction !== undefined).map(({ revision }) => revision.id);
  const mode = options.migrationsTransactionMode ?? 'all';
  if (outside.length === 0 || mode !== 'all') return good(subject, `${mode}, which TypeORM's runner can do`);
  return warning(subject, {
    text: `all, in which TypeORM's runner refuses revisions that run outside a transaction: ${outside.join(', ')}`,
    advice: "Set `migrationsTransactionMode: 'each'` in the DataSource, or run them with Limbeck.",
  });
}
