import type { HazardCode } from '../dialect/hazard.js';

/** `error`: open ones fail `limbeck lint`, and `--require-safe` refuses them. `warn`: told. `off`: not told. */
export type HazardLevel = 'off' | 'warn' | 'error';

/** What linting itself can find: a revision that cannot be read without a database, and comments and entries that accept nothing as they are. */
export type LintCode = 'lint/no-reason' | 'lint/not-read' | 'lint/unknown-code' | 'lint/unused';

/** The usual levels: a warning for what stops by itself before it does harm, or does none. */
const usual: { readonly [C in HazardCode | LintCode]: HazardLevel } = {
  'app/rename': 'error',
  'data/lost': 'error',
  'data/may-not-fit': 'warn',
  'data/needs-fill': 'error',
  'lint/no-reason': 'error',
  'lint/not-read': 'error',
  'lint/unknown-code': 'error',
  'lint/unused': 'warn',
  'unmanaged/lost': 'error',
};

/** All codes that Limbeck has, sorted. */
export const lintCodes: readonly string[] = Object.keys(usual).sort();

/** Levels by code (`lock/scan`) or by family (`lock/*`). */
export type Levels = Readonly<Record<string, HazardLevel>>;

/** What stands for all codes of the family of a code. */
export const familyOf = (code: string): string => `${code.split('/', 1).join()}/*`;

/** The level of a code: as it is said, or as it is said of its family, or the usual one; an error for a rule of the project. */
export const levelOf = (code: string, said: Levels): HazardLevel => said[code] ?? said[familyOf(code)] ?? (isUsual(code) ? usual[code] : 'error');

const isUsual = (code: string): code is keyof typeof usual => Object.hasOwn(usual, code);
