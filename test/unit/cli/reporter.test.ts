import { PassThrough } from 'node:stream';
import { Reporter } from '../../../src/cli/reporter.js';
import type { LimbeckEvent } from '../../../src/runtime/events.js';

/** A reporter, and what came out of it. */
function record({ isTerminal, columns }: { readonly isTerminal: boolean; readonly columns?: number }): { readonly reporter: Reporter; readonly stdout: () => string; readonly stderr: () => string } {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stream = (from: PassThrough, properties: object): NodeJS.WriteStream => Object.assign(from, properties) as unknown as NodeJS.WriteStream;
  const text = (from: PassThrough): string => String((from.read() as Buffer | null) ?? '');
  return {
    reporter: new Reporter(stream(stdout, {}), stream(stderr, { isTTY: isTerminal, columns, hasColors: () => false })),
    stdout: () => text(stdout),
    stderr: () => text(stderr),
  };
}

const started: LimbeckEvent = { type: 'revision.started', revision: 'aaaaaaaaaaaa', message: 'first', direction: 'up', position: 1, total: 2 };
const finished: LimbeckEvent = { type: 'revision.finished', revision: 'aaaaaaaaaaaa', message: 'first', direction: 'up', durationMs: 12 };

test('a revision is a line of the result when it is done', () => {
  const { reporter, stdout, stderr } = record({ isTerminal: false });
  reporter.onEvent(started);
  expect(stdout()).toBe('');
  reporter.onEvent(finished);
  reporter.onEvent({ ...finished, direction: 'down' });
  reporter.finish();
  expect(stdout()).toBe('upgraded aaaaaaaaaaaa, first (12 ms)\ndowngraded aaaaaaaaaaaa, first (12 ms)\n');
  expect(stderr()).toBe('');
});

test('on a terminal it is shown while it runs, and nothing of that stays', () => {
  const { reporter, stderr } = record({ isTerminal: true });
  reporter.onEvent(started);
  expect(stderr()).toBe('\r\u001b[K[                    ] running 1 of 2: aaaaaaaaaaaa, first');
  reporter.onEvent({ type: 'revision.verifying', revision: 'bbbbbbbbbbbb', message: 'second', position: 2, total: 2 });
  expect(stderr()).toBe('\r\u001b[K[##########          ] verifying 2 of 2: bbbbbbbbbbbb, second');
  reporter.onEvent(finished);
  expect(stderr()).toBe('\r\u001b[K');
  reporter.onEvent(started);
  reporter.finish();
  expect(stderr()).toMatch(/first\r\u001b\[K$/);
});

test('what is shown in place takes one line, however narrow the terminal is and whatever the message holds', () => {
  const { reporter, stderr } = record({ isTerminal: true, columns: 40 });
  reporter.onEvent({ ...started, message: 'first\nand\u001b[31m a very long one' });
  expect(stderr()).toBe('\r\u001b[K[                    ] running 1 of 2:…');
});

test('what cannot be managed is said beside the result', () => {
  const { reporter, stdout, stderr } = record({ isTerminal: false });
  reporter.onEvent({ type: 'unsupported', what: 'view order_total' });
  expect([stdout(), stderr()]).toEqual(['', 'note: left alone, as Limbeck cannot manage it yet: view order_total\n']);
});

test('what a run can do is said beside the result, and who looks on at a terminal is known', () => {
  const { reporter, stderr } = record({ isTerminal: false });
  reporter.onEvent({ type: 'run.hazard', level: 'error', revision: 'aaaaaaaaaaaa', code: 'data/lost', message: 'It is lost.', place: 'migrations/1.ts:12' });
  expect(stderr()).toBe('note: aaaaaaaaaaaa: data/lost: It is lost. (migrations/1.ts:12)\n');
  expect([reporter.isWatched, record({ isTerminal: true }).reporter.isWatched]).toEqual([false, true]);
});
