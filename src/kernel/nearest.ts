/** The name that `text` was probably meant to be: the one that the fewest edits lead to, `null` when none is near. */
export function nearest(text: string, names: Iterable<string>): string | null {
  let best: { readonly name: string; readonly edits: number } | null = null;
  for (const name of names) {
    const edits = editsBetween(text.toLowerCase(), name.toLowerCase());
    if (edits <= Math.max(text.length, name.length) * 0.4 && (best === null || edits < best.edits)) best = { name, edits };
  }
  return best === null ? null : best.name;
}

/** How many letters must be put in, taken out or replaced to make `to` of `from` (Levenshtein's distance). */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column < row.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
