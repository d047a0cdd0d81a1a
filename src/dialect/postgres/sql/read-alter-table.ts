import { memberRef, showRef } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import type { LockMode } from '../../hazard.js';
import { claimsOfColumn, claimsOfConstraint, columnOf, definitionOf, factOfConstraint, factsOfColumnConstraints } from './column.js';
import type { Fact, LockClaim } from './command.js';
import { showType, tableOf, type NameScope } from './names.js';
import type { PartialCommand } from './partial.js';
import { all, as, type NodeOf } from './tree.js';

type AlterTableCmd = NodeOf<'AlterTableCmd'>;
type Subtype = NonNullable<AlterTableCmd['subtype']>;

/** Whether a change of a column's type leaves the rows as they are; only who knows the type before can say. */
export type KeepsRows = (table: QualifiedName, column: string) => boolean;

export interface AlterScope extends NameScope {
  readonly keepsRows: KeepsRows;
}

/** All parts of one `ALTER TABLE` are done under the strongest lock that one of them needs, and in one pass over the rows. */
export function readAlterTable({ relation, cmds, objtype }: NodeOf<'AlterTableStmt'>, scope: AlterScope): PartialCommand {
  const table = tableOf(relation, scope);
  const parts = all('AlterTableCmd', cmds);
  const isTable = objtype === 'OBJECT_TABLE' || objtype === 'OBJECT_MATVIEW';
  return {
    facts: parts.flatMap((part) => factsOf(table, part)),
    claims: isTable ? inOnePass(parts.flatMap((part) => claimsOf(table, part, scope))) : [],
    outside: parts.some(isConcurrentDetach) ? 'DETACH PARTITION … CONCURRENTLY' : null,
    ranges: relation === undefined ? [] : [relation],
  };
}

const isConcurrentDetach = ({ def }: AlterTableCmd): boolean => as('PartitionCmd', def)?.concurrent === true;

/** A pass that writes every row anew checks them as well. */
function inOnePass(claims: readonly LockClaim[]): readonly LockClaim[] {
  const isRewritten = claims.some(({ work }) => work?.kind === 'rewrite');
  return isRewritten ? claims.map((claim) => (claim.work?.kind === 'scan' && claim.work.reason !== 'foreignKey' ? { ...claim, work: null } : claim)) : claims;
}

/** The parts that need less than all others, which take an `ACCESS EXCLUSIVE` lock. Source: PostgreSQL 18, `AlterTableGetLockLevel` in `tablecmds.c`. */
const modes: { readonly [S in Subtype]?: LockMode } = {
  AT_AttachPartition: 'share update exclusive',
  AT_ClusterOn: 'share update exclusive',
  AT_DetachPartitionFinalize: 'share update exclusive',
  AT_DisableTrig: 'share row exclusive',
  AT_DisableTrigAll: 'share row exclusive',
  AT_DisableTrigUser: 'share row exclusive',
  AT_DropCluster: 'share update exclusive',
  AT_EnableAlwaysTrig: 'share row exclusive',
  AT_EnableReplicaTrig: 'share row exclusive',
  AT_EnableTrig: 'share row exclusive',
  AT_EnableTrigAll: 'share row exclusive',
  AT_EnableTrigUser: 'share row exclusive',
  AT_ResetOptions: 'share update exclusive',
  AT_SetOptions: 'share update exclusive',
  AT_SetStatistics: 'share update exclusive',
};

function claimsOf(table: QualifiedName, part: AlterTableCmd, scope: AlterScope): readonly LockClaim[] {
  const plain: LockClaim = { mode: modes[part.subtype ?? 'AT_AddColumn'] ?? 'access exclusive', tables: [table], work: null };
  const column = part.name ?? null;
  const working = (work: NonNullable<LockClaim['work']>): readonly LockClaim[] => [{ ...plain, work }];
  switch (part.subtype) {
    case 'AT_AddColumn':
      return claimsOfColumn(table, definitionOf(part), scope);
    case 'AT_AlterColumnType':
      return scope.keepsRows(table, column ?? '') ? [plain] : working({ kind: 'rewrite', reason: 'type', column });
    case 'AT_AddConstraint':
      return claimsOfConstraint(table, as('Constraint', part.def) ?? {}, scope);
    case 'AT_SetNotNull':
      return working({ kind: 'scan', reason: 'notNull', column });
    case 'AT_SetExpression':
      return working({ kind: 'rewrite', reason: 'generated', column });
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetAccessMethod':
    case 'AT_SetTableSpace':
      return working({ kind: 'rewrite', reason: 'storage', column: null });
    case 'AT_ValidateConstraint':
      return [{ mode: 'share update exclusive', tables: [table], work: { kind: 'scan', reason: 'check', column: null } }];
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return [{ ...plain, mode: modeOfOptions(part) }];
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      return claimsOfPartition(plain, part, scope);
    default:
      return [plain];
  }
}

