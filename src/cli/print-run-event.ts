import { describeBlocker, describeHazard } from '../kernel/catalogue/run.js';
import { count, list } from '../kernel/text.js';
import { shownPath } from '../loader/shown-path.js';
import type { LimbeckEvent, RunPart } from '../runtime/events.js';
import { firstLine, printDuration } from './print.js';

/** What a run tells besides its revisions. */
export type RunEvent = Extract<
  LimbeckEvent,
  { readonly type: 'revision.edited' | 'revision.resumed' | 'revision.committed-early' | 'statement.skipped' | 'run.hazard' | 'run.split' | 'run.held-back' | 'run.blocked' | 'run.retried' }
>;

/** An event of a run as a note. */
export function printRunEvent(event: RunEvent): string {
  switch (event.type) {
    case 'revision.edited':
      return `${event.revision} is applied, and its file was changed since: ${shownPath(event.file)}. If the change means nothing to the database: limbeck repair`;
    case 'revision.resumed':
      if (event.statements === 0) return `${event.revision} was interrupted, and goes on where it was.`;
      return `${event.revision} was interrupted; ${count(event.statements, 'statement')} of it ${event.statements === 1 ? 'is' : 'are'} done already, and it goes on after ${event.statements === 1 ? 'it' : 'them'}.`;
    case 'revision.committed-early':
      return `${event.revision} ended its transaction before its end (${firstLine(event.sql)}); what it did before stays even if it fails now.`;
    case 'statement.skipped':
      return `${event.revision}: left out, as it cannot run in a transaction: ${firstLine(event.sql)}`;
    case 'run.hazard':
      return describeHazard(event);
    case 'run.split':
      return `some revisions must run outside a transaction, so this run is ${event.parts.length} parts: ${event.parts.map(printPart).join('; ')}.`;
    case 'run.held-back':
      return `not for the phase ${event.phase}: ${event.revisions.join(', ')} wait${event.revisions.length === 1 ? 's' : ''} for a later one.`;
    case 'run.blocked':
      return `${event.revision} waits for a lock (${firstLine(event.sql)}). It is held by ${event.blockers.map(describeBlocker).join('; ')}`;
    case 'run.retried':
      return `${event.revision} did not get a lock and was rolled back; attempt ${event.attempt} of ${event.attempts} in ${printDuration(event.waitMs)}.`;
  }
}

const printPart = ({ revisions, isTransaction }: RunPart): string => `${list(revisions)} ${isTransaction ? 'in one transaction' : 'outside'}`;
