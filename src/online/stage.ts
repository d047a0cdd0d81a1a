import type { Phase } from '../revision/phase.js';

/** The stages of a chain, in order. Between two of them a transaction must end, or a deploy may come. */
export const stages = [
  'expand',
  'old names',
  'drop constraints',
  'indexes',
  'backfill',
  'switch',
  'checks',
  'validate checks',
  'require values',
  'keys',
  'attach keys',
  'references',
  'validate references',
  'drop indexes',
  'contract',
] as const;

export type Stage = (typeof stages)[number];

/** How the revision of a stage runs, and what its message ends in. */
export interface StageTraits {
  readonly phase: Phase;
  /** `false`: its statements cannot run in a transaction, or are each to be committed on their own. */
  readonly isTransaction: boolean;
  /** Whether its locks are held for a moment only, so that it can share a transaction with its neighbour. */
  readonly isShort: boolean;
  readonly title: string;
}

const short = { isTransaction: true, isShort: true } as const;
const long = { isTransaction: true, isShort: false } as const;
const outside = { isTransaction: false, isShort: false } as const;

/** What makes old code fail comes in `contract`: a constraint refuses what it writes, and a column that it reads is gone. */
export const traits: { readonly [S in Stage]: StageTraits } = {
  expand: { phase: 'expand', ...short, title: 'expand' },
  'old names': { phase: 'expand', ...short, title: 'keep old names' },
  // Alone, so that what is done in the first stage can be read step by step where this has a way back of its own.
  'drop constraints': { phase: 'expand', ...long, title: 'drop constraints' },
  indexes: { phase: 'expand', ...outside, title: 'build indexes' },
  backfill: { phase: 'migrate', ...outside, title: 'fill' },
  // Alone, so that what is meant of it is meant of nothing else.
  switch: { phase: 'contract', ...long, title: 'switch' },
  checks: { phase: 'contract', ...short, title: 'check new rows' },
  'validate checks': { phase: 'contract', ...long, title: 'check old rows' },
  'require values': { phase: 'contract', ...short, title: 'require values' },
  keys: { phase: 'contract', ...outside, title: 'build keys' },
  'attach keys': { phase: 'contract', ...short, title: 'attach keys' },
  references: { phase: 'contract', ...short, title: 'reference from new rows' },
  'validate references': { phase: 'contract', ...long, title: 'reference from old rows' },
  'drop indexes': { phase: 'contract', ...outside, title: 'drop indexes' },
  contract: { phase: 'contract', ...short, title: 'contract' },
};

/** Whether `stage` comes after `other`. */
export const isAfter = (stage: Stage, other: Stage): boolean => stages.indexOf(stage) > stages.indexOf(other);
