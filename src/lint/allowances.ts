import jsTokens, { type Token } from 'js-tokens';
import type { StackFrame } from '../loader/stack-frames.js';

/** What an author accepts in a revision file: `// limbeck-allow data/lost: nobody read it since May`. */
export interface Allowance {
  /** As it is written; empty where there is none. */
  readonly code: string;
  /** Empty where there is none. */
  readonly reason: string;
  /** The line of the comment, counted from 1. */
  readonly line: number;
  /** Whether it stands at the outermost level of the file, above the class: then it holds also for what cannot be placed. */
  readonly isOutermost: boolean;
  /** Whether a call at this place of the file is what it stands above. */
  covers(place: Pick<StackFrame, 'line' | 'column'>): boolean;
}

/**
 * The comments of a revision file, in JavaScript or TypeScript, that accept hazards.
 *
 * A comment on a line of its own is about what follows it: a call, a block, a method, or the class. One behind code is about the code before it
 * on its line. Further comments below go on with the reason, up to one that begins with a code of its own.
 */
export function readAllowances(text: string): readonly Allowance[] {
  const tokens = placedTokens(text);
  const starts = lineStarts(text);
  const offsetOf = ({ line, column }: Pick<StackFrame, 'line' | 'column'>): number => (starts[line - 1] ?? text.length) + column - 1;
  return tokens.flatMap((token, position) => {
    const written = allowanceIn(token);
    if (written === null) return [];
    const lineStart = Math.max(...starts.filter((start) => start <= token.start));
    const range = isAlone(text, lineStart, token) ? followingRange(tokens, position) : { start: lineStart, end: token.start };
    return written.codes.map((code) => ({
      code,
      reason: [written.reason, ...continuation(tokens, position)].join(' ').trim(),
      line: starts.indexOf(lineStart) + 1,
      isOutermost: tokens.slice(0, position).reduce((depth, each) => depth + depthChange(each), 0) === 0,
      covers: (place) => offsetOf(place) >= range.start && offsetOf(place) < range.end,
    }));
  });
}

interface PlacedToken {
  readonly type: Token['type'];
  readonly value: string;
  /** Offset in the text. */
  readonly start: number;
}

function placedTokens(text: string): readonly PlacedToken[] {
  let start = 0;
  return [...jsTokens(text)].map(({ type, value }) => {
    const token = { type, value, start };
    start += value.length;
    return token;
  });
}

/** The ends of lines are those of ECMAScript, which places in stacks are counted by (ECMAScript 2024, 12.3 "Line Terminators"). */
const lineStarts = (text: string): readonly number[] => [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map(({ index, 0: end }) => index + end.length)];

const mark = /^limbeck-allow(?:\s+(?<codes>[^:]*))?(?::(?<reason>.*))?$/s;

function allowanceIn(token: PlacedToken): { readonly codes: readonly string[]; readonly reason: string } | null {
  if (!isComment(token)) return null;
  const groups = mark.exec(textOf(token))?.groups;
  if (groups === undefined) return null;
  const codes = (groups['codes'] ?? '').split(/[\s,]+/).filter((code) => code !== '');
  return { codes: codes.length === 0 ? [''] : codes, reason: groups['reason']?.trim() ?? '' };
}

const isComment = ({ type }: PlacedToken): boolean => type === 'SingleLineComment' || type === 'MultiLineComment';

/** What a comment says, in one line. */
const textOf = ({ value }: PlacedToken): string => value.replace(/^\/[/*]|\*\/$/g, '').replace(/\s+/g, ' ').trim();

const isAlone = (text: string, lineStart: number, { start }: PlacedToken): boolean => text.slice(lineStart, start).trim() === '';

/** The comments right below, each in the next line, that begin with no code. */
function continuation(tokens: readonly PlacedToken[], position: number): readonly string[] {
  const found: string[] = [];
  for (let next = position + 1; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token === undefined) break;
    if (token.type === 'WhiteSpace' || (token.type === 'LineTerminatorSequence' && tokens[next - 1]?.type !== 'LineTerminatorSequence')) continue;
    if (token.type !== 'SingleLineComment' || beginsAnew.test(textOf(token))) break;
    found.push(textOf(token));
  }
  return found;
}

const beginsAnew = /^(?:limbeck-allow\b|[a-z]+\/[a-z0-9-]+:)/;

interface Range {
  readonly start: number;
  /** The offset behind it. */
  readonly end: number;
}

/** What follows a comment: a statement, a member of a class, or a class. */
function followingRange(tokens: readonly PlacedToken[], position: number): Range {
  const code = tokens.slice(position + 1).filter((token) => !insignificant.has(token.type));
  const isLineBroken = (left: PlacedToken, right: PlacedToken): boolean =>
    tokens.some(({ type, start }) => type === 'LineTerminatorSequence' && start > left.start && start < right.start);
  const start = code[0]?.start ?? Infinity;
  let depth = 0;
  for (const [index, token] of code.entries()) {
    depth += depthChange(token);
    if (depth < 0) return { start, end: token.start };
    const next = code[index + 1];
    if (depth === 0 && (next === undefined || token.value === ';' || (isLineBroken(token, next) && !goesOn(token, next)))) return { start, end: token.start + token.value.length };
  }
  return { start, end: Infinity };
}

const insignificant: ReadonlySet<Token['type']> = new Set<Token['type']>(['WhiteSpace', 'LineTerminatorSequence', 'SingleLineComment', 'MultiLineComment', 'HashbangComment']);

function depthChange({ type, value }: PlacedToken): number {
  if (type !== 'Punctuator') return 0;
  if (['{', '(', '['].includes(value)) return 1;
  return ['}', ')', ']'].includes(value) ? -1 : 0;
}

/** Whether a statement or a member goes on over the end of a line, as ECMAScript inserts no semicolon there (ECMAScript 2024, 12.10). */
const goesOn = (before: PlacedToken, after: PlacedToken): boolean =>
  (before.type === 'Punctuator' && ![')', ']', '}', '++', '--'].includes(before.value)) ||
  (after.type === 'Punctuator' && !['}', '++', '--', '@', '*'].includes(after.value)) ||
  unfinished.has(before.value) ||
  continuing.has(after.value);

const unfinished: ReadonlySet<string> = new Set(['await', 'new', 'typeof', 'void', 'delete', 'export', 'default', 'abstract', 'class', 'else', 'const', 'let', 'var', 'extends', 'implements']);
const continuing: ReadonlySet<string> = new Set(['extends', 'implements', 'else', 'catch', 'finally', 'in', 'of', 'instanceof', 'as', 'satisfies']);
