/** What is made ahead of its use, and how. */
export interface AheadOptions<T> {
  /** How many wait to be taken, from the second taking on: who takes one only needs no other. */
  readonly count: number;
  make(): Promise<T>;
}

/** Makes things that take a while before they are asked for. */
export class Ahead<T> {
  readonly #options: AheadOptions<T>;
  readonly #waiting: Promise<T>[] = [];
  #taken = 0;
  #filling: Promise<void> = Promise.resolve();

  constructor(options: AheadOptions<T>) {
    this.#options = options;
  }

  /** One that nobody else gets. */
  take(): Promise<T> {
    this.#taken += 1;
    const next = this.#waiting.shift() ?? this.#options.make();
    // After this one, so that what is waited for is not slowed down by what is not.
    if (this.#taken > 1) this.#filling = Promise.all([this.#filling, next]).then(() => this.#fill(), () => undefined);
    return next;
  }

  /** Makes no more, and gives what nobody took. */
  async close(): Promise<readonly T[]> {
    this.#taken = Number.NEGATIVE_INFINITY;
    await this.#filling;
    const settled = await Promise.allSettled(this.#waiting.splice(0));
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  #fill(): void {
    while (this.#taken > 1 && this.#waiting.length < this.#options.count) {
      const next = this.#options.make();
      // Whoever takes it is told.
      next.catch(() => undefined);
      this.#waiting.push(next);
    }
  }
}
