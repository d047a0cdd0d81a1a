import type { Hazard } from '../dialect/hazard.js';
import { hang } from '../kernel/text.js';
import { visible } from '../kernel/visible.js';
import { withoutPasswords } from '../kernel/without-passwords.js';
import type { Operation } from '../operation/operation.js';
import type { RevisionId } from '../revision/revision.js';
import type { LimbeckEvent } from '../runtime/events.js';
import { type FinishedBackfill, printAdvance, printFinished } from './backfill-progress.js';
import { jsonVersion } from './json-error.js';
import { jsonText } from './json-text.js';
import type { Outcome } from './outcome.js';
import { type Paint, paintFor } from './paint.js';
import { printDuration } from './print.js';
import { printProofEvent } from './print-proof-event.js';
import { printRunEvent, type RunEvent } from './print-run-event.js';
import { progressBar } from './progress-bar.js';
import { cut } from './wrap.js';
import { columnsOf, handOver, tell } from './write.js';

/** How far the revisions of a run are. */
type ProgressEvent = Extract<LimbeckEvent, { readonly type: 'revision.started' | 'revision.finished' | 'revision.tried' | 'revision.verifying' | 'backfill.advanced' | 'backfill.finished' }>;

/** Something that no entity can ask for. */
export type UnmanagedEvent = Extract<LimbeckEvent, { readonly type: 'unmanaged' }>;

/** An entry of the option `accept`. */
export interface Entry {
  readonly difference: string;
  readonly reason: string;
}

/** How much is told, and how. */
export interface Telling {
  /** The outcome as one JSON object, and nothing else on stdout. */
  readonly json?: true;
  /** No notes and no progress. */
  readonly quiet?: true;
}

/** Tells people what happens while a command runs: results on stdout, the rest on stderr. */
export class Reporter {
  /** For the lines of stdout. */
  readonly paint: Paint;
  #isDiscarded = false;
  readonly #hazards = new Map<Operation, Hazard[]>();
  readonly #unmanaged: UnmanagedEvent[] = [];
  readonly #accepted: Entry[] = [];
  readonly #unused: Entry[] = [];
  readonly #backfills: FinishedBackfill[] = [];
  readonly #heldBack: RevisionId[] = [];
  #advanceToldMs = performance.now();

  constructor(
    readonly stdout: NodeJS.WriteStream,
    readonly stderr: NodeJS.WriteStream,
    private readonly telling: Telling = {},
  ) {
    this.paint = paintFor(stdout);
  }

  /** What the operations that were planned so far can do. */
  get hazards(): ReadonlyMap<Operation, readonly Hazard[]> {
    return this.#hazards;
  }

  /** Whether somebody reads questions and can answer them. */
  get canAsk(): boolean {
    return this.telling.json !== true && process.stdin.isTTY && this.stdout.isTTY;
  }

  /** What no entity can ask for. */
  get unmanaged(): readonly UnmanagedEvent[] {
    return this.#unmanaged;
  }

