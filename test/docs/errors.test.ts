import { printError } from '../../src/cli/print.js';
import { errorCodes } from '../../src/kernel/error-catalogue.js';
import { type ErrorCode, type ErrorDetails, LimbeckError } from '../../src/kernel/errors.js';
import { createProject } from '../support/command.js';
import { brokenLinks, expectBlocks, readPage, type ExpectedBlock, type Section } from '../support/docs.js';
import { createStage } from '../support/stage.js';
import { canonicaliseExamples } from './error-examples/canonicalise.js';
import { commandExamples } from './error-examples/command.js';
import { configExamples } from './error-examples/config.js';
import { diffExamples } from './error-examples/diff.js';
import { entitiesExamples } from './error-examples/entities.js';
import { introspectExamples } from './error-examples/introspect.js';
import { lockExamples } from './error-examples/lock.js';
import { offlineExamples } from './error-examples/offline.js';
import { operationExamples } from './error-examples/operation.js';
import { planExamples } from './error-examples/plan.js';
import { renameExamples } from './error-examples/rename.js';
import { revisionExamples } from './error-examples/revision.js';
import { runExamples } from './error-examples/run.js';
import { scratchExamples } from './error-examples/scratch.js';
import { setupExamples } from './error-examples/setup.js';
import { squashExamples } from './error-examples/squash.js';
import { testingExamples } from './error-examples/testing.js';
import { verifyExamples } from './error-examples/verify.js';

/** What happened in the example of each code. */
const examples: { readonly [C in ErrorCode]: ErrorDetails<C> } = {
  ...canonicaliseExamples,
  ...commandExamples,
  ...configExamples,
  ...diffExamples,
  ...entitiesExamples,
  ...introspectExamples,
  ...lockExamples,
  ...offlineExamples,
  ...operationExamples,
  ...planExamples,
  ...renameExamples,
  ...revisionExamples,
  ...runExamples,
  ...scratchExamples,
  ...setupExamples,
  ...squashExamples,
  ...testingExamples,
  ...verifyExamples,
};

const page = readPage('errors.md');
const plain = (_: string, text: string): string => text;
const isCode = ({ level, title }: Section): boolean => level === 3 && /^[a-z]+\/[a-z-]+$/.test(title);
const errors = page.sections.filter(isCode);

function errorText(code: ErrorCode): string {
  return printError(new LimbeckError(code, examples[code]), plain);
}

const expectedOf = (sections: readonly Section[], textOf: (title: string) => string): readonly ExpectedBlock[] =>
  sections.flatMap(({ title, blocks: [block] }) => (block === undefined ? [] : [{ title, block, text: textOf(title) }]));

describe('the page of errors', () => {
  it('has a section for each code, by area, in alphabetical order, and none for what is no code', () => {
    expect(errors.map(({ title }) => title)).toEqual(errorCodes);
    expect(errors.map(({ chapter }) => chapter)).toEqual(errorCodes.map((code) => code.split('/')[0]));
  });

  it('says of each when it comes, and shows one example', () => {
    const silent = errors.filter(({ prose, blocks }) => prose.trim() === '' || blocks.length !== 1);
    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  it('shows what the command prints', () => {
    expectBlocks(page, [
      ...expectedOf(page.sections.slice(0, 1), () => errorText('config/database-missing')),
      ...expectedOf(errors, (title) => errorText(title as ErrorCode)),
    ]);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
});

describe('the exit codes', () => {
  const told = page.sections.find(({ title }) => title === 'Exit codes')?.rows.map(([code]) => code);

  it('are those that the command ends with', async () => {
    await using stage = await createStage();
    await using empty = await createProject({ files: { 'defect.cjs': "process.stdout.write = () => { throw new TypeError('a defect'); };" } });
    const outcomes = [
      await stage.project.limbeck(['diff']),
      await stage.project.limbeck(['check']),
      await empty.limbeck(['check']),
      await empty.limbeck(['--version'], { env: { NODE_OPTIONS: '--require ./defect.cjs' } }),
    ];
    expect(outcomes.map(({ exitCode }) => `\`${exitCode}\``)).toEqual(told);
  });
});
