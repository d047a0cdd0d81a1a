/** Two lists, matched by name. */
export interface Match<T> {
  readonly created: readonly T[];
  readonly dropped: readonly T[];
  readonly kept: readonly { readonly from: T; readonly to: T }[];
}

/** Matches `from` and `to` by `keyOf`, each list in its own order; `kept` in the order of `to`. */
export function match<T>(from: readonly T[], to: readonly T[], keyOf: (object: T) => string): Match<T> {
  const before = new Map(from.map((object) => [keyOf(object), object]));
  const after = new Set(to.map(keyOf));
  return {
    created: to.filter((object) => !before.has(keyOf(object))),
    dropped: from.filter((object) => !after.has(keyOf(object))),
    kept: to.flatMap((object) => {
      const counterpart = before.get(keyOf(object));
      return counterpart === undefined ? [] : [{ from: counterpart, to: object }];
    }),
  };
}
