/**
 * The phases of a change to a running system: `expand` makes what the new code needs beside what the old code needs, `migrate` brings
 * the rows over, `contract` takes away what only the old code needs.
 */
export const phases = ['expand', 'migrate', 'contract'] as const;

/** One of {@link phases}. */
export type Phase = (typeof phases)[number];

export const isPhase = (value: unknown): value is Phase => phases.some((phase) => phase === value);

/** Whether `phase` comes after `other`. */
export const isLater = (phase: Phase, other: Phase): boolean => phases.indexOf(phase) > phases.indexOf(other);
