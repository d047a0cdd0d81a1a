/** A name that nothing has, for the time while two names change places. */
export const aside = (name: string): string => `limbeck_renaming_${[...name].slice(0, 10).join('')}`;
