import type { HalfApplied } from '../migrator/half-applied.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { AssignedRows } from '../typeorm/version-table.js';
import type { Revision } from '../revision/revision.js';
import { count } from '../kernel/text.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Checks that each row of the table has its file, and tells what has not run. */
export function checkBooks({ applied, unknown }: AssignedRows<Revision>, { revisions }: RevisionGraph): Finding {
  const subject = 'books';
  if (unknown.length > 0) {
    return problem(subject, { text: `${count(unknown.length, 'row')} without a file: ${unknown.map(({ name }) => name).join(', ')}`, advice: 'Fetch the files, from another branch perhaps. If they are gone for good, delete the rows.' });
  }
  const pending = revisions.size - applied.size;
  return good(subject, revisions.size === 0 ? 'nothing entered' : pending === 0 ? `all ${applied.size} applied` : `${applied.size} applied, ${pending} to go`);
}

/** Checks that no revision is half done. */
export function checkInterrupted(half: readonly HalfApplied[]): Finding {
  const subject = 'interrupted runs';
  if (half.length === 0) return good(subject, 'none');
  return problem(subject, { text: half.map(({ revision, statements }) => `${revision} stopped after ${count(statements, 'statement')}`).join('; '), advice: '`limbeck upgrade` goes on with it; where that cannot be known, it says what to ask `limbeck repair` for.' });
}

/** Checks that what is applied is what the files say now. */
export function checkEdited(edited: readonly { readonly revision: Revision }[]): Finding {
  const subject = 'edited files';
  if (edited.length === 0) return good(subject, 'none');
  return warning(subject, { text: `changed since they ran: ${edited.map(({ revision }) => revision.id).join(', ')}`, advice: 'Take the change back, or accept it with `limbeck repair`.' });
}
