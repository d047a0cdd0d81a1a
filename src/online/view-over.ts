import { sameName } from '../model/identity.js';
import type { QualifiedName, View } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { execute, quotedPath, type Surroundings } from './way.js';

/** A view over which old code reads and writes the rows of a table, and what it shows. */
interface Shown {
  readonly view: QualifiedName;
  readonly table: QualifiedName;
  /** As they stand in a select list. */
  readonly columns: readonly string[];
}

/**
 * What makes such a view, with the privileges of its table, and what takes it away.
 *
 * Source: PostgreSQL 18, CREATE VIEW, "Updatable Views".
 */
export function viewOver({ view: { schema, name }, table, columns }: Shown, { dialect }: Surroundings): { readonly create: readonly Operation[]; readonly drop: Operation } {
  const view: View = { schema, name, definition: `SELECT ${columns.join(', ')} FROM ${quotedPath(table, dialect)}` };
  return {
    create: [{ verb: 'create', kind: 'view', schema, value: view }, execute(dialect.copyPrivileges({ from: table, to: view }))],
    drop: { verb: 'drop', kind: 'view', schema, name, value: view },
  };
}

/** A column under another name, in a select list. */
export const shownAs = ({ from, to }: { readonly from: string; readonly to: string }, { dialect }: Surroundings): string =>
  from === to ? dialect.quoteIdentifier(from) : `${dialect.quoteIdentifier(from)} AS ${dialect.quoteIdentifier(to)}`;

/** Whether policies say who sees which rows of the table: a view asks them for its owner, not for who uses it. */
export const isGuarded = (table: QualifiedName, { schemas }: Surroundings): boolean =>
  schemas.from.unmanaged.some(({ kind, table: owner }) => kind === 'policy' && sameName(owner, table));
