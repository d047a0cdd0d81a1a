import { LimbeckError } from '../kernel/errors.js';

/** A revision in words, taken apart: `shop@head-2` is the branch `shop`, the symbol `head` and the steps -2. */
export interface Identifier {
  /** As it was written. */
  readonly text: string;
  /** A label, or a revision on the branch; `null`: any branch. */
  readonly branch: string | null;
  /** A word, an id, the beginning of one, or a label; `null`: what is applied. */
  readonly symbol: string | null;
  /** Upwards, or downwards when negative; 0: none. */
  readonly steps: number;
}

/** Of the letters of ids and labels; see `isLabel` for why a sign before steps is never taken for a part of the name. */
const name = String.raw`\w+(?:[-./][A-Za-z_]\w*)*`;

const form = new RegExp(String.raw`^(?:(?<branch>${name})@)?(?<symbol>${name})?(?<steps>[+-]\d+)?$`);

/**
 * Takes an identifier apart.
 *
 * Source: alembic 1.19, script/revision.py, `_relative_destination`.
 *
 * @throws {LimbeckError} `revision/bad-identifier`.
 */
export function parseIdentifier(text: string): Identifier {
  const { branch = null, symbol = null, steps } = form.exec(text.trim())?.groups ?? {};
  if (symbol === null && steps === undefined) throw new LimbeckError('revision/bad-identifier', { target: text });
  return { text: text.trim(), branch, symbol, steps: Number(steps ?? 0) };
}
