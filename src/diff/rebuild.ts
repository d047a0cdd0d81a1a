import { equal } from '../kernel/equal.js';
import type { MemberKind, Objects, QualifiedName } from '../model/schema.js';
import type { Create, Drop } from '../operation/operation.js';

/** The members of `from` that are in `to` as well, alike in all but perhaps their name. */
export const staying = <T extends { readonly name: string }>(from: readonly T[], to: readonly T[]): T[] =>
  from.filter((member) => to.some((candidate) => equal({ ...candidate, name: member.name }, member)));

/** Drops and creates members that stay as they are, for the sake of something that they stand on. */
export function rebuild<K extends MemberKind>(kind: K, { schema, name }: QualifiedName, members: readonly Objects[K][]): (Create | Drop)[] {
  const table = { schema, name };
  return members.flatMap((value) => [{ verb: 'drop', kind, table, name: value.name, value } as Drop, { verb: 'create', kind, table, value } as Create]);
}
