import { types } from 'node:util';
import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import { kindNames } from '../model/identity.js';
import { familyOf } from './levels.js';
import { type CompleteLintOptions, knownCodes } from './options.js';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOnly = (value: unknown, names: readonly string[]): value is Readonly<Record<string, unknown>> => isRecord(value) && Object.keys(value).every((name) => names.includes(name));
const isListOf = (value: unknown, accepts: (each: unknown) => boolean): boolean => value === undefined || (Array.isArray(value) && value.every(accepts));
const isLevel = (value: unknown): boolean => value === 'off' || value === 'warn' || value === 'error';
const isCode = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(value);

/** Whether a value can be {@link LintOptions}. */
export const isLintOptions = (value: unknown): boolean =>
  hasOnly(value, ['rules', 'accept', 'names', 'add', 'since']) &&
  (value['rules'] === undefined || (isRecord(value['rules']) && Object.values(value['rules']).every(isLevel))) &&
  isListOf(value['accept'], (each) => hasOnly(each, ['revision', 'code', 'reason']) && [each['revision'], each['code'], each['reason']].every(isText)) &&
  (value['names'] === undefined || (hasOnly(value['names'], Object.keys(kindNames)) && Object.values(value['names']).every((each) => types.isRegExp(each)))) &&
  isListOf(value['add'], (each) => hasOnly(each, ['code', 'check']) && isCode(each['code']) && typeof each['check'] === 'function') &&
  (value['since'] === undefined || isText(value['since']));

/** Requires that each code that the options name is one that there is. @throws {LimbeckError} `config/unknown-hazard`. */
export function requireKnownCodes({ rules, accept, add }: CompleteLintOptions): void {
  const codes = knownCodes({ add });
  const families = codes.map(familyOf);
  const require = (option: string, code: string, known: readonly string[]): void => {
    if (!known.includes(code)) throw new LimbeckError('config/unknown-hazard', { option, code, nearest: nearest(code, known) });
  };
  Object.keys(rules).forEach((code) => require('lint.rules', code, [...codes, ...families]));
  accept.forEach(({ code }) => require('lint.accept', code, codes));
}
