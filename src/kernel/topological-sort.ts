/** A cycle, by the positions of its members. */
export interface Cycle {
  readonly cycle: readonly number[];
}

/** The positions 0 … `size` - 1 in an order in which each `[before, after]` holds; where free, the smaller position first. */
export function topologicalSort(size: number, pairs: Iterable<readonly [before: number, after: number]>): readonly number[] | Cycle {
  const after: Set<number>[] = Array.from({ length: size }, () => new Set());
  const waitingFor = new Array<number>(size).fill(0);
  for (const [first, second] of pairs) {
    const followers = after[first];
    if (followers === undefined || first === second || followers.has(second)) continue;
    followers.add(second);
    waitingFor[second] = (waitingFor[second] ?? 0) + 1;
  }
  const order = takeReady(after, waitingFor);
  return order.length === size ? order : { cycle: findCycle(after, new Set(order)) };
}

function takeReady(after: readonly ReadonlySet<number>[], waitingFor: number[]): number[] {
  const ready = new SmallestFirst(waitingFor.flatMap((waiting, position) => (waiting === 0 ? [position] : [])));
  const order: number[] = [];
  for (let next = ready.take(); next !== undefined; next = ready.take()) {
    order.push(next);
    for (const follower of after[next] ?? []) {
      const waiting = (waitingFor[follower] ?? 0) - 1;
      waitingFor[follower] = waiting;
      if (waiting === 0) ready.add(follower);
    }
  }
  return order;
}

/** Walks from any member that is left until one comes again. */
function findCycle(after: readonly ReadonlySet<number>[], done: ReadonlySet<number>): number[] {
  const isLeft = (position: number): boolean => !done.has(position);
  // Among what is left, a member may merely follow the cycle; each one that is left is preceded by another, so walk backwards.
  const before = (position: number): number => after.findIndex((followers, candidate) => isLeft(candidate) && followers.has(position));
  const path: number[] = [];
  let position = after.findIndex((_, candidate) => isLeft(candidate));
  while (!path.includes(position)) {
    path.push(position);
    position = before(position);
  }
  return path.slice(path.indexOf(position)).reverse();
}

/** A binary heap of numbers. */
class SmallestFirst {
  readonly #heap: number[] = [];

  constructor(numbers: readonly number[]) {
    numbers.forEach((number) => this.add(number));
  }

  add(number: number): void {
    let position = this.#heap.push(number) - 1;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (this.#at(parent) <= number) break;
      this.#heap[position] = this.#at(parent);
      position = parent;
    }
    this.#heap[position] = number;
  }

  take(): number | undefined {
    const smallest = this.#heap[0];
    const last = this.#heap.pop();
    if (smallest === undefined || last === undefined || this.#heap.length === 0) return smallest;
    this.#sink(last);
    return smallest;
  }

  #sink(number: number): void {
    let position = 0;
    for (;;) {
      const left = 2 * position + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= number) break;
      this.#heap[position] = this.#at(child);
      position = child;
    }
    this.#heap[position] = number;
  }

  #at(position: number): number {
    return this.#heap[position] ?? Number.POSITIVE_INFINITY;
  }
}
