import { equal } from '../kernel/equal.js';
import { memberRef } from '../model/identity.js';
import type { MemberKind, Objects, QualifiedName, Table } from '../model/schema.js';
import type { Alter, Change, Operation } from '../operation/operation.js';
import { changesBetween, isEmpty } from './changes.js';
import { match } from './match.js';
import { createMember as create, dropMember as drop } from './rebuild.js';
import type { DiffOptions } from './options.js';

/** The kinds of members that are compared whole; columns have a file of their own. */
export type ConstraintKind = Exclude<MemberKind, 'column'>;

/** Those of a table, by kind. */
export const members: { readonly [K in ConstraintKind]: (table: Table) => readonly Objects[K][] } = {
  primaryKey: (table) => (table.primaryKey === null ? [] : [table.primaryKey]),
  unique: (table) => table.uniques,
  check: (table) => table.checks,
  exclusion: (table) => table.exclusions,
  index: (table) => table.indexes,
  foreignKey: (table) => table.foreignKeys,
};

export const constraintKinds = Object.keys(members) as ConstraintKind[];

/** What has indexes: a table, or a materialized view. */
type Indexed = QualifiedName & Pick<Table, 'indexes'>;

export const createIndexes = (table: Indexed): Operation[] => table.indexes.map((value) => create('index', table, value));

export const dropIndexes = (table: Indexed): Operation[] => table.indexes.map((value) => drop('index', table, value));

export const createReferences = (table: Table): Operation[] => table.foreignKeys.map((value) => create('foreignKey', table, value));

export const dropReferences = (table: Table): Operation[] => table.foreignKeys.map((value) => drop('foreignKey', table, value));

/** Keys, constraints and indexes of a table that stays. */
export const diffMembers = ({ from, to }: Change<Table>, options: DiffOptions): Operation[] =>
  constraintKinds.flatMap((kind) => diffKind({ kind, table: to, from: members[kind](from), to: members[kind](to) }, options));

/** The indexes of a table or of a materialized view that stays. */
export const diffIndexes = ({ from, to }: Change<Indexed>, options: DiffOptions): Operation[] =>
  diffKind({ kind: 'index', table: to, from: from.indexes, to: to.indexes }, options);

interface Lists<K extends ConstraintKind> {
  readonly kind: K;
  readonly table: QualifiedName;
  readonly from: readonly Objects[K][];
  readonly to: readonly Objects[K][];
}

function diffKind<K extends ConstraintKind>({ kind, table, from, to }: Lists<K>, options: DiffOptions): Operation[] {
  if (equal(from, to)) return [];
  const [before, after] = [changed(from, to), changed(to, from)];
  if (before.length + after.length === 0) return [];
  const moved = pairTwins(before, after).filter((twin) => options.isNamed(memberRef(kind, table, twin.to.name)));
  const isMoved = isIn(moved);
  const { created, dropped, kept } = match(from.filter((object) => !isMoved(object)), to.filter((object) => !isMoved(object)), ({ name }) => name);
  const twins = pairTwins(dropped, created);
  const isTwin = isIn(twins);
  return [
    ...[...moved, ...twins].flatMap((twin) => renameIfNamed(kind, table, { twin, options })),
    ...kept.flatMap((change) => alterOrReplace(kind, table, { change, options })),
    ...dropped.filter((object) => !isTwin(object)).map((object) => drop(kind, table, object)),
    ...created.filter((object) => !isTwin(object)).map((object) => create(kind, table, object)),
  ];
}

const isIn = <T>(pairs: readonly Change<T>[]): ((object: T) => boolean) => (object) => pairs.some((pair) => pair.from === object || pair.to === object);

/** The members that are not the same under the same name in `others`. */
const changed = <T extends { readonly name: string }>(members: readonly T[], others: readonly T[]): T[] =>
  members.filter((member) => !others.some((other) => other.name === member.name && equal(other, member)));

/** Members that differ in nothing but their name. */
function pairTwins<T extends { readonly name: string }>(dropped: readonly T[], created: readonly T[]): Change<T>[] {
  const free = new Set(dropped);
  return created.flatMap((to) => {
    const from = [...free].find((candidate) => equal({ ...candidate, name: to.name }, to));
    if (from === undefined) return [];
    free.delete(from);
    return [{ from, to }];
  });
}

interface Twin<T> {
  readonly twin: Change<T>;
  readonly options: DiffOptions;
}

function renameIfNamed<K extends ConstraintKind>(kind: K, table: QualifiedName, { twin, options }: Twin<Objects[K]>): Operation[] {
  if (!options.isNamed(memberRef(kind, table, twin.to.name))) return [];
  return [{ verb: 'rename', kind, table: nameOf(table), name: { from: twin.from.name, to: twin.to.name } }];
}

interface Kept<T> {
  readonly change: Change<T>;
  readonly options: DiffOptions;
}

function alterOrReplace<K extends ConstraintKind>(kind: K, table: QualifiedName, { change, options }: Kept<Objects[K]>): Operation[] {
  const changes = changesBetween<Objects[K]>(change.from, change.to);
  if (isEmpty(changes)) return [];
  const alter = { verb: 'alter', kind, table: nameOf(table), name: change.to.name, changes } as Alter;
  return options.dialect.canAlter(alter) ? [alter] : [drop(kind, table, change.from), create(kind, table, change.to)];
}

const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });
