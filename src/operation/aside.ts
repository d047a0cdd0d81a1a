/** Stands before a name for the time between, while names change places. */
const prefix = 'limbeck_renaming_';

/** The longest name that databases keep is 63 bytes; what is cut off here hardly ever tells two names apart. */
const longest = 63 - prefix.length;

/** A name that nothing has, for something called `name` that is in the way. */
export function asideName(name: string): string {
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > longest) break;
    kept += character;
  }
  return `${prefix}${kept}`;
}

/** Whether something has this name only for the time between. */
export const isAside = (name: string): boolean => name.startsWith(prefix);
