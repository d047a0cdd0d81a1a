import { equal } from '../kernel/equal.js';
import type { MemberKind, Objects, QualifiedName } from '../model/schema.js';
import type { Create, Drop } from '../operation/operation.js';

/** The members of `from` that are in `to` as well, alike in all but perhaps their name. */
export const staying = <T extends { readonly name: string }>(from: readonly T[], to: readonly T[]): T[] =>
  from.filter((member) => to.some((candidate) => equal({ ...candidate, name: member.name }, member)));

/** Drops and creates members that stay as they are, for the sake of something that they stand on. */
export const rebuild = <K extends MemberKind>(kind: K, table: QualifiedName, values: readonly Objects[K][]): (Create | Drop)[] =>
  values.flatMap((value) => [dropMember(kind, table, value), createMember(kind, table, value)]);

export const createMember = <K extends MemberKind>(kind: K, { schema, name }: QualifiedName, value: Objects[K]): Create =>
  ({ verb: 'create', kind, table: { schema, name }, value }) as Create;

export const dropMember = <K extends MemberKind>(kind: K, { schema, name }: QualifiedName, value: Objects[K]): Drop =>
  ({ verb: 'drop', kind, table: { schema, name }, name: value.name, value }) as Drop;
