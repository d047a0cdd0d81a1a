/** Stands before a name for the time between, while names change places. */
const prefix = 'limbeck_renaming_';

/** Stands before the name that something had whose place another one has taken. */
const formerPrefix = 'limbeck_former_';

/** The longest name that databases keep, in bytes. */
const longest = 63;

/** A name that nothing has, for something called `name` that is in the way. */
export const asideName = (name: string): string => prefixed(prefix, name);

/** A name that nothing has, for something called `name` whose place another one has taken. */
export const formerName = (name: string): string => prefixed(formerPrefix, name);

/** Whether something has this name only for the time between. */
export const isAside = (name: string): boolean => name.startsWith(prefix);

/** Whether something has this name since another one has taken its place. */
export const isFormer = (name: string): boolean => name.startsWith(formerPrefix);

/** What does not fit is cut off, which hardly ever makes two names one. */
function prefixed(words: string, name: string): string {
  let kept = words;
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > longest) break;
    kept += character;
  }
  return kept;
}
