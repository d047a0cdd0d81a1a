import type { Check, Deferrable, Exclusion, Key, QualifiedName } from '../../../model/schema.js';
import type { Create, Drop, Rename, Validate } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { cannotAlter } from '../can-alter.js';
import { quoteIdentifier, quoteIdentifiers, quoteName } from '../quote.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** The kinds of objects that `ADD CONSTRAINT` makes. */
export type ConstraintKind = 'primaryKey' | 'unique' | 'check' | 'exclusion' | 'foreignKey';

/** When PostgreSQL looks at a constraint; with a space before it. */
const deferrals: { readonly [D in Deferrable]: string } = {
  no: '',
  deferrable: ' DEFERRABLE',
  deferred: ' DEFERRABLE INITIALLY DEFERRED',
};

const key = (words: string, { name, columns, deferrable }: Key): string =>
  named(name, `${words} (${quoteIdentifiers(columns)})${deferralOf(deferrable)}`);

export const primaryKeyClause = (value: Key): string => key('PRIMARY KEY', value);

export const uniqueClause = (value: Key): string => key('UNIQUE', value);

export const checkClause = ({ name, expression }: Check): string => named(name, `CHECK (${expression})`);

export const exclusionClause = ({ name, definition }: Exclusion): string => named(name, `EXCLUDE ${definition}`);

/** `CONSTRAINT "name" …`, as it stands in `CREATE TABLE` and after `ADD`. */
export const named = (name: string, definition: string): string => `CONSTRAINT ${quoteIdentifier(name)} ${definition}`;

export const deferralOf = (deferrable: Deferrable): string => deferrals[deferrable];

export const addConstraint = (table: QualifiedName, clause: string): Statement => statement(`ALTER TABLE ${quoteName(table)} ADD ${clause}`);

/** Ends the clause of a constraint that the rows which are there are not asked about. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint [ NOT VALID ]". */
export const validityOf = ({ notValid }: Create<'check' | 'foreignKey'>): string => (notValid ? ' NOT VALID' : '');

/** Reads the rows, and lets others write meanwhile. Source: PostgreSQL 18, ALTER TABLE, "VALIDATE CONSTRAINT". */
export const validateConstraint = ({ table, name }: Validate): Statement => statement(`ALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`);

/** The key, made of an index that is there where one is named, so that no row is read. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint_using_index". */
const addKey = (words: string, { table, value, usingIndex }: Create<'primaryKey' | 'unique'>): readonly Statement[] => [
  addConstraint(table, usingIndex === undefined ? key(words, value) : named(value.name, `${words} USING INDEX ${quoteIdentifier(usingIndex)}${deferralOf(value.deferrable)}`)),
];

export const dropConstraint = ({ table, name }: Drop<ConstraintKind>): readonly Statement[] => [
  statement(`ALTER TABLE ${quoteName(table)} DROP CONSTRAINT ${quoteIdentifier(name)}`),
];

export const renameConstraint = ({ table, name }: Rename<ConstraintKind>): readonly Statement[] => [
  statement(`ALTER TABLE ${quoteName(table)} RENAME CONSTRAINT ${quoteIdentifier(name.from)} TO ${quoteIdentifier(name.to)}`),
];

/** A constraint that is dropped and created whenever it changes. */
const replaced = { drop: dropConstraint, alter: cannotAlter, rename: renameConstraint };

export const primaryKeys: ObjectDdl<'primaryKey'> = {
  ...replaced,
  create: (operation) => addKey('PRIMARY KEY', operation),
};

export const uniques: ObjectDdl<'unique'> = {
  ...replaced,
  create: (operation) => addKey('UNIQUE', operation),
};

export const checks: ObjectDdl<'check'> = {
  ...replaced,
  create: (operation) => [addConstraint(operation.table, `${checkClause(operation.value)}${validityOf(operation)}`)],
};

export const exclusions: ObjectDdl<'exclusion'> = {
  ...replaced,
  create: ({ table, value }) => [addConstraint(table, exclusionClause(value))],
};
