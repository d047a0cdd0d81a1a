/** Whether two values of plain data (no cycles, no class instances) are the same; the order of keys does not count. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) return equalArrays(left, right);
  // Loops, as this is asked of every column of a database: lists of keys, and a function for each, would be most of what it costs.
  let more = 0;
  for (const key in left) {
    const mine: unknown = left[key as keyof typeof left];
    const other: unknown = right[key as keyof typeof right];
    if (mine === other ? mine === undefined && !(key in right) : !equal(mine, other)) return false;
    more += 1;
  }
  for (const _ in right) more -= 1;
  return more === 0;
}

function equalArrays(left: unknown, right: unknown): boolean {
  if (!(Array.isArray(left) && Array.isArray(right) && left.length === right.length)) return false;
  for (let position = 0; position < left.length; position += 1) {
    if (!equal(left[position], right[position])) return false;
  }
  return true;
}
