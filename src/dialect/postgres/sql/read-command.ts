import type { Node } from 'libpg-query';
import type { Command } from './command.js';
import { stringsIn } from './expression.js';
import type { NameScope } from './names.js';
import { namesGiven } from './names-given.js';
import type { PartialCommand } from './partial.js';
import { type AlterScope, readAlterTable } from './read-alter-table.js';
import { created, lastOf, onTable, readAlterDomain, readAlterEnum, readCreateDomain, readCreateIndex, readCreateTable, readCreateTableAs, readRoutine, readView } from './read-create.js';
import { namedObject, readDrop } from './read-drop.js';
import { readAnalyze, readCluster, readControl, readLock, readRefresh, readReindex, readSet } from './read-maintenance.js';
import { readMove, readOwner, readRename } from './read-rename.js';
import { readDelete, readInsert, readSelect, readTruncate, readUpdate } from './read-rows.js';
import { all, readNode, type Readers, within } from './tree.js';

/** What one command of a text does and locks. */
export function readCommand(node: Node, scope: AlterScope): Command {
  const read = [readNode(node, readers, scope) ?? {}, ...nestedIn(node, scope)];
  const ranges = read.flatMap(({ ranges: found = [] }) => found);
  return {
    facts: read.flatMap(({ facts = [] }) => facts),
    claims: read.flatMap(({ claims = [] }) => claims),
    outside: read[0]?.outside ?? null,
    unqualified: [
      ...ranges.flatMap((range) => (range === undefined || range.schemaname !== undefined ? [] : (range.relname ?? []))),
      ...read.flatMap(({ shortNames = [] }) => shortNames),
    ],
    given: namesGiven(node),
    strings: stringsIn(node),
  };
}

/** What the queries of a `WITH` change. */
function nestedIn(node: Node, scope: NameScope): readonly PartialCommand[] {
  return within('CommonTableExpr', node).flatMap(({ ctequery }) => [
    ...within('UpdateStmt', ctequery).map((each) => readUpdate(each, scope)),
    ...within('DeleteStmt', ctequery).map((each) => readDelete(each, scope)),
    ...within('InsertStmt', ctequery).map((each) => readInsert(each, scope)),
  ]);
}

const tables: Readers<PartialCommand, AlterScope> = {
  AlterTableStmt: readAlterTable,
  CreateStmt: readCreateTable,
  CreateTableAsStmt: readCreateTableAs,
  IndexStmt: readCreateIndex,
  ViewStmt: readView,
  DropStmt: readDrop,
  RenameStmt: readRename,
  AlterObjectSchemaStmt: readMove,
  VacuumStmt: readAnalyze,
  ClusterStmt: readCluster,
  ReindexStmt: readReindex,
  RefreshMatViewStmt: readRefresh,
  LockStmt: readLock,
};

const rows: Readers<PartialCommand, AlterScope> = {
  UpdateStmt: readUpdate,
  DeleteStmt: readDelete,
  InsertStmt: readInsert,
  TruncateStmt: readTruncate,
  SelectStmt: readSelect,
};

const others: Readers<PartialCommand, AlterScope> = {
  CreateTrigStmt: ({ relation, trigname = '', replace }, scope) => ({ ...onTable(relation, 'share row exclusive', scope), ...created('trigger', trigname, replace) }),
  RuleStmt: ({ relation, rulename = '', replace }, scope) => ({ ...onTable(relation, 'access exclusive', scope), ...created('rule', rulename, replace) }),
  CreateStatsStmt: ({ defnames, relations, if_not_exists }, scope) => ({
    ...onTable(all('RangeVar', relations)[0], 'share update exclusive', scope),
    ...created('statistics', lastOf(defnames), if_not_exists),
  }),
  CreateSeqStmt: ({ sequence, if_not_exists }) => ({ ...created('sequence', sequence?.relname ?? '', if_not_exists), ranges: [sequence] }),
  CreateEnumStmt: ({ typeName }) => created('enum type', lastOf(typeName), false),
  CreateDomainStmt: readCreateDomain,
  CreateSchemaStmt: ({ schemaname = '', if_not_exists }) => created('schema', schemaname, if_not_exists),
  CreateExtensionStmt: ({ extname = '', if_not_exists }) => created('extension', extname, if_not_exists),
  CreateFunctionStmt: readRoutine,
  AlterFunctionStmt: ({ func, objtype = 'OBJECT_FUNCTION' }, scope) => ({
    facts: [{ does: 'change routine', what: namedObject(objtype, func === undefined ? undefined : { ObjectWithArgs: func }, scope).what, table: null }],
  }),
  AlterEnumStmt: readAlterEnum,
  AlterDomainStmt: readAlterDomain,
  AlterExtensionStmt: ({ extname = '' }) => ({ facts: [{ does: 'change extension', what: `extension ${extname}`, table: null }] }),
  CommentStmt: ({ objtype = 'OBJECT_TABLE', object }, scope) => {
    const { table } = namedObject(objtype, object, scope);
    return { claims: table === null ? [] : [{ mode: 'share update exclusive', tables: [table], work: null }] };
  },
};