/** Options of which each changes how the table is kept from then on. Source: PostgreSQL 18, CREATE TABLE, "Storage Parameters"; `reloptions.c`. */
const lightOptions = /^(?:autovacuum_.*|fillfactor|log_autovacuum_.*|parallel_workers|toast_tuple_target|vacuum_.*)$/;

const modeOfOptions = ({ def }: AlterTableCmd): LockMode =>
  all('DefElem', as('List', def)?.items).every(({ defname = '' }) => lightOptions.test(defname)) ? 'share update exclusive' : 'access exclusive';

/** Source: PostgreSQL 18, ALTER TABLE, "ATTACH PARTITION", "DETACH PARTITION". */
function claimsOfPartition(plain: LockClaim, part: AlterTableCmd, scope: NameScope): readonly LockClaim[] {
  const { name, concurrent } = as('PartitionCmd', part.def) ?? {};
  const partition = tableOf(name, scope);
  if (part.subtype === 'AT_AttachPartition') return [plain, { mode: 'access exclusive', tables: [partition], work: { kind: 'scan', reason: 'attach', column: null } }];
  return concurrent === true ? [{ ...plain, mode: 'share update exclusive' }] : [plain, { ...plain, tables: [partition] }];
}

function factsOf(table: QualifiedName, part: AlterTableCmd): readonly Fact[] {
  const column = part.name ?? '';
  const what = `table ${table.schema}.${table.name}`;
  switch (part.subtype) {
    case 'AT_AddColumn':
      return factsOfNewColumn(table, part);
    case 'AT_DropColumn':
      return [dropOf(table, part, 'COLUMN')];
    case 'AT_DropConstraint':
      return [dropOf(table, part, 'TABCONSTRAINT')];
    case 'AT_AlterColumnType':
      return [{ does: 'change type', table, column, to: showType(definitionOf(part).typeName), isConverted: definitionOf(part).raw_default !== undefined }];
    case 'AT_SetNotNull':
      return [{ does: 'set not null', table, column }];
    case 'AT_DropNotNull':
      return [{ does: 'drop not null', table, column }];
    case 'AT_ColumnDefault':
      return [{ does: 'change default', table, column }];
    case 'AT_AddConstraint':
      return factOfConstraint(table, as('Constraint', part.def) ?? {}).concat(createdConstraint(table, part));
    case 'AT_ValidateConstraint':
      return [{ does: 'validate', table, name: column }];
    case 'AT_DetachPartition':
      return isConcurrentDetach(part) ? [] : [{ does: 'block', what: `the partitions of ${what}`, table, hint: 'DETACH PARTITION … CONCURRENTLY in a revision without a transaction (PostgreSQL 14 and later).' }];
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
    case 'AT_ForceRowSecurity':
    case 'AT_NoForceRowSecurity':
      return [{ does: 'change access', what: `row security of ${what}`, table }];
    case 'AT_ChangeOwner':
      return [{ does: 'change access', what: `the owner of ${what}`, table }];
    case 'AT_ReplicaIdentity':
      return [{ does: 'change replication', what: `the replica identity of ${what}`, table }];
    default:
      return [];
  }
}

function factsOfNewColumn(table: QualifiedName, part: AlterTableCmd): readonly Fact[] {
  const definition = definitionOf(part);
  const column = columnOf(definition);
  return [
    { does: 'add column', table, column },
    { does: 'create', what: showRef(memberRef('column', table, column.name)), isGuarded: part.missing_ok === true },
    ...factsOfColumnConstraints(table, definition),
  ];
}

const createdConstraint = (table: QualifiedName, part: AlterTableCmd): readonly Fact[] => [
  { does: 'create', what: `constraint ${table.schema}.${table.name}.${as('Constraint', part.def)?.conname ?? ''}`, isGuarded: false },
];

function dropOf(table: QualifiedName, part: AlterTableCmd, kind: 'COLUMN' | 'TABCONSTRAINT'): Fact {
  const name = part.name ?? '';
  return {
    does: 'drop',
    kind,
    what: `${kind === 'COLUMN' ? 'column' : 'constraint'} ${table.schema}.${table.name}.${name}`,
    name,
    table,
    isCascading: part.behavior === 'DROP_CASCADE',
    isGuarded: part.missing_ok === true,
  };
}
