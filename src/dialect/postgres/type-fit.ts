import type { Change } from '../../operation/operation.js';
import type { HazardCode } from '../hazard.js';
import { bitTypes, jsonTypes, numberTypes, stringTypes, timeTypes } from './type-families.js';
import { parseTypeName, type TypeName } from './type-name.js';

/** What can happen to a value: changed without an error (`data/lost`), or refused (`data/may-not-fit`). */
export type Misfit = Extract<HazardCode, 'data/lost' | 'data/may-not-fit'>;

const fits: readonly Misfit[] = [];
const refused: readonly Misfit[] = ['data/may-not-fit'];
const changed: readonly Misfit[] = ['data/lost'];
const changedOrRefused: readonly Misfit[] = ['data/lost', 'data/may-not-fit'];

/** What can happen to values of the type `from` that become values of `to`, both as `format_type` prints them; empty: all fit. */
export function misfits(from: string, to: string): readonly Misfit[] {
  const source = parseTypeName(from);
  const target = parseTypeName(to);
  if (source.isArray === target.isArray) return scalarMisfits(source, target);
  if (source.isArray) return target.modifiers.length === 0 && (stringTypes.has(target.base) || jsonTypes.has(target.base)) ? fits : refused;
  const isOneOfMany = jsonTypes.has(source.base) && source.base === target.base;
  return isRead(source) && !isOneOfMany ? refused : scalarMisfits(source, target);
}

/** Whether each value of the type `from` that becomes one of `to` without an error is the same after; both as `format_type` prints them. */
export const holdsAll = ({ from, to }: Change<string>): boolean => !misfits(from, to).includes('data/lost');

/** Whether values are read from their text when they become values of another type. */
const isRead = ({ base }: TypeName): boolean => stringTypes.has(base) || jsonTypes.has(base);

function scalarMisfits(from: TypeName, to: TypeName): readonly Misfit[] {
  for (const rule of rules) {
    const found = rule(from, to);
    if (found !== null) return found;
  }
  return refused;
}

/** The misfits of a pair of types, or `null` if the rule does not know the pair. */
type Rule = (from: TypeName, to: TypeName) => readonly Misfit[] | null;

/** The limits of a type that Limbeck does not know are worth nothing to it unless they are the same. */
const sameType: Rule = (from, to) =>
  from.base === to.base && (to.modifiers.length === 0 || from.modifiers.join() === to.modifiers.join()) ? fits : null;

const toText: Rule = (from, { base, modifiers: [limit] }) => {
  if (!stringTypes.has(base)) return null;
  if (base === 'name') return changed;
  return limit === undefined || longestText(from) <= Number(limit) ? fits : refused;
};

/** Characters that the text of a value can have. */
function longestText({ base, modifiers: [limit] }: TypeName): number {
  if (base === 'character' || base === 'character varying' || bitTypes.has(base)) return limit === undefined ? Infinity : Number(limit);
  return longestTexts.get(base) ?? Infinity;
}

const longestTexts = new Map([
  ['boolean', 5],
  ['smallint', 6],
  ['integer', 11],
  ['bigint', 20],
  ['uuid', 36],
  ['macaddr', 17],
  ['macaddr8', 23],
  ['name', 63],
]);

const betweenBits: Rule = (from, to) => {
  if (!bitTypes.has(from.base) || !bitTypes.has(to.base)) return null;
  const [length, limit] = [longestText(from), longestText(to)];
  const isWide = to.base === 'bit' ? from.base === 'bit' && length === limit : length <= limit;
  return limit === Infinity || isWide ? fits : refused;
};

const toJson: Rule = (from, to) => {
  if (!jsonTypes.has(to.base) || stringTypes.has(from.base)) return null;
  return from.base === 'json' && to.base === 'jsonb' ? refused : fits;
};

/** A number is rounded, and a date takes from the text what it has a place for. */
const fromText: Rule = (from, to) => {
  if (!isRead(from) || from.base === to.base) return null;
  const isRounded = to.base === 'numeric' ? to.modifiers.length > 0 : floatDigits.has(to.base) || to.base === 'money';
  return isRounded || timeTypes.has(to.base) || to.base === 'bytea' ? changedOrRefused : refused;
};

interface Digits {
  readonly whole: number;
  readonly fraction: number;
}

const integerDigits = new Map([
  ['boolean', 1],
  ['smallint', 5],
  ['integer', 10],
  ['bigint', 19],
]);

/** Decimal digits that a floating-point number keeps for sure (PostgreSQL 18, 8.1.3 "Floating-Point Types"). */
const floatDigits = new Map([
  ['real', 6],
  ['double precision', 15],
]);

function digitsOf({ base, modifiers: [precision, scale] }: TypeName): Digits {
  const whole = integerDigits.get(base);
  if (whole !== undefined) return { whole, fraction: 0 };
  if (precision === undefined) return { whole: Infinity, fraction: Infinity };
  return { whole: Number(precision) - Number(scale ?? 0), fraction: Number(scale ?? 0) };
}

