import { count } from '../kernel/text.js';
import type { Chapter, ReportedHazard } from './content.js';
import { type Mark, signs } from './picture.js';

/** How much a report is about, in a few words each. */
export function countsOf(chapters: readonly Chapter[]): readonly string[] {
  const operations = chapters.reduce((sum, { up }) => sum + up.operations.length, 0);
  const statements = chapters.reduce((sum, { up }) => sum + up.statements.length, 0);
  return [count(operations, 'operation'), count(statements, 'SQL statement'), ...countsOfTables(chapters), ...countsOfHazards(chapters.flatMap(({ hazards }) => hazards))];
}

function countsOfTables(chapters: readonly Chapter[]): readonly string[] {
  const boxes = chapters.flatMap(({ picture }) => picture.boxes).filter(({ kind }) => kind === 'table');
  return (Object.keys(signs) as Mark[]).flatMap((mark) => {
    const touched = new Set(boxes.filter((box) => box.mark === mark).map(({ title }) => title));
    return touched.size === 0 ? [] : [`${signs[mark]} ${count(touched.size, 'table')} ${mark}`];
  });
}

/** Which hazards there are, and how many are accepted. */
export function countsOfHazards(hazards: readonly ReportedHazard[]): readonly string[] {
  const open = hazards.filter(({ acceptance }) => acceptance === null);
  const errors = open.filter(({ level }) => level === 'error').length;
  const others = open.length - errors;
  const accepted = hazards.length - open.length;
  const counts = [...(errors === 0 ? [] : [count(errors, 'open error')]), ...(others === 0 ? [] : [count(others, 'open warning')]), ...(accepted === 0 ? [] : [`${accepted} accepted`])];
  return counts.length === 0 ? ['no hazard'] : counts;
}
