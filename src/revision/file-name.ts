import { LimbeckError } from '../kernel/errors.js';
import { slugOf } from './names.js';
import type { RevisionId } from './revision.js';

/** How revision files are named. */
export interface FileNaming {
  /** Alembic's tokens (`%(rev)s`, `%(slug)s`, `%(year)d`, `%(month).2d` …), without an ending. */
  readonly fileTemplate: string;
  /** The time zone of the date, as IANA names it. */
  readonly timeZone: string;
  /** The most letters that the message takes. */
  readonly slugLength: number;
}

/** What a file is named after. */
export interface FileSubject {
  readonly revision: RevisionId;
  readonly message: string;
  /** Milliseconds since 1970, UTC. */
  readonly timestampMs: number;
}

/**
 * The name of a revision's file, below the folder it goes to: `2026_11_20_1012-ae1027a6acf0_add_invoices.ts`, `2026/ae1027a6acf0.ts`.
 *
 * Source: alembic 1.19, script/base.py, `ScriptDirectory._rev_path`, for the tokens; Python 3, "printf-style String Formatting",
 * for what stands between a token and its letter.
 *
 * @throws {LimbeckError} `revision/empty-message`, `config/bad-option` for a token that there is not and for a path that leads elsewhere.
 */
export function fileNameOf(subject: FileSubject, { fileTemplate, timeZone, slugLength }: FileNaming): string {
  const values: ReadonlyMap<string, string> = new Map([
    ['rev', subject.revision],
    ['slug', slugOf(subject.message, slugLength)],
    ...dateTokens(subject.timestampMs, timeZone),
  ]);
  if (/\\|^\/|\/$|(?:^|\/)\.{0,2}\//.test(fileTemplate)) throw badTemplate(fileTemplate, [...values.keys()]);
  const name = fileTemplate.replace(/%%|%\((\w+)\)(\.?)(\d*)([sd])|%/g, (token: string, ...[key, point, digits, letter]: readonly (string | undefined)[]) => {
    if (token === '%%') return '%';
    const value = values.get(key ?? '');
    if (value === undefined) throw badTemplate(fileTemplate, [...values.keys()]);
    const width = Number(digits);
    return letter === 's' && point === '.' ? value.slice(0, width) : value.padStart(width, letter === 'd' ? '0' : ' ');
  });
  return `${name.split('/').map((part) => (isReserved.test(part) ? `_${part}` : part)).join('/')}.ts`;
}

const badTemplate = (template: string, tokens: readonly string[]): LimbeckError =>
  new LimbeckError('config/bad-option', {
    option: 'fileTemplate',
    found: JSON.stringify(template),
    allowed: `the name of a file, made with ${tokens.map((token) => `%(${token})s`).join(', ')} and %% for a percent sign`,
  });

/** Names of devices on Windows, which no file may have whatever its ending. */
const isReserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function dateTokens(timestampMs: number, timeZone: string): readonly (readonly [string, string])[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = format.formatToParts(timestampMs).filter(({ type }) => type !== 'literal');
  return [...parts.map(({ type, value }) => [type, String(Number(value))] as const), ['epoch', String(Math.floor(timestampMs / 1000))]];
}
