import { LimbeckError } from '../kernel/errors.js';

/** Refuses an option where the value of `flag` belongs: `-m --autogenerate` forgot the message. */
export const valueOf = (flag: string) => (value: string): string => {
  if (value.startsWith('--')) throw wrongValue(`the value of ${flag} is missing: '${value}' is an option`);
  return value;
};

/** Refuses an empty path too, which a variable of a script that is not set leads to, and which would mean the working directory. */
export const pathOf = (flag: string) => (value: string): string => {
  if (value === '') throw wrongValue(`the value of ${flag} is empty`);
  return valueOf(flag)(value);
};

/** A whole number of milliseconds. */
export const millisecondsOf = (flag: string) => (value: string): number => {
  const found = valueOf(flag)(value);
  if (!/^\d{1,9}$/.test(found)) throw wrongValue(`the value of ${flag} is a whole number of milliseconds, not '${found}'`);
  return Number(found);
};

/** A whole number of things. */
export const countOf = (flag: string) => (value: string): number => {
  const found = valueOf(flag)(value);
  if (!/^\d{1,15}$/.test(found)) throw wrongValue(`the value of ${flag} is a whole number, not '${found}'`);
  return Number(found);
};

/** The major version of a PostgreSQL server, as in `15`. */
export const majorVersionOf = (flag: string) => (value: string): number => {
  const found = valueOf(flag)(value);
  if (!/^\d{1,3}$/.test(found)) throw wrongValue(`the value of ${flag} is a major version such as 15, not '${found}'`);
  return Number(found);
};

/** For an option that may be given several times. */
export const listOf = (flag: string) => (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), valueOf(flag)(value)];

/**
 * `key=value` pairs as an object; of several with one key the last counts.
 *
 * @throws {LimbeckError} `command/wrong-usage`.
 */
export function pairsOf(flag: string, texts: readonly string[]): Readonly<Record<string, string>> {
  const pairs = texts.map((text) => {
    const [, key, value] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
    if (key === undefined || value === undefined) throw wrongValue(`the value of ${flag} must be key=value: '${text}' is not`);
    return [key, value] as const;
  });
  return Object.fromEntries(pairs);
}

const wrongValue = (problem: string): LimbeckError => new LimbeckError('command/wrong-usage', { problem, nearest: null, command: null });
