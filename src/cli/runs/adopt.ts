import { count } from '../../kernel/text.js';
import { visible } from '../../kernel/visible.js';
import type { AdoptionReport, AdoptionRequest } from '../../migrator/adopt.js';
import type { Revision } from '../../revision/revision.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import type { Outcome } from '../outcome.js';
import { differenceOf } from './print-difference.js';

/** Says how an app that comes from TypeORM's own migrations stands; fails, with 1, where something does not fit. */
export const adopt: Run<AdoptionRequest> = async (request, session) => {
  const report = await session.migrator.adopt(request);
  const { lines, json } = differenceOf(report.differences, session);
  return { exitCode: isFit(report) ? 0 : 1, lines: [...bookLines(report), ...lines], json: { ...jsonOf(report), ...json } };
};

/** Whether each file has its row, each row its file, and the database is as the entities say. */
const isFit = ({ pending, stamped, missing, differences }: AdoptionReport): boolean =>
  pending.length === stamped.length && missing.length === 0 && differences.length === 0;

function bookLines({ revisions, old, applied, pending, missing, stamped }: AdoptionReport): readonly string[] {
  return [
    `${count(revisions.length, 'revision')}, of which ${old.length} written for TypeORM; ${applied.length} applied.`,
    ...titled(`${count(pending.length, 'file')} without a row${stamped.length > 0 ? ', entered as applied now' : ''}:`, pending.map(lineOf)),
    ...titled(`${count(missing.length, 'row')} without a file:`, missing.map(({ name }) => visible(name))),
  ];
}

const lineOf = ({ id, message }: Revision): string => visible(`${id}, ${message}`);

const titled = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]);

const jsonOf = ({ revisions, old, applied, pending, missing, stamped }: AdoptionReport): Outcome['json'] => ({
  revisions: revisions.length,
  old: old.length,
  applied: applied.length,
  pending: pending.map(jsonRevision),
  missing: missing.map(({ name, timestampMs, revision }) => ({ name, timestampMs, revision })),
  stamped: stamped.map(jsonRevision),
});
