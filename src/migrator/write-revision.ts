import type { Operation } from '../operation/operation.js';
import type { Plan } from '../plan/plan.js';
import { fileNameOf, type FileNaming } from '../revision/file-name.js';
import { classNameOf, makeRevisionId, nextTimestampMs } from '../revision/names.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { writeNewFile } from '../revision/write-file.js';

/** A revision that was written. */
export interface WrittenRevision {
  /** Absolute path of its file. */
  readonly path: string;
  readonly revision: RevisionId;
  /** What its `up()` does; nothing yet when it was not generated. */
  readonly operations: readonly Operation[];
}

/** A new revision and all its names. */
export interface RevisionNames {
  readonly message: string;
  readonly revision: RevisionId;
  readonly downRevision: RevisionId | null;
  /** Ends in the 13-digit time stamp. */
  readonly className: string;
  readonly fileName: string;
}

/**
 * Names a new revision that stands on `parent`.
 *
 * @throws {LimbeckError} `revision/empty-message`, `config/bad-option`.
 */
export function nameRevision({ message, parent, naming }: { readonly message: string; readonly parent: Revision | null; readonly naming: FileNaming }): RevisionNames {
  const revision = makeRevisionId();
  const nowMs = Date.now();
  const timestampMs = nextTimestampMs(parent === null ? [] : [parent], nowMs);
  return {
    message,
    revision,
    downRevision: parent?.id ?? null,
    className: classNameOf(message, timestampMs),
    fileName: fileNameOf({ revision, message, timestampMs: nowMs }, naming),
  };
}

/** Where a new revision goes, and what it does. */
export interface RevisionContent {
  readonly directory: string;
  /** Whose objects are named without it. */
  readonly namespace: string;
  readonly plan: Plan;
}

/**
 * Writes the file of a new revision. Loads ts-morph.
 *
 * @throws {LimbeckError} `revision/file-exists`, `revision/not-writable`.
 */
export async function writeRevision(names: RevisionNames, { directory, namespace, plan }: RevisionContent): Promise<WrittenRevision> {
  const { writeSource } = await import('../revision/source/source.js');
  const { fileName: name, ...source } = names;
  const text = await writeSource({ ...source, namespace, up: plan.up, down: plan.down });
  const path = await writeNewFile({ directory, name, text });
  return { path, revision: names.revision, operations: plan.up.map(({ operation }) => operation) };
}
