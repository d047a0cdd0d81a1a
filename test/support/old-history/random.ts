import fc from 'fast-check';

/** Draws what is always the same for the same seed. */
export interface Draw {
  /** A whole number below `end`. */
  below(end: number): number;
  /** One of several, of which there is at least one. */
  one<T>(all: readonly T[]): T;
}

export function drawFrom(seed: number, draws = 10_000): Draw {
  const numbers = fc.sample(fc.nat(), { seed, numRuns: draws }).values();
  const below = (end: number): number => {
    const { value, done } = numbers.next();
    if (done === true) throw new Error(`More than ${draws} draws.`);
    return value % end;
  };
  const one = <T>(all: readonly T[]): T => {
    const drawn = all[below(all.length)];
    if (drawn === undefined) throw new Error('There is nothing to draw from.');
    return drawn;
  };
  return { below, one };
}
