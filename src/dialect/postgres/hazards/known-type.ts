import { sameName } from '../../../model/identity.js';
import type { AssessmentContext, KnownColumn } from '../../hazard.js';
import type { Fact, LockClaim } from '../sql/command.js';
import { keepsRows } from '../type-rewrite.js';
import type { Ledger, Reading } from './ledger.js';
import { columnKey } from './places.js';

type TypeChange = Extract<Fact, { readonly does: 'change type' }>;

const typeChangesIn = ({ command }: Reading): readonly TypeChange[] => command.facts.flatMap((fact) => (fact.does === 'change type' ? [fact] : []));

/** By `columnKey`: what the columns are that change their type; nothing where nobody can be asked. */
export async function knownColumns(readings: readonly Reading[], { readColumn }: AssessmentContext): Promise<ReadonlyMap<string, KnownColumn>> {
  const known = new Map<string, KnownColumn>();
  if (readColumn === undefined) return known;
  for (const { table, column } of readings.flatMap(typeChangesIn)) {
    const found = await readColumn(table, column);
    if (found !== null) known.set(columnKey(table, column), found);
  }
  return known;
}

/** The command with what a change of type costs, by the type before; SQL itself names only the new one. */
export function withKnownTypes(reading: Reading, ledger: Ledger): Reading {
  const changes = typeChangesIn(reading);
  if (changes.length === 0) return reading;
  const { command, isOwn } = reading;
  const claims = changes.reduce((found, change) => settle(found, change, { isOwn, known: ledger.columnNow(change.table, change.column) }), command.claims);
  return { ...reading, command: { ...command, claims } };
}

interface Knowledge {
  readonly isOwn: boolean;
  /** `null`: nothing is known. */
  readonly known: KnownColumn | null;
}

/**
 * Rows that stay as they are are looked at all the same where a check speaks of the column.
 *
 * Source: PostgreSQL 18, `ATPostAlterTypeCleanup` in `tablecmds.c`, which adds such constraints anew.
 */
function settle(claims: readonly LockClaim[], { table, column, to, isConverted }: TypeChange, { isOwn, known }: Knowledge): readonly LockClaim[] {
  const isOf = ({ work, tables: [worked] }: LockClaim): boolean => work?.reason === 'type' && work.column === column && worked !== undefined && sameName(worked, table);
  const set = (work: LockClaim['work']): readonly LockClaim[] => claims.map((claim) => (isOf(claim) ? { ...claim, work } : claim));
  const isRewritten = claims.some(isOf);
  if (known === null) return isOwn || !isRewritten ? claims : set({ kind: 'rewrite', reason: 'unknownType', column });
  if (isRewritten && (isOwn || isConverted || !keepsRows(known.type, to))) return claims;
  const kept = set(null);
  return known.isChecked ? [...kept, { mode: 'access exclusive', tables: [table], work: { kind: 'scan', reason: 'check', column } }] : kept;
}
