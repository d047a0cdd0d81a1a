import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HazardCode, isForAuthor } from '../../src/dialect/hazard.js';
import type { LintFinding } from '../../src/index.js';
import { plainCases, testEach, withWritten, type WrittenCase } from '../support/written-cases.js';

let folder: string;
let compared = 0;

/** All cases, which take minutes, or one in so many. */
const oneIn = process.env['LIMBECK_FULL_COMMENTS'] === undefined ? 6 : 1;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-comments-'));
});

afterAll(() => rm(folder, { recursive: true }));

const written = plainCases.filter((_, position) => position % oneIn === 0);

describe.each([
  ['in one file', false],
  ['taken apart', true],
] as const)('the comments of a change, %s, are what lint says of it', (_, online) => {
  testEach(written, (change) => withWritten(change, { folder, online }, expectSame));

  it('and there were enough to tell', () => expect(compared).toBeGreaterThan(10));
});

async function expectSame({ migrator, written: first }: WrittenCase): Promise<void> {
  const { findings } = await migrator.lint({ offline: true, directions: ['up', 'down'] });
  for (const { path, revision } of [first, ...first.further]) {
    const said = saidIn(findings.filter((finding) => finding.revision.id === revision && finding.code !== 'unmanaged/lost' && finding.acceptance === null));
    expect({ revision, comments: commentsIn(await readFile(path, 'utf8')) }).toEqual({ revision, comments: said });
    compared += said.length;
  }
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** `line code: message` of each that a file tells its author, sorted; the line is that of the call. */
const saidIn = (findings: readonly LintFinding[]): readonly string[] =>
  findings.flatMap(({ code, message, hint, work, place }) => (isForAuthor({ code: code as HazardCode, message, hint, ...(work === undefined ? {} : { work }) }) ? [`${String(place?.line)} ${code}: ${inOneLine(message)}`] : [])).sort();

const isHazard = /^[a-z]+\/[a-z-]+: /;

/** The hazards above each call, those of more than one line put together; what no entity can ask for, only the writer of a file knows. */
function commentsIn(text: string): readonly string[] {
  const found: string[] = [];
  let above: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const comment = /^\s*\/\/ (.*)$/.exec(line)?.[1];
    if (comment === undefined) {
      found.push(...above.filter((each) => isHazard.test(each) && !each.startsWith('unmanaged/lost')).map((each) => `${index + 1} ${each}`));
      above = [];
    } else if (isHazard.test(comment) || /^(?:Complete `|limbeck-allow )/.test(comment)) above.push(comment);
    else above.push(`${above.pop() ?? ''} ${comment}`);
  }
  return found.map(inOneLine).sort();
}
