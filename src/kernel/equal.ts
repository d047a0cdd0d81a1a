/** Whether two values of plain data (no cycles, no class instances) are the same; the order of keys does not count. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) return equalArrays(left, right);
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  // A loop, as this is asked of every column of a database: a function for each would be most of what it costs.
  for (const key of keys) {
    if (!(key in right && equal(left[key as keyof typeof left], right[key as keyof typeof right]))) return false;
  }
  return true;
}

function equalArrays(left: unknown, right: unknown): boolean {
  if (!(Array.isArray(left) && Array.isArray(right) && left.length === right.length)) return false;
  return left.every((item, position) => equal(item, right[position]));
}
