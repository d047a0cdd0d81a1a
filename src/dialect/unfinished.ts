/** A constraint that the rows were not asked about, or an index whose build failed. */
export interface Unfinished {
  /** Stays when it gets another name. */
  readonly id: string;
  /** Stays when it is made again as it was. */
  readonly place: string;
  /** As people read it. */
  readonly text: string;
}

/** What is unfinished in `after`, and was not in `before`. */
export const newlyUnfinished = (before: readonly Unfinished[], after: readonly Unfinished[]): readonly Unfinished[] =>
  after.filter(({ id, place }) => !before.some((each) => each.id === id || each.place === place));
