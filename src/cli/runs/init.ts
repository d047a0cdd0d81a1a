import { resolve } from 'node:path';
import { LimbeckError } from '../../kernel/errors.js';
import { shownPath } from '../../loader/shown-path.js';
import type { FileChange } from '../../setup/file-change.js';
import { planSetup, type Setup } from '../../setup/plan-setup.js';
import { writeSetup } from '../../setup/write-setup.js';
import { askWhether, askWhich, atTerminal } from '../ask.js';
import type { BareRun, Surroundings } from '../command.js';
import { done } from '../outcome.js';
import type { Paint } from '../paint.js';
import { nextSteps } from './next-steps.js';

/** What is set up, and how. */
export interface InitRequest {
  /** The folder of the revisions, as it was typed. */
  readonly directory?: string;
  /** Whether files may be changed without a question. */
  readonly isAgreed: boolean;
  readonly isDryRun: boolean;
}

/** Finds what a project has, adds what is missing, and says what comes next. */
export const init: BareRun<InitRequest> = async (request, surroundings) => {
  const { reporter } = surroundings;
  const setup = await planSetup(wishOf(request, surroundings));
  const facts = { directory: setup.directory.path, dataSource: setup.dataSource.file, made: setup.dataSource.isNew, migrations: setup.migrations.length, changes: setup.changes.map(jsonChange), remarks: setup.remarks };
  for (const change of setup.changes) reporter.print(printChange(change, reporter.paint));
  if (request.isDryRun) return done([...planned(setup), 'This was a dry run: nothing was changed.'], { ...facts, dryRun: true });
  if (!(await isAgreed(setup, request, surroundings))) return done(['Nothing was changed.'], { ...facts, changes: [] });
  await writeSetup(setup);
  const next = await nextSteps(setup, surroundings);
  return done([...written(setup), '', 'What comes next:', ...[...setup.remarks, ...next].map((step) => `  ${step}`)], { ...facts, next });
};

function wishOf({ directory }: InitRequest, { options, reporter }: Surroundings): Parameters<typeof planSetup>[0] {
  const folder = directory ?? options.directory;
  return {
    folder: process.cwd(),
    ...(folder === undefined ? {} : { directory: resolve(folder) }),
    ...(options.dataSource === undefined ? {} : { file: resolve(options.dataSource) }),
    ...(options.name === undefined ? {} : { name: options.name }),
    choose: (question, choices) => (reporter.canAsk ? atTerminal((ask) => askWhich(question, choices, ask)) : Promise.resolve(null)),
  };
}

/**
 * Whether files that are there may be changed; new ones take nothing away.
 *
 * @throws {LimbeckError} `setup/not-confirmed`.
 */
async function isAgreed({ changes }: Setup, request: InitRequest, { reporter }: Surroundings): Promise<boolean> {
  const changed = changes.filter(({ before }) => before !== null).map(({ file }) => shownPath(file));
  if (request.isAgreed || changed.length === 0) return true;
  if (!reporter.canAsk) throw new LimbeckError('setup/not-confirmed', { files: changed });
  return atTerminal((ask) => askWhether(`Change ${changed.join(' and ')}?`, ask));
}

/** A file, and the lines that go and come; where they stand now, so that they are found. */
function printChange({ file, before, lines }: FileChange, paint: Paint): string {
  const title = `${paint('bold', shownPath(file))}${before === null ? ' (new)' : ''}`;
  const body = lines.flatMap(({ line, removed, added }) => [
    ...(before === null ? [] : [paint('dim', `  line ${line}`)]),
    ...removed.map((text) => paint('red', `  - ${text}`.trimEnd())),
    ...added.map((text) => paint('green', `  + ${text}`.trimEnd())),
  ]);
  return [title, ...body, ''].join('\n');
}

const planned = ({ directory }: Setup): readonly string[] => (directory.isNew ? [`The folder ${shownPath(directory.path)} would be made.`] : []);

function written({ directory, dataSource, changes }: Setup): readonly string[] {
  const files = changes.map(({ file, before }) => `${before === null ? 'made' : 'changed'} ${shownPath(file)}`);
  const isLeft = !changes.some(({ file }) => file === dataSource.file);
  return [`${directory.isNew ? 'made' : 'found'} ${shownPath(directory.path)}`, ...files, ...(isLeft ? [`left ${shownPath(dataSource.file)} as it is`] : [])];
}

const jsonChange = ({ file, before, lines }: FileChange): object => ({ file, made: before === null, lines });
