/** Two lists, matched by name. */
export interface Match<T> {
  readonly created: readonly T[];
  readonly dropped: readonly T[];
  readonly kept: readonly { readonly from: T; readonly to: T }[];
}

/** Matches `from` and `to` by `keyOf`, each list in its own order; `kept` in the order of `to`. */
export function match<T>(from: readonly T[], to: readonly T[], keyOf: (object: T) => string): Match<T> {
  const dropped = new Map(from.map((object) => [keyOf(object), object]));
  const created: T[] = [];
  const kept: { from: T; to: T }[] = [];
  for (const object of to) {
    const key = keyOf(object);
    const counterpart = dropped.get(key);
    if (counterpart === undefined) created.push(object);
    else kept.push({ from: counterpart, to: object });
    dropped.delete(key);
  }
  return { created, dropped: [...dropped.values()], kept };
}
