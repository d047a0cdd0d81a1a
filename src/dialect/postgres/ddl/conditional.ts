import type { ObjectRef } from '../../../model/identity.js';
import type { ObjectKind } from '../../../model/schema.js';
import type { Statement } from '../../dialect.js';
import { dollarQuote, quoteIdentifier, quoteLiteral, quoteName, truncateIdentifier } from '../quote.js';
import { statement } from './object-ddl.js';

/** The statements as one that does nothing unless `condition` holds when it runs: so in a script as well. */
export function onlyIf(condition: string, statements: readonly Statement[]): Statement {
  const body = statements.map(({ sql }) => `    ${sql};\n`).join('');
  return statement(`DO ${dollarQuote(`BEGIN\n  IF ${condition} THEN\n${body}  END IF;\nEND`)}`);
}

/** Holds where there is an object of this kind and name. */
export const exists = (ref: ObjectRef): string => `${lookUps[ref.kind](ref)} IS NOT NULL`;

/** Holds where nothing stands in the way of an object of this kind and name. */
export const isMissing = (ref: ObjectRef): string => `${lookUps[ref.kind](ref)} IS NULL`;

/** What asks the catalog for an object; null where there is none. */
const lookUps: { readonly [K in ObjectKind]: (ref: ObjectRef) => string } = {
  extension: ({ name }) => `(SELECT oid FROM pg_catalog.pg_extension WHERE extname = ${nameLiteral(name)})`,
  namespace: ({ name }) => `to_regnamespace(${quoteLiteral(quoteIdentifier(name))})`,
  enum: (ref) => `to_regtype(${quoteLiteral(pathOf(ref))})`,
  table: relation,
  column: (ref) => `(SELECT attnum FROM pg_catalog.pg_attribute WHERE attrelid = ${tableOf(ref)} AND attname = ${nameLiteral(ref.name)} AND NOT attisdropped)`,
  primaryKey: constraint,
  unique: constraint,
  check: constraint,
  exclusion: constraint,
  foreignKey: constraint,
  index: relation,
  view: relation,
  materializedView: relation,
};

function relation(ref: ObjectRef): string {
  return `to_regclass(${quoteLiteral(pathOf(ref))})`;
}

function constraint(ref: ObjectRef): string {
  return `(SELECT oid FROM pg_catalog.pg_constraint WHERE conrelid = ${tableOf(ref)} AND conname = ${nameLiteral(ref.name)})`;
}

const tableOf = ({ schema, table }: ObjectRef): string => `to_regclass(${quoteLiteral(quoteName({ schema: schema ?? '', name: table ?? '' }))})`;

const pathOf = ({ schema, name }: ObjectRef): string => quoteName({ schema: schema ?? '', name });

/** A name as the catalog keeps it. */
const nameLiteral = (name: string): string => quoteLiteral(truncateIdentifier(name));
