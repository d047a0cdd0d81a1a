import { indent } from '../../kernel/text.js';
import { visible } from '../../kernel/visible.js';
import type { VerifiedRevision, VerifyRequest } from '../../migrator/verify-history.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import type { Paint } from '../paint.js';

/** Proves the history on a scratch database; fails, with 1, where it cannot. */
export const verify: Run<VerifyRequest> = async (request, { migrator, reporter }) => {
  const { revisions, differences, isProven } = await migrator.verify(request);
  const left = differences.length === 0 ? ['They build what the entities say.'] : ['They do not build what the entities say; left to do:', ...differences.map(indent)];
  return {
    exitCode: isProven ? 0 : 1,
    lines: [...revisions.map((each) => printVerified(each, reporter.paint)), ...left],
    json: {
      isProven,
      revisions: revisions.map(({ revision, isReversible, problems }) => ({ ...jsonRevision(revision), isReversible, problems })),
      differences,
    },
  };
};

const verdicts = new Map([
  [true, 'there and back'],
  [false, 'the way back is not true:'],
  [null, 'no way back, as it says'],
]);

const printVerified = ({ revision: { id, message }, isReversible, problems }: VerifiedRevision, paint: Paint): string =>
  [`${paint('yellow', id)}, ${visible(message)}: ${verdicts.get(isReversible) ?? ''}`, ...problems.map(indent)].join('\n');
