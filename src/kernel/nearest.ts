/** The name that `text` was probably meant to be: the one that the fewest edits lead to, `null` when none is near. */
export function nearest(text: string, names: Iterable<string>): string | null {
  let best: { readonly name: string; readonly edits: number } | null = null;
  for (const name of names) {
    const edits = editsBetween(text.toLowerCase(), name.toLowerCase());
    if (edits <= Math.max(text.length, name.length) * 0.4 && (best === null || edits < best.edits)) best = { name, edits };
  }
  return best === null ? null : best.name;
}

/** How many letters must be put in, taken out, replaced or swapped with the next to make `to` of `from` (Damerau and Levenshtein's distance). */
function editsBetween(from: string, to: string): number {
  const [source, target] = [[...from], [...to]];
  let above: readonly number[] = [];
  let row: readonly number[] = [0, ...target.map((_, column) => column + 1)];
  source.forEach((letter, line) => {
    const next = [line + 1];
    for (const [column, wanted] of target.entries()) {
      const swapped = letter === target[column - 1] && source[line - 1] === wanted ? (above[column - 1] ?? 0) + 1 : Infinity;
      const replaced = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(swapped, replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    [above, row] = [row, next];
  });
  return row.at(-1) ?? 0;
}
