import type { DataSource } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Extension } from '../model/schema.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { lockKeyOf, VersionStatements } from '../typeorm/version-statements.js';
import { bookChecks } from './book-checks.js';
import type { RevisionArguments } from './context.js';
import type { Direction } from './events.js';
import type { TransactionMode } from './run.js';
import { OfflineRun } from './offline-run.js';
import { ScriptText } from './script-text.js';
import { commit } from './transaction.js';

/** What a script is to do. */
export interface ScriptRequest {
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  readonly graph: RevisionGraph;
  readonly direction: Direction;
  readonly transaction: TransactionMode;
  /** What revisions are told from outside. */
  readonly arguments: RevisionArguments;
  /** The revisions to run, in order. */
  readonly path: readonly Revision[];
  /** What must be there before the first of them. */
  readonly extensions: readonly Extension[];
  /** What is applied where the script starts. */
  readonly applied: readonly Revision[];
  /** What it is, for its first line. */
  readonly title: string;
}

/**
 * The SQL that a run would send, books included, for any client that sends one statement after the other; asks no database.
 *
 * Each revision begins with a check that the database is where the script takes it to be, so a script that is run twice, in the
 * wrong place, or on after a failure, stops before it changes anything.
 *
 * @throws {LimbeckError} `offline/…`, `run/revision-failed` where there is no way back, and what the files throw.
 */
export async function writeScript(request: ScriptRequest): Promise<string> {
  const { title, path, applied, dialect, extensions } = request;
  if (path.length === 0) return `-- ${title}: nothing to do\n`;
  const script = new ScriptText(title);
  const writer = new RevisionWriter(request, script);
  extensions.flatMap((value) => dialect.render({ verb: 'create', kind: 'extension', value })).forEach(({ sql }) => script.write(sql));
  writer.books.prepare().forEach((sql) => script.write(sql));
  if (applied.length > 0) script.write(writer.books.complete(applied));
  for (const revision of path) await writer.write(revision);
  await writer.end();
  return script.text;
}

class RevisionWriter {
  readonly books: VersionStatements;
  readonly #run: OfflineRun;

  constructor(
    private readonly request: ScriptRequest,
    private readonly script: ScriptText,
  ) {
    const { dataSource, dialect, arguments: told } = request;
    this.books = new VersionStatements(dataSource);
    this.#run = new OfflineRun({ dataSource, dialect, arguments: told, take: ({ statements }) => statements.forEach(({ sql }) => script.write(sql)) });
  }

  async write(revision: Revision): Promise<void> {
    const { direction, transaction } = this.request;
    const { queryRunner } = this.#run;
    const migration = await revision.instantiate();
    const transactional = migration.transaction ?? transaction !== 'none';
    if (transaction !== 'all' || !transactional) await this.end();
    this.script.comment(`${direction} of ${revision.id}, ${revision.message}`);
    if (transactional && !queryRunner.isTransactionActive) await queryRunner.startTransaction();
    this.script.write(this.#guard(revision));
    await this.#run.perform({ revision, migration, direction }).catch((error: unknown) => {
      throw failed(revision, error);
    });
    this.script.write(direction === 'up' ? this.books.insert(revision, { durationMs: null, host: null }) : this.books.delete(revision));
  }

  /** Commits what is open, also what a revision left open. */
  async end(): Promise<void> {
    await commit(this.#run.queryRunner, false);
  }

  /** What a revision stands on is applied, and it is not; or it is, and nothing that stands on it. */
  #guard(revision: Revision): string {
    const { graph, dialect, direction } = this.request;
    const [applied, notApplied] = direction === 'up' ? [graph.needs(revision), [revision]] : [[revision], graph.neededBy(revision)];
    return dialect.guard({ lock: lockKeyOf(this.books.name), checks: bookChecks(this.books, { applied, notApplied }) });
  }
}

function failed(revision: Revision, error: unknown): unknown {
  if (!LimbeckError.is(error, 'operation/irreversible')) return error;
  const details = { revision: revision.id, direction: 'down' as const, reason: error.message, source: null, standing: 'No script was written.', advice: error.hint };
  return new LimbeckError('run/revision-failed', details, { cause: error });
}
