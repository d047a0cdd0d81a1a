import { printError } from '../../src/cli/print.js';
import { printOperations } from '../../src/cli/print-operations.js';
import type { HazardCode } from '../../src/dialect/hazard.js';
import { errorCodes } from '../../src/kernel/error-catalogue.js';
import { type ErrorCode, type ErrorDetails, LimbeckError } from '../../src/kernel/errors.js';
import type { Operation } from '../../src/operation/operation.js';
import { createProject } from '../support/command.js';
import { brokenLinks, expectBlocks, readPage, type ExpectedBlock, type Section } from '../support/docs.js';
import { hazardsOf } from '../support/hazards.js';
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

const product = { schema: 'public', name: 'product' };

/** An operation that each hazard comes with. */
const dangers: { readonly [C in HazardCode]: Operation } = {
  'app/rename': { verb: 'rename', kind: 'column', table: { schema: 'public', name: 'product' }, name: { from: 'mail', to: 'email' } },
  'data/lost': { verb: 'drop', kind: 'column', table: product, name: 'weight', value: null },
  'data/may-not-fit': {
    verb: 'create',
    kind: 'unique',
    table: product,
    value: { name: 'UQ_product_sku', columns: ['sku'], deferrable: 'no' },
  },
  'data/needs-fill': {
    verb: 'alter',
    kind: 'column',
    table: product,
    name: 'sku',
    changes: { nullable: { from: true, to: false } },
    using: { from: null, to: null },
    fill: { from: null, to: null },
  },
  'unmanaged/lost': {
    verb: 'execute',
    up: 'DROP TRIGGER touch ON public.product',
    down: null,
    takes: { from: null, to: 'trigger public.product.touch' },
  },
};

const page = readPage('errors.md');
const plain = (_: string, text: string): string => text;
const isCode = ({ level, title }: Section): boolean => level === 3 && /^[a-z]+\/[a-z-]+$/.test(title);
const errors = page.sections.filter((section) => isCode(section) && !(section.title in dangers));
const hazards = page.sections.filter((section) => isCode(section) && section.title in dangers);

function errorText(code: ErrorCode): string {
  return printError(new LimbeckError(code, examples[code]), plain);
}

async function hazardText(code: HazardCode): Promise<string> {
  const operation = dangers[code];
  const found = await hazardsOf(operation);
  expect(found.map((hazard) => hazard.code)).toEqual([code]);
  return printOperations([operation], { namespace: 'public', hazards: new Map([[operation, found]]), paint: plain });
}

const expectedOf = (sections: readonly Section[], textOf: (title: string) => string): readonly ExpectedBlock[] =>
  sections.flatMap(({ title, blocks: [block] }) => (block === undefined ? [] : [{ title, block, text: textOf(title) }]));

describe('the page of errors', () => {
  it('has a section for each code, by area, in alphabetical order, and none for what is no code', () => {
    expect(errors.map(({ title }) => title)).toEqual(errorCodes);
    expect(hazards.map(({ title }) => title)).toEqual(Object.keys(dangers).sort());
    expect(errors.map(({ chapter }) => chapter)).toEqual(errorCodes.map((code) => code.split('/')[0]));
  });

  it('says of each when it comes, and shows one example', () => {
    const silent = [...errors, ...hazards].filter(({ prose, blocks }) => prose.trim() === '' || blocks.length !== 1);
    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  it('shows what the command prints', async () => {
    const dangerTexts = new Map(await Promise.all(hazards.map(async ({ title }) => [title, await hazardText(title as HazardCode)] as const)));
    expectBlocks(page, [
      ...expectedOf(page.sections.slice(0, 1), () => errorText('config/database-missing')),
      ...expectedOf(errors, (title) => errorText(title as ErrorCode)),
      ...expectedOf(hazards, (title) => dangerTexts.get(title) ?? ''),
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
