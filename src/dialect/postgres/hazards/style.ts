import { sentence } from '../../../kernel/text.js';
import type { QualifiedName } from '../../../model/schema.js';
import type { Hazard, HazardCode } from '../../hazard.js';
import { maxIdentifierBytes } from '../quote.js';
import type { Fact, NewColumn } from '../sql/command.js';
import { columnOf } from './names.js';
import { badlyNamed } from './naming.js';
import { padded } from './padding.js';
import { forEach, type Rule } from './rule.js';

/** Matters of taste; whoever asks for one wants it said of new tables, too. */
export const styleRules: readonly Rule[] = [
  forEach('create table', ({ table, columns }) => columns.flatMap((column) => styleOf(table, column))),
  forEach('add column', ({ table, column }) => styleOf(table, column)),
  ({ command: { unqualified } }) => [...new Set(unqualified)].map(findsByPath),
  forEach('add value', ({ value, isPlaced }) => (isPlaced ? [] : [atTheEnd(value)])),
  forEach('create index', wide),
  forEach('create table', padded),
  badlyNamed,
  forEach('create domain', ({ what, isConditional }) => (isConditional ? [conditional(what)] : [])),
];

/** How many columns help an index that is not unique, as a rule. */
const usefulColumns = 3;

function wide({ name, columns, isUnique }: Extract<Fact, { readonly does: 'create index' }>): readonly Hazard[] {
  if (isUnique || columns.length <= usefulColumns) return [];
  return [{ code: 'style/wide-index', message: `Index "${name ?? ''}" has ${columns.length} columns, of which the last ones rarely help.`, hint: 'Keep the columns by which most rows are told apart.' }];
}

interface Taste {
  readonly code: HazardCode;
  readonly applies: (column: NewColumn) => boolean;
  readonly message: string;
  readonly hint: string;
}

const tastes: readonly Taste[] = [
  {
    code: 'style/small-key',
    applies: ({ isKey, baseType }) => isKey && ['smallint', 'integer', 'serial', 'serial4', 'smallserial', 'serial2'].includes(baseType),
    message: 'is a key that runs out of numbers',
    hint: 'Use bigint.',
  },
  { code: 'style/serial', applies: ({ isSerial }) => isSerial, message: 'is serial, whose sequence has an owner and privileges of its own', hint: 'Use GENERATED … AS IDENTITY.' },
  { code: 'style/varchar', applies: ({ baseType, limit }) => baseType === 'character varying' && limit !== null, message: 'has a length, and to make it shorter locks the table', hint: 'Use text with a CHECK of its length.' },
  { code: 'style/char', applies: ({ baseType }) => baseType === 'character', message: 'is filled up with spaces', hint: 'Use text.' },
  { code: 'style/timestamp', applies: ({ baseType }) => baseType === 'timestamp without time zone', message: 'is a time without a zone, which means another moment to each reader', hint: 'Use timestamptz.' },
  { code: 'style/json', applies: ({ baseType }) => baseType === 'json', message: 'is json, which knows no equality, so DISTINCT and UNION fail', hint: 'Use jsonb.' },
];

const styleOf = (table: QualifiedName, column: NewColumn): readonly Hazard[] =>
  tastes
    .filter(({ applies }) => applies(column))
    .map(({ code, message, hint }) => ({ code, message: sentence(`${columnOf(table, column.name)} ${message}`), hint }));

/** A name that PostgreSQL does not keep as it is. */
export const tooLong = (name: string): Hazard => ({
  code: 'style/long-name',
  message: `PostgreSQL keeps only the first ${maxIdentifierBytes} bytes of "${name}".`,
  hint: 'Give it a shorter name.',
});

const findsByPath = (name: string): Hazard => ({
  code: 'style/unqualified',
  message: `Which "${name}" is meant depends on the search path.`,
  hint: 'Name its schema.',
});

/** Source: PostgreSQL 18, ALTER DOMAIN, "Notes". */
const conditional = (what: string): Hazard => ({
  code: 'style/domain-check',
  message: sentence(`${what} has a condition; another one later is held against every column of it, all in one go`),
  hint: 'Put a CHECK on the columns, each of which can be added NOT VALID and validated by itself.',
});

const atTheEnd = (value: string): Hazard => ({
  code: 'style/enum-order',
  message: `The value "${value}" comes after all others when rows are sorted.`,
  hint: 'Say BEFORE or AFTER which value it comes.',
});
