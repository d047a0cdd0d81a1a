import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HazardCode, isForAuthor } from '../../src/dialect/hazard.js';
import { type LintFinding, Migrator } from '../../src/index.js';
import { cases } from '../cases/all.js';
import type { Case } from '../cases/case.js';
import { modelAfter, modelBefore } from '../cases/model.js';
import { synchronise } from '../support/case-databases.js';
import { createDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';
import { itSince, itWith } from '../support/server-version.js';

let folder: string;
let compared = 0;

/** All cases, which take minutes, or one in so many. */
const oneIn = process.env['LIMBECK_FULL_COMMENTS'] === undefined ? 6 : 1;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-comments-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** SQL says less of itself than the operations that it was made of, and a hook writes what it likes. */
const written = cases.filter(({ complete, processRevision, style }, position) => position % oneIn === 0 && complete === undefined && processRevision === undefined && style === undefined);

describe.each([
  ['in one file', false],
  ['taken apart', true],
] as const)('the comments of a change, %s, are what lint says of it', (_, online) => {
  for (const change of written) {
    const test = () => expectSame(change, online);
    if (change.needs === undefined) itSince(change.since ?? 13, change.name, test);
    else itWith(change.needs, change.name, test);
  }

  it('and there were enough to tell', () => expect(compared).toBeGreaterThan(10));
});

async function expectSame(change: Case, online: boolean): Promise<void> {
  await using database = await createDatabase();
  await synchronise(database, modelBefore(change));
  await database.query(change.data ?? '');
  const model = modelAfter(change);
  await withDataSource(database, change.withoutExtensions === true ? { ...model, installExtensions: false } : model, async (dataSource) => {
    const { includeObject } = change;
    const directory = await mkdtemp(join(folder, 'case-'));
    const migrator = new Migrator(dataSource, { directory, verify: 'off', onEvent: () => undefined, ...(includeObject === undefined ? {} : { includeObject }) });
    const first = await migrator.revision({ message: change.name, autogenerate: true, online, renames: change.renames ?? [] });
    if (first === null) throw new Error('no difference was seen');
    const { findings } = await migrator.lint({ offline: true, directions: ['up', 'down'] });
    for (const { path, revision } of [first, ...first.further]) {
      const said = saidIn(findings.filter((finding) => finding.revision.id === revision && finding.code !== 'unmanaged/lost' && finding.acceptance === null));
      expect({ revision, comments: commentsIn(await readFile(path, 'utf8')) }).toEqual({ revision, comments: said });
      compared += said.length;
    }
  });
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
