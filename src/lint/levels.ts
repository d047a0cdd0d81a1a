import type { HazardCode } from '../dialect/hazard.js';

/** `error`: open ones fail `limbeck lint`, and `--require-safe` refuses them. `warn`: told. `off`: not told. */
export type HazardLevel = 'off' | 'warn' | 'error';

/** What linting itself can find: a revision that cannot be read without a database, and comments and entries that accept nothing as they are. */
export type LintCode = 'lint/no-reason' | 'lint/not-read' | 'lint/unknown-code' | 'lint/unused';

/** The usual levels: a warning for what stops by itself before it does harm, what may do none, and what only its author can judge; taste is off. */
const usual: { readonly [C in HazardCode | LintCode]: HazardLevel } = {
  'app/access': 'warn',
  'app/default': 'warn',
  'app/drop': 'warn',
  'app/extension': 'warn',
  'app/nullable': 'warn',
  'app/rename': 'error',
  'app/replication': 'warn',
  'app/required': 'warn',
  'app/routine': 'warn',
  'app/slow': 'warn',
  'app/unchecked': 'warn',
  'data/lost': 'error',
  'data/may-not-fit': 'warn',
  'data/needs-fill': 'error',
  'lint/no-reason': 'error',
  'lint/not-read': 'error',
  'lint/unknown-code': 'error',
  'lint/unused': 'warn',
  'lock/index-build': 'error',
  'lock/kept': 'warn',
  'lock/not-concurrent': 'warn',
  'lock/rewrite': 'error',
  'lock/rows': 'error',
  'lock/scan': 'error',
  'run/corrupt-index': 'error',
  'run/enum-value-used': 'error',
  'run/in-transaction': 'error',
  'run/invalid-index': 'error',
  'run/no-lock-timeout': 'warn',
  'run/no-statement-timeout': 'off',
  'run/not-repeatable': 'warn',
  'run/transaction-control': 'error',
  'run/validate-with-add': 'error',
  'sql/cascade': 'error',
  'sql/duplicate-assignment': 'error',
  'sql/opaque': 'warn',
  'sql/syntax-error': 'error',
  'style/char': 'off',
  'style/domain-check': 'off',
  'style/enum-order': 'off',
  'style/json': 'off',
  'style/long-name': 'off',
  'style/naming': 'warn',
  'style/padding': 'off',
  'style/serial': 'off',
  'style/small-key': 'off',
  'style/timestamp': 'off',
  'style/unqualified': 'off',
  'style/varchar': 'off',
  'style/wide-index': 'off',
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
