import { sameName } from '../model/identity.js';
import type { EnumRenaming, TableRenaming } from '../model/renaming.js';
import type { QualifiedName, Schema, Table } from '../model/schema.js';
import type { Change } from '../operation/operation.js';
import { constraintNames } from './member-names.js';
import type { RenameText } from './parse-rename.js';
import { type Claim, unknown } from './rename-claims.js';

/** The renamings of tables or types: those still to be done, and all that were said, as an old name may be used where it is gone. */
interface Said<R> {
  readonly open: readonly R[];
  readonly all: readonly Change<QualifiedName>[];
}

/** What the names in a text are looked up in. */
export interface Surroundings {
  readonly schemas: Change<Schema>;
  readonly namespace: string;
  readonly tables: Said<TableRenaming>;
  readonly types: Said<EnumRenaming>;
}

/** `a=b` is about tables; `a.b=c.d` is so where such tables are there, and else about columns. */
export function isAboutTable({ from, to }: RenameText, { schemas, namespace }: Pick<Surroundings, 'schemas' | 'namespace'>): boolean {
  if (from.length !== 2) return from.length === 1;
  const isIn = (schema: Schema, path: readonly string[]): boolean => schema.tables.some((table) => sameName(table, nameOf(path, namespace)));
  return isIn(schemas.from, from) || (to.length === 2 && isIn(schemas.to, to));
}

const nameOf = (path: readonly string[], namespace: string): QualifiedName => {
  const [name = '', schema = namespace] = [...path].reverse();
  return { schema, name };
};

/** The new name is where the old one is, unless it says where. */
function namesOf({ from, to, text }: RenameText, namespace: string): Claim<QualifiedName> {
  const before = nameOf(from, namespace);
  return { from: before, to: nameOf(to, before.schema), text };
}

export const claimedTable = (text: RenameText, namespace: string): Claim<QualifiedName> => namesOf(text, namespace);

export const claimedType = (text: RenameText, namespace: string): Claim<QualifiedName> => namesOf(text, namespace);

/** The owner that a path names before its last part, by the name that it has in the end. */
function ownerOf({ from, to }: RenameText, said: readonly Change<QualifiedName>[], namespace: string): QualifiedName {
  const isSaid = to.length > 1;
  const owner = nameOf((isSaid ? to : from).slice(0, -1), namespace);
  const renaming = said.find((each) => sameName(each.from, owner));
  const isNewName = isSaid && said.some((each) => sameName(each.to, owner));
  return isNewName ? owner : (renaming?.to ?? owner);
}

const lastOf = (path: readonly string[]): string => path.at(-1) ?? '';

/** `user.mail=user.email`, or `user.mail=email`. */
export function claimedColumn(text: RenameText, { namespace, tables }: Surroundings): Claim<string> & { readonly table: QualifiedName } {
  return { table: ownerOf(text, tables.all, namespace), from: lastOf(text.from), to: lastOf(text.to), text: text.text };
}

/** `enum:status.old=new`. */
export function claimedValue(text: RenameText, { namespace, types }: Surroundings): Claim<string> & { readonly type: QualifiedName } {
  return { type: ownerOf(text, types.all, namespace), from: lastOf(text.from), to: lastOf(text.to), text: text.text };
}

type MemberClaim = Claim<string> & { readonly kind: 'index' | 'constraint'; readonly table: QualifiedName };

/**
 * `index:user.old=new`, or `index:old=new` where one table only has it.
 *
 * @throws {LimbeckError} `rename/unknown`.
 */
export function claimedMember(text: RenameText, { schemas, namespace, tables }: Surroundings): MemberClaim {
  const kind = text.prefix === 'index' ? 'index' : 'constraint';
  const [from, to] = [lastOf(text.from), lastOf(text.to)];
  if (text.from.length > 1) return { kind, table: ownerOf(text, tables.all, namespace), from, to, text: text.text };
  const namesIn = (table: Table): string[] => (kind === 'index' ? table.indexes : constraintNames(table)).map(({ name }) => name);
  const owner = schemas.from.tables.find((table) => namesIn(table).includes(from)) ?? schemas.from.tables.find((table) => namesIn(table).includes(to));
  if (owner === undefined) throw unknown({ rename: text.text, side: 'database', name: from, known: schemas.from.tables.flatMap(namesIn) });
  const table = tables.open.find((renaming) => sameName(renaming.from, owner))?.to ?? { schema: owner.schema, name: owner.name };
  return { kind, table, from, to, text: text.text };
}
