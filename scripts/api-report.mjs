// @ts-check
/**
 * Writes what each entry point of the package exports, a file for each: `node scripts/api-report.mjs <folder>`, after a build.
 *
 * The accepted reports are in `.ci/api`; test/e2e/api-report.test.ts holds the sources against them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import apiExtractor from '@microsoft/api-extractor';

const { CompilerState, Extractor, ExtractorConfig } = apiExtractor;

const [, , target] = process.argv;
if (target === undefined) throw new Error('Which folder?');
const reportFolder = resolve(target);
const projectFolder = resolve(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'limbeck-api-'));

/** What the reports of the compiler and of this tool are worth here: what is wrong stands in the report, and no release tags are used. */
const messages = {
  compilerMessageReporting: { default: { logLevel: 'error' } },
  extractorMessageReporting: {
    default: { logLevel: 'warning', addToApiReportFile: true },
    'ae-missing-release-tag': { logLevel: 'none' },
    // `{@link Name.member}`, as editors understand it, is refused for whatever is overloaded or a property of a type.
    'ae-unresolved-link': { logLevel: 'none' },
  },
  tsdocMessageReporting: { default: { logLevel: 'none' } },
};

/** @param {string} name An entry point, as package.json names it. @param {string} types Its declarations. */
const configOf = (name, types) =>
  ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, types),
      compiler: { tsconfigFilePath: join(projectFolder, 'src/tsconfig.json'), skipLibCheck: true },
      apiReport: { enabled: true, reportFileName: name === '.' ? 'limbeck' : name.slice(2).replaceAll('/', '-'), reportFolder, reportTempFolder: scratch },
      newlineKind: 'lf',
      messages,
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
  });

/** @param {unknown} condition The conditions of an entry point, or those below `import` or `default`. @returns {string | undefined} */
const typesOf = (condition) => (typeof condition !== 'object' || condition === null ? undefined : 'types' in condition ? String(condition.types) : typesOf(Object.values(condition).at(-1)));

try {
  mkdirSync(reportFolder, { recursive: true });
  const entryPoints = new Map();
  for (const [name, condition] of Object.entries(manifest.exports)) {
    const types = typesOf(condition);
    if (types !== undefined && ![...entryPoints.values()].includes(types)) entryPoints.set(name, types);
  }
  const configs = [...entryPoints].map(([name, types]) => configOf(name, types));
  const [first, ...others] = configs;
  if (first === undefined) throw new Error('The package has no entry point.');
  const compilerState = CompilerState.create(first, { additionalEntryPoints: others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath) });
  for (const config of configs) Extractor.invoke(config, { compilerState, localBuild: true, messageCallback: (message) => { message.handled = true; } });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
