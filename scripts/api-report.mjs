// @ts-check
/**
 * Writes what each entry point of the package exports, a file for each: `node scripts/api-report.mjs <folder>`, after a build.
 *
 * The accepted reports are in `.ci/api`, where `npm run api:accept` writes them; test/e2e/api-report.test.ts holds the sources against them.
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

/** What is found stands in the report, but for what would say on which line. */
const messages = {
  compilerMessageReporting: { default: { logLevel: 'error' } },
  extractorMessageReporting: {
    default: { logLevel: 'warning', addToApiReportFile: true },
    'ae-undocumented': { logLevel: 'none' },
    // All that is exported is public.
    'ae-missing-release-tag': { logLevel: 'none' },
    // The tool reads no link that editors understand to what is overloaded or a property.
    'ae-unresolved-link': { logLevel: 'none' },
  },
  tsdocMessageReporting: { default: { logLevel: 'none' } },
};

/** @param {readonly [name: string, types: string]} entryPoint As package.json names it, and its declarations. */
const configOf = ([name, types]) =>
  ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, types),
      compiler: { tsconfigFilePath: join(projectFolder, 'src/tsconfig.json'), skipLibCheck: true },
      apiReport: { enabled: true, reportFileName: name === '.' ? 'limbeck' : name.slice('./'.length), reportFolder, reportTempFolder: scratch },
      newlineKind: 'lf',
      messages,
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
  });

/**
 * The declarations of an entry point.
 *
 * @param {unknown} condition Those of package.json, or those below `import` or `default`.
 * @returns {string | undefined} `undefined`: it has none.
 */
function typesOf(condition) {
  if (typeof condition !== 'object' || condition === null) return undefined;
  return 'types' in condition ? String(condition.types) : typesOf(Object.values(condition).at(-1));
}

/** Whether names can be imported from it: a file for the configuration of a test runner has none. @param {string} types */
const hasNames = (types) => /^export (\{ \w|\* )/m.test(readFileSync(join(projectFolder, types), 'utf8'));

try {
  mkdirSync(reportFolder, { recursive: true });
  const [first, ...others] = Object.entries(manifest.exports)
    .flatMap(([name, condition]) => {
      const types = typesOf(condition);
      return types !== undefined && hasNames(types) ? [/** @type {const} */ ([name, types])] : [];
    })
    .map(configOf);
  if (first === undefined) throw new Error('The package has no entry point.');
  const compilerState = CompilerState.create(first, { additionalEntryPoints: others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath) });
  const messageCallback = (/** @type {{ handled: boolean }} */ message) => {
    message.handled = true;
  };
  for (const config of [first, ...others]) Extractor.invoke(config, { compilerState, localBuild: true, messageCallback });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
