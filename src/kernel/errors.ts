import type { catalogue } from './error-catalogue.js';

/** A code of the catalogue: `area/problem`. Published once, it never changes its meaning. */
export type ErrorCode = keyof typeof catalogue;

/** The facts that belong to a code; its message and its hint are made of them. */
export type ErrorDetails<C extends ErrorCode> = Parameters<(typeof catalogue)[C]>[0];

interface Wording {
  readonly message: string;
  readonly hint: string;
}

/** Some twenty files, which only an error is told by. */
// eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- a constructor cannot wait for import()
const wordings = (): typeof catalogue => (require('./error-catalogue.js') as typeof import('./error-catalogue.js')).catalogue;

/** The one class Limbeck throws: match on `code`, show `message` and `hint`, read `details`. */
export class LimbeckError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'LimbeckError';
  /** What to do about it. */
  readonly hint: string;

  constructor(
    readonly code: C,
    readonly details: ErrorDetails<C>,
    options?: { cause?: unknown },
  ) {
    const { message, hint } = (wordings()[code] as (details: ErrorDetails<C>) => Wording)(details);
    super(message, options);
    this.hint = hint;
  }

  /**
   * Narrows `error` to one code, and with it the type of `details`.
   * Known by its name: a process may hold two copies of Limbeck, the command's and the application's.
   */
  static is<C extends ErrorCode>(error: unknown, code: C): error is LimbeckError<C> {
    return error instanceof Error && error.name === 'LimbeckError' && 'code' in error && error.code === code;
  }
}
