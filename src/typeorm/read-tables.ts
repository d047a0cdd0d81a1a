import type { DataSource, EntityMetadata } from 'typeorm';
import { equal } from '../kernel/equal.js';
import { LimbeckError } from '../kernel/errors.js';
import { memberRef, type ObjectRef, showRef, topLevelRef } from '../model/identity.js';
import type { MemberKind, Objects, QualifiedName, Table } from '../model/schema.js';
import { defaultNamespaceOf, tableNameOf } from './compat.js';
import type { Origin } from './entity-model.js';
import { originOfColumn, originOfTable, showOrigin } from './origins.js';
import { readColumn, readComment, storedColumns } from './read-columns.js';
import { type Member, readConstraints } from './read-constraints.js';

/** What is known of an object besides the object itself. */
export interface Fact {
  readonly ref: ObjectRef;
  readonly origin: Origin;
  /** Whether the author gave the name. */
  readonly named: boolean;
}

export interface TableReading {
  readonly table: Table;
  readonly facts: readonly Fact[];
}

type Members = { readonly [K in MemberKind]: readonly Member<Objects[K]>[] };

/** The entities on one table; usually one. */
export type Group = readonly [EntityMetadata, ...EntityMetadata[]];

/**
 * The table of a group of entities, where each part of it comes from, and which names the author gave.
 *
 * Where two entities of a group differ about a column, a constraint or the primary key, the first counts: an entity that describes
 * a join table comes before the relation that uses the table.
 *
 * @throws {LimbeckError} `entities/name-conflict` when one entity contradicts itself.
 */
export function readTable(group: Group, dataSource: DataSource): TableReading {
  const name = tableNameOf(group[0], defaultNamespaceOf(dataSource));
  const members = merge(group.map((metadata) => readMembers(metadata, dataSource)));
  const table: Table = {
    schema: name.schema,
    name: name.name,
    columns: valuesOf(members.column),
    primaryKey: members.primaryKey[0]?.value ?? null,
    uniques: valuesOf(members.unique),
    checks: valuesOf(members.check),
    exclusions: valuesOf(members.exclusion),
    foreignKeys: valuesOf(members.foreignKey),
    indexes: valuesOf(members.index),
    comment: readComment(group.find(({ comment }) => comment)?.comment),
  };
  return { table, facts: [{ ref: topLevelRef('table', name), origin: originOfTable(group[0]), named: false }, ...factsOf(members, name)] };
}

const memberKinds = ['column', 'primaryKey', 'unique', 'check', 'exclusion', 'foreignKey', 'index'] as const satisfies MemberKind[];

const factsOf = (members: Members, table: QualifiedName): Fact[] =>
  memberKinds.flatMap((kind) => members[kind].map(({ value, origin, named }) => ({ ref: memberRef(kind, table, value.name), origin, named })));

const valuesOf = <T>(members: readonly Member<T>[]): T[] => members.map(({ value }) => value);

function merge(all: readonly Members[]): Members {
  return {
    column: uniqueByName(all.flatMap(({ column }) => column)),
    primaryKey: all.flatMap(({ primaryKey }) => primaryKey).slice(0, 1),
    unique: uniqueByName(all.flatMap(({ unique }) => unique)),
    check: uniqueByName(all.flatMap(({ check }) => check)),
    exclusion: uniqueByName(all.flatMap(({ exclusion }) => exclusion)),
    foreignKey: uniqueByName(all.flatMap(({ foreignKey }) => foreignKey)),
    index: uniqueByName(all.flatMap(({ index }) => index)),
  };
}

function uniqueByName<T extends { readonly name: string }>(members: readonly Member<T>[]): Member<T>[] {
  const byName = new Map<string, Member<T>>();
  for (const member of members) {
    if (!byName.has(member.value.name)) byName.set(member.value.name, member);
  }
  return [...byName.values()];
}

/** The columns, constraints and indexes of one entity, which may say the same twice. */
function readMembers(metadata: EntityMetadata, dataSource: DataSource): Members {
  const columns = storedColumns(metadata).map((column) => ({
    value: readColumn(column, dataSource),
    named: false,
    origin: originOfColumn(column),
  }));
  const members: Members = { column: columns, ...readConstraints(metadata, dataSource) };
  const table = tableNameOf(metadata, defaultNamespaceOf(dataSource));
  for (const kind of memberKinds) requireAgreement(members[kind], (name) => memberRef(kind, table, name));
  return members;
}

type AnyMember = Member<Objects[MemberKind]>;

/** TypeORM would make both, and PostgreSQL would refuse the second. */
function requireAgreement(members: readonly AnyMember[], refOf: (name: string) => ObjectRef): void {
  const firsts = new Map<string, AnyMember>();
  for (const member of members) {
    const first = firsts.get(member.value.name) ?? member;
    firsts.set(member.value.name, first);
    if (agree(first.value, member.value)) continue;
    throw new LimbeckError('entities/name-conflict', {
      object: showRef(refOf(member.value.name)),
      places: [first, member].map(({ origin }) => showOrigin(origin)),
    });
  }
}

/** Two properties may share a column; then its type must be one, while the first says whether it is nullable and its default. */
const agree = (first: Objects[MemberKind], second: Objects[MemberKind]): boolean =>
  'nullable' in first && 'nullable' in second ? first.type === second.type : equal(first, second);
