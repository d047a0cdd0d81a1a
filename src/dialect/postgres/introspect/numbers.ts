/** Gives the numbers of a list. */
type ReadNumbers = (list: string | null) => readonly number[];

/**
 * A reader for lists of whole numbers as PostgreSQL prints them: an array, `{1,2}`, or a vector, `1 2`. Most tables have the same few lists, so each is read
 * once. To have PostgreSQL print JSON costs it twice as much.
 */
export function numbersReader(): ReadNumbers {
  const lists = new Map<string | null, readonly number[]>([[null, []]]);
  return (list) => {
    const known = lists.get(list) ?? (list?.match(/\d+/g) ?? []).map(Number);
    lists.set(list, known);
    return known;
  };
}