const access: Readers<PartialCommand, AlterScope> = {
  CreatePolicyStmt: ({ table, policy_name = '' }, scope) => {
    const { facts } = created('policy', policy_name, false);
    return { ...onTable(table, 'access exclusive', scope), facts: [...facts, { does: 'change access', what: `policy ${policy_name}`, table: null }] };
  },
  AlterPolicyStmt: ({ table, policy_name = '' }, scope) => ({
    ...onTable(table, 'access exclusive', scope),
    facts: [{ does: 'change access', what: `policy ${policy_name}`, table: null }],
  }),
  GrantStmt: ({ is_grant }) => ({ facts: [{ does: 'change access', what: is_grant === true ? 'what a role may do' : 'what a role could do', table: null }] }),
  AlterDefaultPrivilegesStmt: () => ({ facts: [{ does: 'change access', what: 'what a role may do with objects that are made later', table: null }] }),
  AlterRoleStmt: ({ role }) => ({ facts: [{ does: 'change access', what: `role ${role?.rolename ?? ''}`, table: null }] }),
  AlterRoleSetStmt: ({ role }) => ({ facts: [{ does: 'change access', what: `a setting of role ${role?.rolename ?? 'ALL'}`, table: null }] }),
  DropRoleStmt: ({ roles }) => ({ facts: all('RoleSpec', roles).map(({ rolename = '' }) => ({ does: 'change access', what: `role ${rolename}`, table: null })) }),
  GrantRoleStmt: () => ({ facts: [{ does: 'change access', what: 'who is a member of a role', table: null }] }),
  AlterOwnerStmt: readOwner,
  CreatePublicationStmt: ({ pubname = '' }) => ({ facts: [{ does: 'change replication', what: `publication ${pubname}`, table: null }] }),
  AlterPublicationStmt: ({ pubname = '' }) => ({ facts: [{ does: 'change replication', what: `publication ${pubname}`, table: null }] }),
};

const sessions: Readers<PartialCommand, AlterScope> = {
  TransactionStmt: readControl,
  VariableSetStmt: readSet,
  CallStmt: ({ funccall }) => ({ facts: [{ does: 'run code', what: `the procedure ${lastOf(funccall?.funcname)}` }] }),
  CreatedbStmt: () => ({ outside: 'CREATE DATABASE' }),
  DropdbStmt: ({ dbname = '', missing_ok }) => ({
    facts: [{ does: 'drop', kind: 'DATABASE', what: `database ${dbname}`, name: dbname, table: null, isCascading: true, isGuarded: missing_ok === true }],
    outside: 'DROP DATABASE',
  }),
  AlterSystemStmt: () => ({ outside: 'ALTER SYSTEM' }),
  CreateTableSpaceStmt: () => ({ outside: 'CREATE TABLESPACE' }),
  DropTableSpaceStmt: () => ({ outside: 'DROP TABLESPACE' }),
  CopyStmt: ({ relation, is_from }, scope) => (is_from === true ? onTable(relation, 'row exclusive', scope) : {}),
};

/** What each kind of statement does; a kind that is not here does nothing that a rule asks for. */
const readers: Readers<PartialCommand, AlterScope> = { ...tables, ...rows, ...others, ...access, ...sessions };