  /** The entries of the option `accept`, by whether there is such a difference. */
  get acceptances(): { readonly accepted: readonly Entry[]; readonly unused: readonly Entry[] } {
    return { accepted: this.#accepted, unused: this.#unused };
  }

  /** The backfills that are done. */
  get backfills(): readonly FinishedBackfill[] {
    return this.#backfills;
  }

  /** The revisions that wait for a later phase. */
  get heldBack(): readonly RevisionId[] {
    return this.#heldBack;
  }

  /** Whether `processRevision` made nothing of the revision. */
  get isDiscarded(): boolean {
    return this.#isDiscarded;
  }

  /** Whether somebody looks on who wants to be told more than the result. */
  get isWatched(): boolean {
    return this.stderr.isTTY && this.telling.json !== true && this.telling.quiet !== true;
  }

  /** One line of the result, as soon as it is known. */
  print(line: string): void {
    if (this.telling.json !== true && this.telling.quiet !== true) tell(this.stdout, line);
  }

  /** What came of the command, in the form that was asked for. */
  conclude(command: string, { lines, text, json }: Outcome): void {
    if (this.telling.json === true) this.stdout.write(`${jsonText({ version: jsonVersion, command, ...json })}\n`);
    else if (text !== undefined) handOver(this.stdout, text);
    else for (const line of lines) tell(this.stdout, line);
  }

  /** What is worth knowing beside the result. */
  note(text: string): void {
    this.#hideRunning();
    if (this.telling.quiet !== true) tell(this.stderr, `note: ${hang(withoutPasswords(text))}`);
  }

  readonly onEvent = (event: LimbeckEvent): void => {
    switch (event.type) {
      case 'hazard':
        this.#hazards.set(event.operation, [...(this.#hazards.get(event.operation) ?? []), event.hazard]);
        return;
      case 'unmanaged':
        this.#unmanaged.push(event);
        return;
      case 'difference.accepted':
        this.#accepted.push({ difference: event.difference, reason: event.reason });
        this.note(`accepted: ${event.difference} (${event.reason})`);
        return;
      case 'acceptance.unused':
        this.#unused.push({ difference: event.difference, reason: event.reason });
        this.note(`accepted, but there is no such difference: ${event.difference} (${event.reason}). Take it out of the option accept.`);
        return;
      case 'unsupported':
        this.note(`left alone, as Limbeck cannot manage it yet: ${event.what}`);
        return;
      case 'revision.unverified':
      case 'scratch.embedded':
      case 'scratch.alike':
      case 'scratch.by-statement':
      case 'merge.unjudged':
        this.note(printProofEvent(event));
        return;
      case 'revision.discarded':
        this.#isDiscarded = true;
        this.note(`processRevision made nothing of "${visible(event.message)}".`);
        return;
      case 'rename.candidate':
        this.note(`${event.from} goes and ${event.to} comes. If it was renamed: --rename ${shellWord(event.rename)}`);
        return;
      case 'introspected':
      case 'canonicalised':
        return;
      default:
        this.#onRun(event);
    }
  };

  /** Takes away what was shown for the time of the work only. */
  finish(): void {
    this.#hideRunning();
  }

  /** On a terminal in place, else now and then in a line of its own. */
  #showAdvance(event: Extract<LimbeckEvent, { readonly type: 'backfill.advanced' }>): void {
    const nowMs = performance.now();
    if (nowMs - this.#advanceToldMs < (this.stderr.isTTY ? shownEveryMs : toldEveryMs)) return;
    this.#advanceToldMs = nowMs;
    if (this.stderr.isTTY) this.#showRunning(printAdvance(event, true));
    else this.note(`${event.revision}: ${printAdvance(event, false)}`);
  }

  #onRun(event: RunEvent | ProgressEvent): void {
    switch (event.type) {
      case 'revision.started':
      case 'revision.verifying':
        this.#showRunning(`${progressBar((event.position - 1) / event.total)} ${event.type === 'revision.started' ? 'running' : 'verifying'} ${event.position} of ${event.total}: ${event.revision}, ${event.message}`);
        return;
      case 'revision.finished':
      case 'revision.tried':
        this.#hideRunning();
        this.print(`${event.type === 'revision.tried' ? 'tried' : verbs[event.direction]} ${this.paint('yellow', event.revision)}, ${visible(event.message)} (${printDuration(event.durationMs)})`);
        return;
      case 'backfill.advanced':
        this.#showAdvance(event);
        return;
      case 'backfill.finished':
        this.#backfills.push(finishedOf(event));
        this.note(`${event.revision}: ${printFinished(event)}`);
        return;
      case 'run.held-back':
        this.#heldBack.push(...event.revisions);
        this.note(printRunEvent(event));
        return;
      case 'revision.edited':
      case 'revision.resumed':
      case 'revision.committed-early':
      case 'statement.skipped':
      case 'run.split':
      case 'run.hazard':
      case 'run.blocked':
      case 'run.retried':
        this.note(printRunEvent(event));
        return;
    }
  }

  /** In one line: what goes beyond it would stay, as only the last line can be taken away again. */
  #showRunning(text: string): void {
    if (this.stderr.isTTY && this.telling.quiet !== true) this.stderr.write(`${eraseLine}${cut(visible(text), columnsOf(this.stderr))}`);
  }

  #hideRunning(): void {
    if (this.stderr.isTTY) this.stderr.write(eraseLine);
  }
}

/** The text as a word of a command line, in quotes where a shell would read it otherwise. */
const shellWord = (text: string): string => (/^[\w.:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const finishedOf = ({ type: _, ...finished }: Extract<LimbeckEvent, { readonly type: 'backfill.finished' }>): FinishedBackfill => finished;

/** How often it is told how far a backfill is, on a terminal and elsewhere, in milliseconds. */
const shownEveryMs = 100;
const toldEveryMs = 10_000;

const verbs = { up: 'upgraded', down: 'downgraded' } as const;

/** Back to the first column, and nothing from there on. Source: ECMA-48, 8.3.41 "EL". */
const eraseLine = '\r\u001b[K';
