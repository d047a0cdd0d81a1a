import type { Edit, PlantedFault } from './faults.js';

/** The text of a file with the fault in it; as it is where it is not the file of a chain that the fault is for. */
export function plant(text: string, { in: direction, edits }: Pick<PlantedFault, 'in' | 'edits'>): string {
  const between = text.indexOf('async down(');
  const [up, down] = [text.slice(0, between), text.slice(between)];
  return direction === 'up' ? edits.reduce(editOnce, up) + down : up + edits.reduce(editOnce, down);
}

function editOnce(text: string, edit: Edit): string {
  const [replaced, by] = 'replace' in edit ? [edit.replace, edit.by] : [statementOf(edit.leaveOut, text), ''];
  return text.split(replaced).length === 2 ? text.replace(replaced, () => by) : text;
}

/** All that is to be left out with the call. */
function statementOf(call: string, text: string): string {
  const start = text.indexOf(`await ${call}`);
  return start === -1 ? `await ${call}` : text.slice(start, text.indexOf(');\n', start) + ');\n'.length);
}
