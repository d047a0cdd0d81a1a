import type { QueryRunner } from 'typeorm';
import type { RevisionId } from '../revision/revision.js';
import { noAnswer } from '../typeorm/answer.js';
import { type HalfDone, type JournalEntry, JournalTable } from '../typeorm/journal-table.js';
import { VersionTable } from '../typeorm/version-table.js';
import { underLock } from './books.js';
import { editedOf } from './edited.js';
import type { Workspace } from './workspace.js';

/** What is to be put right. Without anything, the files of applied revisions are accepted as they are now. */
export interface RepairRequest {
  /** Tells what would be put right, and does nothing; `false` by default. */
  readonly dryRun?: boolean;
  /** What became of the statement of which the database does not say it: it is `done`, or is to be sent `again`. */
  readonly statement?: 'done' | 'again';
  /** Takes what is half done as not begun, since it was undone by hand; `false` by default. */
  readonly forget?: boolean;
}

/** What was put right, or would be. */
export interface Repair {
  readonly revision: RevisionId;
  /**
   * `accepted`: its file counts as it is now. `forgotten`: it counts as not begun, or as not half undone.
   * `done`, `again`: its statement counts as done, or is sent again.
   */
  readonly action: 'accepted' | 'forgotten' | 'done' | 'again';
  /** The file, or the statement. */
  readonly subject: string;
}

/** Puts right what the books say, under the lock, and gives what it did. */
export async function repair(workspace: Workspace, request: RepairRequest): Promise<readonly Repair[]> {
  return underLock(workspace, async (queryRunner) => [
    ...(await acceptEdited(workspace, queryRunner, request)),
    ...(await settleHalves(new JournalTable(queryRunner), request)),
  ]);
}

async function acceptEdited(workspace: Workspace, queryRunner: QueryRunner, { dryRun = false }: RepairRequest): Promise<readonly Repair[]> {
  const edited = editedOf(await workspace.readApplied(queryRunner, workspace.loadGraph()));
  if (!dryRun) await new VersionTable(queryRunner).describe(edited);
  return edited.map(({ revision }) => ({ revision: revision.id, action: 'accepted', subject: revision.file }));
}

async function settleHalves(journal: JournalTable, request: RepairRequest): Promise<readonly Repair[]> {
  if (request.forget !== true && request.statement === undefined) return [];
  const repairs: Repair[] = [];
  for (const half of await journal.read()) repairs.push(...(await settleHalf(journal, half, request)));
  return repairs;
}

async function settleHalf(journal: JournalTable, half: HalfDone, { dryRun = false, forget = false, statement }: RepairRequest): Promise<readonly Repair[]> {
  const { revision } = half;
  if (forget) {
    if (!dryRun) await journal.clear(half);
    return [{ revision, action: 'forgotten', subject: half.entries.at(-1)?.sql ?? '' }];
  }
  const open = half.entries.filter(({ state }) => state === 'started');
  if (statement === undefined || open.length === 0) return [];
  const settled = open.map((entry): JournalEntry => ({ ...entry, ...(statement === 'done' ? { state: 'done', answer: noAnswer } : { state: 'failed' }) }));
  if (!dryRun) await journal.write(half, settled);
  return open.map(({ sql }) => ({ revision, action: statement, subject: sql }));
}