/** Digits that every value may have: an integer type's greatest number begins with a low digit. */
function capacityOf(type: TypeName): Digits {
  const { whole, fraction } = digitsOf(type);
  return { whole: integerDigits.has(type.base) ? whole - 1 : whole, fraction };
}

const toNumber: Rule = (from, to) => {
  if (!numberTypes.has(to.base)) return null;
  if (bitTypes.has(from.base)) return changedOrRefused;
  if (floatDigits.has(from.base)) return fromFloat(to);
  if (!numberTypes.has(from.base) && from.base !== 'boolean') return null;
  const significant = floatDigits.get(to.base);
  const { whole, fraction } = digitsOf(from);
  if (significant !== undefined) return toFloat(whole + fraction, significant);
  const capacity = capacityOf(to);
  const isRounded = fraction > capacity.fraction;
  const isTooLong = whole + Number(isRounded) > capacity.whole;
  return [...(isRounded ? changed : []), ...(isTooLong ? refused : [])];
};

function fromFloat(to: TypeName): readonly Misfit[] {
  if (to.base === 'double precision') return fits;
  return to.base === 'numeric' && to.modifiers.length === 0 ? changed : changedOrRefused;
}

/** A number of any length may be beyond the greatest exponent too. */
function toFloat(digits: number, significant: number): readonly Misfit[] {
  if (digits <= significant) return fits;
  return digits === Infinity ? changedOrRefused : changed;
}

const numberToBits: Rule = (from, to) => {
  if (!numberTypes.has(from.base) || !bitTypes.has(to.base)) return null;
  return integerDigits.has(from.base) ? refused : changedOrRefused;
};

const money: Rule = (from, to) => {
  if (from.base === 'money' && numberTypes.has(to.base)) return to.base === 'numeric' && to.modifiers.length === 0 ? fits : changedOrRefused;
  if (to.base !== 'money' || !numberTypes.has(from.base)) return null;
  if (from.base === 'bigint') return refused;
  return integerDigits.has(from.base) ? fits : changedOrRefused;
};

const integerToBoolean: Rule = (from, to) => (from.base === 'integer' && to.base === 'boolean' ? changed : null);

const exactTimes: ReadonlySet<string> = new Set(['date>timestamp without time zone', 'time without time zone>interval']);

/** What loses a part of the value, or takes the time zone from the session that happens to run the change. */
const inexactTimes: ReadonlySet<string> = new Set([
  'date>timestamp with time zone',
  'timestamp without time zone>timestamp with time zone',
  'timestamp without time zone>date',
  'timestamp without time zone>time without time zone',
  'timestamp without time zone>time with time zone',
  'timestamp with time zone>timestamp without time zone',
  'timestamp with time zone>date',
  'timestamp with time zone>time without time zone',
  'timestamp with time zone>time with time zone',
  'time without time zone>time with time zone',
  'time with time zone>time without time zone',
  'interval>time without time zone',
]);

const betweenTimes: Rule = (from, to) => {
  if (!timeTypes.has(from.base) || !timeTypes.has(to.base)) return null;
  const pair = `${from.base}>${to.base}`;
  if (inexactTimes.has(pair)) return changed;
  if (from.base !== to.base && !exactTimes.has(pair)) return refused;
  return secondDigits(from) <= secondDigits(to) && (fieldsOf(to) === '' || fieldsOf(from) === fieldsOf(to)) ? fits : changed;
};

const secondDigits = ({ base, modifiers }: TypeName): number =>
  base === 'date' ? 0 : Number(modifiers.find((modifier) => /^\d+$/.test(modifier)) ?? 6);

const fieldsOf = ({ modifiers }: TypeName): string => modifiers.find((modifier) => /^[a-z ]+$/.test(modifier)) ?? '';

/** Pairs that no family covers; the rest is refused where it does not fit. */
const others = new Map<string, readonly Misfit[]>([
  ['cidr>inet', fits],
  ['inet>cidr', changed],
  ['macaddr>macaddr8', fits],
  ['point>box', fits],
  ['box>polygon', fits],
  ['polygon>path', fits],
  ['path>box', changedOrRefused],
  ['path>lseg', changedOrRefused],
  ['box>circle', changed],
  ['box>lseg', changed],
  ['box>point', changed],
  ['circle>box', changed],
  ['circle>point', changed],
  ['circle>polygon', changed],
  ['lseg>point', changed],
  ['polygon>box', changed],
  ['polygon>circle', changed],
  ['polygon>point', changed],
]);

const knownPairs: Rule = (from, to) => others.get(`${from.base}>${to.base}`) ?? null;

const rangeToMultirange: Rule = (from, to) => (to.base === from.base.replace(/range$/, 'multirange') && to.base !== from.base ? fits : null);

const rules: readonly Rule[] = [
  sameType,
  toText,
  betweenBits,
  toJson,
  fromText,
  toNumber,
  numberToBits,
  money,
  integerToBoolean,
  betweenTimes,
  knownPairs,
  rangeToMultirange,
];
