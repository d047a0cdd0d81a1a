/* eslint-disable @typescript-eslint/no-require-imports -- loaded by the first file that is not as Limbeck writes it */
import type jsTokens from 'js-tokens';

/** A word, a literal or a sign of a program. */
export interface Token {
  readonly type: string;
  readonly value: string;
}

/** The tokens of a program in JavaScript or TypeScript, made only as far as they are asked for. */
export class Tokens {
  readonly #made: Token[] = [];
  readonly #docs = new Map<number, string>();
  readonly #rest: Iterator<Token>;

  constructor(text: string) {
    const tokensOf = require('js-tokens') as typeof jsTokens;
    this.#rest = tokensOf(text)[Symbol.iterator]();
  }

  /** The token at a position; {@link noToken} before the first and after the last. */
  at(position: number): Token {
    while (this.#made.length <= position) {
      const next = this.#rest.next();
      if (next.done === true) return noToken;
      this.#keep(next.value);
    }
    return this.#made[position] ?? noToken;
  }

  /** The doc comment right before the token at a position. */
  docBefore(position: number): string | null {
    return this.#docs.get(position) ?? null;
  }

  #keep(token: Token): void {
    if (token.type === 'MultiLineComment' && token.value.startsWith('/**')) this.#docs.set(this.#made.length, token.value);
    else if (!insignificant.has(token.type)) this.#made.push(token);
  }
}

const insignificant: ReadonlySet<string> = new Set(['WhiteSpace', 'LineTerminatorSequence', 'SingleLineComment', 'MultiLineComment', 'HashbangComment']);

export const noToken: Token = { type: '', value: '' };

/** A value that is written out: `null`, a text, or a list of texts. */
export type Literal = string | null | readonly string[];

/** The literal that begins at a position and is all there is; `undefined` for any other expression. */
export function literalAt(tokens: Tokens, position: number): Literal | undefined {
  const first = tokens.at(position);
  if (first.value === '[') return listAt(tokens, position + 1);
  const value = first.value === 'null' ? null : textOf(first);
  return isEnd(tokens.at(position + 1)) ? value : undefined;
}

function listAt(tokens: Tokens, start: number): readonly string[] | undefined {
  const items: string[] = [];
  let position = start;
  while (tokens.at(position).value !== ']') {
    const item = textOf(tokens.at(position));
    if (item === undefined) return undefined;
    items.push(item);
    position += tokens.at(position + 1).value === ',' ? 2 : 1;
  }
  return isEnd(tokens.at(position + 1)) ? items : undefined;
}

/** The text that a token stands for; `undefined` when it is no text, or one with escapes, which no name here needs. */
export function textOf({ type, value }: Token): string | undefined {
  const isText = type === 'StringLiteral' || type === 'NoSubstitutionTemplate';
  return isText && !value.includes('\\') ? value.slice(1, -1) : undefined;
}

/** Whether an expression can end before this token: not where it goes on, as with `+` or `.`. */
const isEnd = ({ type, value }: Token): boolean => type !== 'Punctuator' || [';', '}', ')', ','].includes(value);
