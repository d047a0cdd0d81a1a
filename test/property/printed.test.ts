import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { annotationOf } from '../../src/cli/github-annotation.js';
import { printJsonError } from '../../src/cli/json-error.js';
import { printError } from '../../src/cli/print.js';
import { printFindings } from '../../src/cli/print-findings.js';
import { printGrouped } from '../../src/cli/print-operations.js';
import { printRevision } from '../../src/cli/print-revision.js';
import { Reporter, type Telling } from '../../src/cli/reporter.js';
import { tell } from '../../src/cli/write.js';
import { LimbeckError } from '../../src/kernel/errors.js';
import type { LintFinding } from '../../src/lint/finding.js';
import type { Operation } from '../../src/operation/operation.js';
import { RevisionGraph } from '../../src/revision/graph.js';
import { revisionOf } from '../support/graph.js';
import { hostileText } from './hostile/texts.js';

/** What a stream got that is, or is not, a terminal with colours. */
interface Sink {
  readonly stream: NodeJS.WriteStream;
  readonly text: () => string;
}

function sink(isTTY: boolean): Sink {
  const through = new PassThrough({ highWaterMark: 1e6 });
  return { stream: Object.assign(through, { isTTY, columns: 1e6, hasColors: () => true }) as unknown as NodeJS.WriteStream, text: () => String((through.read() as Buffer | null) ?? '') };
}

const reporterOn = ({ stream }: Sink, telling: Telling = {}): Reporter => new Reporter(stream, stream, telling);

/** All that commands say of names, messages and SQL, with this text wherever a project can say one; an error at last. */
function say(text: string, out: Sink): void {
  const reporter = reporterOn(out);
  const { paint } = reporter;
  const revision = { ...revisionOf('a', [], 0), message: text };
  const table = { schema: text, name: text };
  const drop: Operation = { verb: 'drop', kind: 'column', table, name: text, value: null };
  const other: Operation = { verb: 'rename', kind: 'table', schema: 'public', name: { from: text, to: `${text}2` } };
  const hazard = { code: 'data/lost', message: text, hint: text } as const;
  const finding: LintFinding = { ...hazard, revision, direction: 'up', level: 'error', place: null, operation: drop, acceptance: null, lock: { mode: 'access exclusive', tables: [table] } };
  const view = { namespace: 'public', paint, hazards: new Map([[drop, [hazard]]]) };
  const lines = [printRevision(revision, { graph: RevisionGraph.of([revision]), current: new Set() }, paint), printGrouped([drop, other], view), ...printFindings([finding], view)];
  reporter.conclude('diff', { exitCode: 0, lines, json: {} });
  reporter.onEvent({ type: 'revision.finished', revision: 'a', message: text, direction: 'up', durationMs: 1 });
  reporter.onEvent({ type: 'revision.discarded', message: text });
  tell(out.stream, printError(new LimbeckError('run/refused', { sqlState: '42P01', serverMessage: text }), paint));
}

/** What takes a progress bar away. */
const eraseLine = '\r\u001b[K';

const ownColours = /\u001b\[(?:1|2|22|3[1236]|39)m/g;
const working = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

describe('texts that would work on a terminal', () => {
  it('are seen as they are, and neither colour, move nor break a line', () => {
    const colours = (text: string): readonly string[] => text.match(ownColours) ?? [];
    const expected = sink(true);
    say('x', expected);
    const usual = expected.text().replaceAll(eraseLine, '');
    fc.assert(
      fc.property(hostileText, (text) => {
        const out = sink(true);
        say(text, out);
        const said = out.text().replaceAll(eraseLine, '');
        expect(said.replace(ownColours, '').replaceAll('\n', '').replaceAll('\t', '').match(working)).toBeNull();
        expect(colours(said)).toEqual(colours(usual));
        const linesOf = (whole: string): readonly string[] => stripVTControlCharacters(whole).split('\n').filter((line) => line !== '' && !line.startsWith('  '));
        const known = linesOf(usual).map((line) => line.split(/[ ,:]/)[0]);
        expect(linesOf(said).map((line) => line.split(/[ ,:]/)[0])).toEqual(known);
      }),
      { numRuns: 1000 },
    );
  });

  it('stay what they are in JSON, and in a script that goes into a pipe', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (text, isTerminal) => {
        const out = sink(isTerminal);
        reporterOn(out, { json: true }).conclude('diff', { exitCode: 0, lines: [text], json: { text } });
        const json = out.text();
        expect(JSON.parse(json)).toMatchObject({ text });
        expect(json.replaceAll('\n', '').match(working)).toBeNull();
        expect(printJsonError(new Error(text)).replaceAll('\n', '').match(working)).toBeNull();
        reporterOn(out).conclude('show', { exitCode: 0, lines: [], text, json: {} });
        const script = out.text();
        if (isTerminal) expect(script.replace(/[\n\t]/g, '').match(working)).toBeNull();
        else expect(script).toBe(`${text}\n`);
      }),
      { numRuns: 1000 },
    );
  });

  it('end no annotation of GitHub, and begin none', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const finding: LintFinding = { code: 'data/lost', message: text, hint: text, revision: { ...revisionOf('a', [], 0), file: text }, direction: 'up', level: 'error', place: null, operation: null, acceptance: null };
        expect(annotationOf(finding).replaceAll('\t', '').match(working)).toBeNull();
        expect(annotationOf(finding).match(/^::error [^:]*::/)).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});
