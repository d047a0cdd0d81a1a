import type { MigrationInterface } from 'typeorm';
import type { Phase } from './phase.js';

/** Identifies a revision: 12 hexadecimal digits when Limbeck makes it; others may hold letters, digits and `_`. */
export type RevisionId = string;

/** One migration and its place in the graph. */
export interface Revision {
  readonly id: RevisionId;
  /** The revisions it stands on (`downRevision` in the file): none for a base, several for a merge. */
  readonly parents: readonly RevisionId[];
  /** The branch labels in the file (`branchLabels`): names for it, for all that stands on it, and back to where the branch begins. */
  readonly labels: readonly string[];
  /** What must be applied before it though it stands elsewhere (`dependsOn`): ids and branch labels. */
  readonly dependsOn: readonly string[];
  /** The names of the migrations that it was made of and stands for, without that whose id and name it took over (`replaces`). */
  readonly replaces: readonly string[];
  /** In which phase of a deploy it belongs (`phase` in the file); `null`: it does not say. */
  readonly phase: Phase | null;
  /** The name that TypeORM records: ends in a 13-digit time stamp. */
  readonly name: string;
  /** Milliseconds since 1970, UTC; the last 13 digits of the name. */
  readonly timestampMs: number;
  /** What it is about, in one line. */
  readonly message: string;
  /** Absolute path; `DataSource.options.migrations` for a class that the data source names itself, whose file is not known. */
  readonly file: string;
  /** SHA-256 of the file's text, in hexadecimal; the kind of line ends and a byte order mark do not count. Of the name where the file is not known. */
  readonly checksum: string;
  /** Loads the file, which nothing else does, and makes the migration. */
  instantiate(): Promise<MigrationInterface>;
}
