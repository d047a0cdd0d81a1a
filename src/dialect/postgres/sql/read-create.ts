import { showRef, topLevelRef } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import { claimsOfConstraint, columnOf, kindOf } from './column.js';
import type { Command, Fact, LockClaim } from './command.js';
import { nameOf, tableOf, type NameScope } from './names.js';
import type { PartialCommand } from './partial.js';
import { all, texts, type NodeOf } from './tree.js';

type CreateStmt = NodeOf<'CreateStmt'>;

/** The tables that a new table refers to, inherits from or is a part of are locked along with it. */
export function readCreateTable(statement: CreateStmt, scope: NameScope): PartialCommand {
  const table = tableOf(statement.relation, scope);
  const definitions = all('ColumnDef', statement.tableElts);
  const constraints = [...all('Constraint', statement.tableElts), ...definitions.flatMap((definition) => all('Constraint', definition.constraints))];
  const keys = new Set(constraints.filter(({ contype }) => contype === 'CONSTR_PRIMARY').flatMap(({ keys: columns }) => texts(columns)));
  const columns = definitions.map((definition) => {
    const column = columnOf(definition);
    return { ...column, isKey: column.isKey || (keys.size === 1 && keys.has(column.name)) };
  });
  const references = constraints.filter((constraint) => kindOf(constraint) === 'foreignKey');
  return {
    facts: [{ does: 'create table', table, columns }, { does: 'create', what: showRef(topLevelRef('table', table)), isGuarded: statement.if_not_exists === true }],
    claims: [...references.flatMap((constraint) => claimsOfConstraint(table, { ...constraint, skip_validation: true }, scope)), ...claimsOnParents(statement, scope)],
    ranges: [statement.relation, ...references.map(({ pktable }) => pktable)],
  };
}

/** Source: PostgreSQL 18, CREATE TABLE, "PARTITION OF", "INHERITS". */
function claimsOnParents({ inhRelations, partbound }: CreateStmt, scope: NameScope): readonly LockClaim[] {
  const mode = partbound === undefined ? 'share update exclusive' : 'access exclusive';
  return all('RangeVar', inhRelations).map((parent) => ({ mode, tables: [tableOf(parent, scope)], work: null }));
}

/** Source: PostgreSQL 18, CREATE INDEX, "Building Indexes Concurrently". */
export function readCreateIndex({ relation, idxname, indexParams, unique, concurrent, if_not_exists }: NodeOf<'IndexStmt'>, scope: NameScope): PartialCommand {
  const table = tableOf(relation, scope);
  const isConcurrent = concurrent === true;
  const isGuarded = if_not_exists === true;
  return {
    facts: [
      {
        does: 'create index',
        table,
        name: idxname ?? null,
        columns: all('IndexElem', indexParams).map(({ name = '' }) => name),
        isUnique: unique === true,
        isConcurrent,
        isGuarded,
      },
      { does: 'create', what: `index ${table.schema}.${idxname ?? ''}`, isGuarded },
    ],
    claims: [{ mode: isConcurrent ? 'share update exclusive' : 'share', tables: [table], work: { kind: 'index build', reason: 'index', column: null } }],
    outside: isConcurrent ? 'CREATE INDEX CONCURRENTLY' : null,
    ranges: [relation],
  };
}

/** A table or a materialized view of what a query gives. */
export function readCreateTableAs({ into, objtype, if_not_exists }: NodeOf<'CreateTableAsStmt'>, scope: NameScope): PartialCommand {
  const table = tableOf(into?.rel, scope);
  return {
    facts: [...newTable(table), { does: 'create', what: showRef(topLevelRef(objtype === 'OBJECT_MATVIEW' ? 'materializedView' : 'table', table)), isGuarded: if_not_exists === true }],
    ranges: [into?.rel],
  };
}

const newTable = (table: QualifiedName): readonly Fact[] => [{ does: 'create table', table, columns: [] }];

export function readView({ view, replace }: NodeOf<'ViewStmt'>, scope: NameScope): PartialCommand {
  const table = tableOf(view, scope);
  return {
    facts: [{ does: 'create', what: showRef(topLevelRef('view', table)), isGuarded: replace === true }],
    claims: replace === true ? [{ mode: 'access exclusive', tables: [table], work: null }] : [],
    ranges: [view],
  };
}

/** What is made beside the table that it is about, under a lock on it. */
export const onTable = (relation: NodeOf<'RangeVar'> | undefined, mode: LockClaim['mode'], scope: NameScope): Pick<PartialCommand, 'claims' | 'ranges'> => ({
  claims: [{ mode, tables: [tableOf(relation, scope)], work: null }],
  ranges: [relation],
});

/** A routine: PostgreSQL does not know what its body needs, nor all who call it. */
export function readRoutine({ funcname, replace, is_procedure }: NodeOf<'CreateFunctionStmt'>, scope: NameScope): PartialCommand {
  const name = nameOf(funcname, scope);
  const what = `${is_procedure === true ? 'procedure' : 'function'} ${name.schema}.${name.name}`;
  return {
    facts: [...(replace === true ? [{ does: 'change routine', what, table: null } as const] : []), { does: 'create', what, isGuarded: replace === true }],
    shortNames: texts(funcname).length === 1 ? [name.name] : [],
  };
}

/** A new value of an enum type, or another name for one. */
export function readAlterEnum({ typeName, oldVal, newVal = '', newValNeighbor, skipIfNewValExists }: NodeOf<'AlterEnumStmt'>, scope: NameScope): PartialCommand {
  const type = nameOf(typeName, scope);
  const shortNames = texts(typeName).length === 1 ? [type.name] : [];
  if (oldVal !== undefined) {
    return { facts: [{ does: 'rename value', what: `the value "${oldVal}" of ${showRef(topLevelRef('enum', type))}`, from: oldVal, to: newVal }], shortNames };
  }
  return {
    facts: [{ does: 'add value', type, value: newVal, isPlaced: newValNeighbor !== undefined, isGuarded: skipIfNewValExists === true }],
    shortNames,
  };
}

/** A type that is another with a condition, or without one. */
export function readCreateDomain({ domainname, constraints }: NodeOf<'CreateDomainStmt'>, scope: NameScope): PartialCommand {
  const name = nameOf(domainname, scope);
  const what = `domain ${name.schema}.${name.name}`;
  return {
    facts: [{ does: 'create domain', what, isConditional: all('Constraint', constraints).some((constraint) => kindOf(constraint) !== null) }, { does: 'create', what, isGuarded: false }],
    shortNames: texts(domainname).length === 1 ? [name.name] : [],
  };
}

/** A condition on every value of a type: the tables that have columns of it are not named. Source: PostgreSQL 18, ALTER DOMAIN, "Notes". */
export function readAlterDomain({ subtype, typeName, def }: NodeOf<'AlterDomainStmt'>, scope: NameScope): PartialCommand {
  const isChecked = (subtype === 'C' && all('Constraint', def === undefined ? [] : [def])[0]?.skip_validation !== true) || subtype === 'O';
  const shortNames = texts(typeName).length === 1 ? [nameOf(typeName, scope).name] : [];
  return { claims: isChecked ? [{ mode: 'share', tables: [], work: { kind: 'scan', reason: 'domain', column: null } }] : [], shortNames };
}

/** Something of which no more is asked than that it is new. */
export const created = (word: string, name: string, isGuarded: boolean | undefined): Pick<Command, 'facts'> => ({
  facts: [{ does: 'create', what: `${word} ${name}`, isGuarded: isGuarded === true }],
});

export const lastOf = (parts: Parameters<typeof texts>[0]): string => texts(parts).at(-1) ?? '';

