import { shownPath } from '../../loader/shown-path.js';
import type { RevisionRequest } from '../../migrator/new-revision.js';
import type { WrittenRevision } from '../../migrator/write-revision.js';
import { askAboutRenames } from '../ask-renames.js';
import type { Run, Session } from '../command.js';
import { jsonOperations } from '../json-operations.js';
import { done } from '../outcome.js';
import { inSync, operationLines } from './print-difference.js';

/** Writes a revision; at a terminal it asks what was renamed. */
export const revision: Run<RevisionRequest> = async (request, session) => {
  const { migrator, reporter } = session;
  const written = await migrator.revision({ ...request, ...(reporter.canAsk ? { chooseRenames: askAboutRenames } : {}) });
  if (written === null) return done([reporter.isDiscarded ? 'Nothing was written.' : `${inSync} Nothing was written.`], { written: [] });
  const all = [written, ...written.further];
  return done(
    all.flatMap(({ path, operations }) => [shownPath(path), ...operationLines(operations, session)]),
    { written: all.map((each) => jsonWritten(each, session)) },
  );
};

const jsonWritten = ({ path, revision: id, operations }: WrittenRevision, { reporter, namespace }: Session): object => ({
  revision: id,
  file: path,
  operations: jsonOperations(operations, reporter.hazards, namespace()),
});
