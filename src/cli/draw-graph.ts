/** Something to be drawn, and what it stands on. */
export interface GraphNode {
  readonly id: string;
  /** Those that are drawn too, each after this one. */
  readonly parents: readonly string[];
  /** What is written beside it, in one line or more. */
  readonly lines: readonly string[];
}

/**
 * A graph as `git log --graph` draws it: each node a `*`, with a line down to each of its parents. A line of a branch is `|`;
 * where lines part or come together, `\` and `/` lead from one column to the next.
 *
 * @param nodes Each before those it stands on.
 */
export function drawGraph(nodes: readonly GraphNode[]): readonly string[] {
  const drawn: string[] = [];
  let columns: readonly string[] = [];
  let isRightBelowEnd = false;
  for (const { id, parents, lines } of nodes) {
    const isNew = !columns.includes(id);
    if (isNew && isRightBelowEnd) drawn.push(straightRow(columns));
    const joined = join(isNew ? [...columns, id] : columns, id);
    const column = joined.columns.indexOf(id);
    const parted = part(joined.columns, column, parents);
    drawn.push(...joined.rows, ...beside([nodeRow(joined.columns, column), ...parted.rows], lines, parted.columns));
    columns = parted.columns;
    isRightBelowEnd = parents.length === 0 && column === columns.length && lines.length < 2;
  }
  return drawn;
}

/** The ids that the lines lead to, from the left, and the rows that were drawn on the way. */
interface Drawing {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** Brings all the lines that lead to a node into the leftmost of them, the nearest first. */
function join(columns: readonly string[], id: string): Drawing {
  const to = columns.indexOf(id);
  const from = columns.indexOf(id, to + 1);
  if (from < 0) return { columns, rows: [] };
  const rest = join(without(columns, from), id);
  return { columns: rest.columns, rows: [...leadLeft(columns, to, from), ...rest.rows] };
}

/** Leads the line of the column `from` past others into the column `to`; those at its right follow by one. */
function leadLeft(columns: readonly string[], to: number, from: number): readonly string[] {
  const first = signs(columns, (column) => (column < from ? [2 * column, '|'] : [2 * column - 1, '/']));
  const straight = signs(without(columns, from), (column) => [2 * column, '|']);
  const crossed = Array.from({ length: from - to - 1 }, (_, passed) => from - 1 - passed);
  return [first, ...crossed.map((column) => [...straight, [2 * column - 1, '/'] as const])].map(row);
}

/** Gives the column of a node to its first parent, and each other parent a new one beside it. */
function part(columns: readonly string[], column: number, [first, ...others]: readonly string[]): Drawing {
  if (first === undefined) return { columns: without(columns, column), rows: end(columns, column) };
  const rows: string[] = [];
  let parted = columns.with(column, first);
  for (const parent of [...others].reverse()) {
    rows.push(row([...signs(parted, (at) => (at <= column ? [2 * at, '|'] : [2 * at + 1, '\\'])), [2 * column + 1, '\\']]));
    parted = parted.toSpliced(column + 1, 0, parent);
  }
  return { columns: parted, rows };
}

/** A line that ends leaves its column to those at its right. */
function end(columns: readonly string[], column: number): readonly string[] {
  if (column === columns.length - 1) return [];
  const others = signs(columns, (at) => (at < column ? [2 * at, '|'] : [2 * at - 1, '/']));
  return [row(others.filter((_, at) => at !== column))];
}

const nodeRow = (columns: readonly string[], column: number): string => row(signs(columns, (at) => [2 * at, at === column ? '*' : '|']));

const straightRow = (columns: readonly string[]): string => row(signs(columns, (column) => [2 * column, '|']));

const without = (columns: readonly string[], at: number): readonly string[] => columns.toSpliced(at, 1);

/** A sign, and how far from the left it stands. */
type Sign = readonly [position: number, sign: string];

const signs = (columns: readonly string[], signOf: (column: number) => Sign): readonly Sign[] => columns.map((_, column) => signOf(column));

function row(placed: readonly Sign[]): string {
  const letters = new Array<string>(Math.max(-1, ...placed.map(([position]) => position)) + 1).fill(' ');
  for (const [position, sign] of placed) letters[position] = sign;
  return letters.join('');
}

/** The lines of a text beside rows of the drawing, which goes on as long as the text does. */
function beside(rows: readonly string[], lines: readonly string[], columns: readonly string[]): readonly string[] {
  const straight = straightRow(columns);
  const all = [...rows, ...lines.slice(rows.length).map(() => straight)];
  const width = Math.max(...rows.slice(0, 1).map(({ length }) => length), straight.length);
  return all.map((drawing, at) => `${drawing.padEnd(width)} ${lines[at] ?? ''}`.trimEnd());
}
