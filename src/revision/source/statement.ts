import type { Hazard } from '../../dialect/hazard.js';
import { callOf } from '../../operation/call.js';
import type { Operation } from '../../operation/operation.js';
import { inOneLine } from '../doc-comment.js';
import { expandedLiteral, fits, flatLiteral, lines, literal, template } from './literal.js';

/** One operation of a revision and what it can do to data or to a running system. */
export interface SourceStep {
  readonly operation: Operation;
  readonly hazards: readonly Pick<Hazard, 'code' | 'message'>[];
}

/** A step as a statement of `up()` or `down()`, its hazards as comments above it; not indented. */
export function statementOf({ operation, hazards }: SourceStep, namespace: string): string {
  const { method, args } = callOf(operation, namespace);
  const isScript = operation.verb === 'execute' && operation.up.includes('\n');
  const call = isScript ? `await op.execute(${template(operation.up)});` : callStatement(`await op.${method}(`, args);
  const accepted = operation.verb === 'execute' ? (operation.accepts ?? []) : [];
  const open = hazards.filter(({ code }) => !accepted.some((each) => each.code === code));
  const comments = [
    ...accepted.map(({ code, reason }) => `limbeck-allow ${code}: ${reason}`),
    ...open.map(({ code, message }) => `${code}: ${message}`),
    ...advice({ operation, hazards }),
  ];
  return [...comments.flatMap(commentLines), call].join('\n');
}

/** What is left to the author: a value for rows of which it is said that they need one. */
function advice({ operation, hazards }: SourceStep): readonly string[] {
  if (operation.verb === 'backfill') return Object.values(operation.set).includes('NULL') ? ['Complete `set`: an SQL expression for the rows without a value.'] : [];
  return operation.verb === 'alter' && hazards.some(({ code }) => code === 'data/needs-fill') ? ['Complete `fill`: an SQL expression for the rows without a value.'] : [];
}

/** A comment, broken between words where it is too long for a line. */
function commentLines(text: string): readonly string[] {
  const [first = '', ...rest] = inOneLine(text).split(' ');
  return rest.reduce<string[]>(
    (written, word) => {
      const longer = `${written.at(-1) ?? ''} ${word}`;
      return fits(longer, margin) ? [...written.slice(0, -1), longer] : [...written, `// ${word}`];
    },
    [`// ${first}`],
  );
}

/** A call as a statement, laid out as Prettier does it: on one line, with its last argument set out, or with each on a line of its own. */
export function callStatement(opening: string, args: readonly unknown[]): string {
  const flat = args.map(flatLiteral);
  const oneLine = `${opening}${flat.join(', ')});`;
  if (!flat.includes(null) && fits(oneLine, margin)) return oneLine;
  const others = flat.slice(0, -1);
  const head = [opening, ...others.map((item) => `${item}, `)].join('');
  if (isHuggable(args) && !others.includes(null) && fits(`${head}{`, margin)) return `${head}${expandedLiteral(args.at(-1), 0)});`;
  return lines({ opening, parts: args.map((arg) => literal(arg, { indent: 2, before: 2, after: 1 })), closing: ');', indent: 0 });
}

const margin = { indent: 0, before: 0, after: 0 };

/** Whether the last argument may be set out on its own: it is an object, and the one before it is not. */
const isHuggable = (args: readonly unknown[]): boolean => typeof args.at(-1) === 'object' && typeof args.at(-2) !== 'object';
