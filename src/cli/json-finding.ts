import type { LintFinding } from '../lint/finding.js';
import { describe } from '../operation/describe.js';

/** A finding as `--json` shows it; `revision` is the id, and `file` absolute. */
export interface JsonFinding extends Omit<LintFinding, 'revision' | 'operation'> {
  readonly revision: string;
  readonly file: string;
  /** The step in words. */
  readonly step: string | null;
}

export const jsonFinding = ({ revision, operation, ...finding }: LintFinding, namespace: string): JsonFinding => ({
  ...finding,
  revision: revision.id,
  file: revision.file,
  step: operation === null ? null : describe(operation, namespace),
});
