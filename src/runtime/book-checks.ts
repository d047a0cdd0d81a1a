import type { Guard } from '../dialect/dialect.js';
import type { RecordedRevision, VersionStatements } from '../typeorm/version-statements.js';

/** What the books must say before a script goes on. */
interface Expected {
  readonly applied: readonly RecordedRevision[];
  readonly notApplied: readonly RecordedRevision[];
}

/** The checks of a guard that hold the books against what a script takes them to be. */
export const bookChecks = (books: VersionStatements, { applied, notApplied }: Expected): Guard['checks'] => [
  ...applied.map((each) => ({ holds: books.isApplied(each), otherwise: `Revision ${each.id} is not applied; this script must not run here.` })),
  ...notApplied.map((each) => ({ holds: `NOT ${books.isApplied(each)}`, otherwise: `Revision ${each.id} is applied; this script must not run here.` })),
];
