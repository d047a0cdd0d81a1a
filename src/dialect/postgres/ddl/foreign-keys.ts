import type { ForeignKey, QualifiedName, ReferentialAction } from '../../../model/schema.js';
import type { Alter } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { quoteIdentifier, quoteIdentifiers, quoteName } from '../quote.js';
import { addConstraint, deferralOf, dropConstraint, named, renameConstraint, validityOf } from './constraints.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** Foreign keys. */
export const foreignKeys: ObjectDdl<'foreignKey'> = {
  create: (operation) => [addForeignKey(operation.table, operation.value, validityOf(operation))],
  drop: dropConstraint,
  alter: alterForeignKey,
  rename: renameConstraint,
};

/** @param validity What ends the clause: with it, the rows which are there are not asked about. */
export const addForeignKey = (table: QualifiedName, value: ForeignKey, validity = ''): Statement => addConstraint(table, `${foreignKeyClause(value)}${validity}`);

function foreignKeyClause({ name, columns, references, onDelete, onUpdate, deferrable }: ForeignKey): string {
  const target = `${quoteName(references)} (${quoteIdentifiers(references.columns)})`;
  const actions = `${actionOf('DELETE', onDelete)}${actionOf('UPDATE', onUpdate)}`;
  return named(name, `FOREIGN KEY (${quoteIdentifiers(columns)}) REFERENCES ${target}${actions}${deferralOf(deferrable)}`);
}

const actionOf = (event: 'DELETE' | 'UPDATE', action: ReferentialAction): string =>
  action === 'no action' ? '' : ` ON ${event} ${action.toUpperCase()}`;

function alterForeignKey({ table, name, changes: { deferrable } }: Alter<'foreignKey'>): readonly Statement[] {
  if (deferrable === undefined) return [];
  const deferral = deferralOf(deferrable.to) || ' NOT DEFERRABLE';
  return [statement(`ALTER TABLE ${quoteName(table)} ALTER CONSTRAINT ${quoteIdentifier(name)}${deferral}`)];
}
