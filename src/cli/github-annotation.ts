import { relative, sep } from 'node:path';
import { visibleLines } from '../kernel/visible.js';
import type { LintFinding } from '../lint/finding.js';
import { isNamedPlace } from '../revision/read-class.js';

/**
 * A finding as a workflow command, which GitHub shows beside the line. A file is named from the checkout, where the workflow says where that is, or else from the working
 * directory. What is accepted is a notice.
 *
 * Source: GitHub Docs, "Workflow commands for GitHub Actions"; for what is escaped, actions/toolkit, packages/core/src/command.ts.
 */
export function annotationOf({ revision, code, level, message, hint, place, acceptance }: LintFinding): string {
  const kind = acceptance !== null ? 'notice' : level === 'error' ? 'error' : 'warning';
  const file = isNamedPlace(revision) ? [] : [['file', relative(process.env['GITHUB_WORKSPACE'] ?? process.cwd(), revision.file).replaceAll(sep, '/')] as const];
  const position = place === null ? [] : ([['line', String(place.line)], ['col', String(place.column)]] as const);
  const properties = [...file, ...position, ['title', code] as const].map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${kind} ${properties.join(',')}::${escapeData(`${message}\n${acceptance ?? hint}`)}`;
}

const escapeData = (text: string): string => visibleLines(text).replaceAll('%', '%25').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
