/** A text as one word of bash or zsh, in which nothing is replaced. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
