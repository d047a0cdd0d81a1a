import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';

/** Makes choices that fast-check remembers and shrinks. */
export class Draw {
  readonly #draw: GeneratorValue;

  constructor(draw: GeneratorValue) {
    this.#draw = draw;
  }

  one = <T>(list: readonly T[]): T => list[this.int(0, list.length - 1)] as T;
  int = (min: number, max: number): number => this.#draw(fc.integer, { min, max });
  bool = (): boolean => this.#draw(fc.boolean);
  some = <T>(list: readonly T[], minLength: number, maxLength: number): T[] =>
    this.#draw(fc.shuffledSubarray, indexesOf(list), { minLength: Math.min(minLength, list.length), maxLength: Math.min(maxLength, list.length) }).map((index) => list[index] as T);
  shuffled = <T>(list: readonly T[]): T[] => this.some(list, list.length, list.length);
}

const indexesOf = (list: readonly unknown[]): number[] => list.map((_, index) => index);
