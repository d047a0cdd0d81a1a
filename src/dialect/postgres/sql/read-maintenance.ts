import { lockModes } from '../../hazard.js';
import type { TransactionControl } from '../../transaction-control.js';
import type { LockClaim } from './command.js';
import { tableOf, type NameScope } from './names.js';
import type { PartialCommand } from './partial.js';
import { all, type NodeOf } from './tree.js';

const isOn = (options: Parameters<typeof all>[1], name: string): boolean => all('DefElem', options).some(({ defname }) => defname === name);

/** `VACUUM` and `ANALYZE`. Source: PostgreSQL 18, VACUUM, "FULL". */
export function readAnalyze({ options, rels, is_vacuumcmd }: NodeOf<'VacuumStmt'>, scope: NameScope): PartialCommand {
  const isFull = isOn(options, 'full');
  const ranges = all('VacuumRelation', rels).map(({ relation }) => relation);
  const tables = ranges.map((range) => tableOf(range, scope));
  return {
    claims: [{ mode: isFull ? 'access exclusive' : 'share update exclusive', tables, work: isFull ? { kind: 'rewrite', reason: 'vacuum', column: null } : null }],
    outside: is_vacuumcmd === true ? 'VACUUM' : null,
    ranges,
  };
}

/** Source: PostgreSQL 18, CLUSTER. */
export const readCluster = ({ relation }: NodeOf<'ClusterStmt'>, scope: NameScope): PartialCommand => ({
  claims: [{ mode: 'access exclusive', tables: relation === undefined ? [] : [tableOf(relation, scope)], work: { kind: 'rewrite', reason: 'cluster', column: null } }],
  outside: relation === undefined ? 'CLUSTER' : null,
  ranges: [relation],
});

/** Of an index, the text does not say whose it is. Source: PostgreSQL 18, REINDEX, "Notes". */
export function readReindex({ kind, relation, params }: NodeOf<'ReindexStmt'>, scope: NameScope): PartialCommand {
  const isConcurrent = isOn(params, 'concurrently');
  const isWide = kind === 'REINDEX_OBJECT_SCHEMA' || kind === 'REINDEX_OBJECT_SYSTEM' || kind === 'REINDEX_OBJECT_DATABASE';
  const tables = kind === 'REINDEX_OBJECT_TABLE' ? [tableOf(relation, scope)] : [];
  return {
    claims: [{ mode: isConcurrent ? 'share update exclusive' : 'share', tables, work: { kind: 'index build', reason: 'reindex', column: null } }],
    outside: isConcurrent ? 'REINDEX CONCURRENTLY' : isWide ? 'REINDEX' : null,
    ranges: [relation],
  };
}

/** Source: PostgreSQL 18, REFRESH MATERIALIZED VIEW, "CONCURRENTLY". */
export const readRefresh = ({ relation, concurrent }: NodeOf<'RefreshMatViewStmt'>, scope: NameScope): PartialCommand => ({
  claims: [{ mode: concurrent === true ? 'exclusive' : 'access exclusive', tables: [tableOf(relation, scope)], work: concurrent === true ? null : { kind: 'rewrite', reason: 'refresh', column: null } }],
  ranges: [relation],
});

/** The parser counts the modes from 1, in the order of the manual. Source: PostgreSQL 18, `lockdefs.h`. */
export function readLock({ relations, mode = lockModes.length }: NodeOf<'LockStmt'>, scope: NameScope): PartialCommand {
  const ranges = all('RangeVar', relations);
  const claim: LockClaim = { mode: lockModes[mode - 1] ?? 'access exclusive', tables: ranges.map((range) => tableOf(range, scope)), work: null };
  return { claims: [claim], ranges };
}

const controls: { readonly [K in NonNullable<NodeOf<'TransactionStmt'>['kind']>]?: TransactionControl } = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'savepoint',
  TRANS_STMT_ROLLBACK_TO: 'savepoint',
};

export function readControl({ kind }: NodeOf<'TransactionStmt'>): PartialCommand {
  const control = kind === undefined ? undefined : controls[kind];
  return control === undefined ? {} : { facts: [{ does: 'control transaction', control }] };
}

/** Milliseconds in each unit of time. Source: PostgreSQL 18, 19.1.1 "Parameter Names and Values". */
const units: { readonly [unit: string]: number } = { '': 1, us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

const timeouts: { readonly [parameter: string]: 'lock' | 'statement' } = { lock_timeout: 'lock', statement_timeout: 'statement' };

/** `SET lock_timeout` and `SET statement_timeout`; another parameter changes nothing that a rule asks for. */
export function readSet({ name = '', args, kind }: NodeOf<'VariableSetStmt'>): PartialCommand {
  const of = timeouts[name];
  if (of === undefined || kind !== 'VAR_SET_VALUE') return {};
  const [value] = all('A_Const', args);
  const [, number = '0', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/.exec(value?.sval?.sval ?? String(value?.ival?.ival ?? 0)) ?? [];
  return { facts: [{ does: 'set timeout', of, milliseconds: Number(number) * (units[unit] ?? 1) }] };
}
