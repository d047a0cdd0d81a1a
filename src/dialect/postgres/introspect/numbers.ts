/** The numbers of a list of whole numbers as PostgreSQL prints it: an array, `{1,2}`, or a vector, `1 2`. To have it print JSON costs it twice as much. */
export const numbersOf = (list: string): readonly number[] => (list.match(/\d+/g) ?? []).map(Number);
