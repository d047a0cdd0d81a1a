import { indent } from '../kernel/text.js';
import { visible } from '../kernel/visible.js';
import type { ShownDirection, ShownRevision } from '../migrator/show-revision.js';
import { describe } from '../operation/describe.js';

/** What a revision runs, as a script: comments say where each direction begins. */
export function printScript({ revision, up, down }: ShownRevision): string {
  const script = (name: string, { statements, irreversible }: ShownDirection): string =>
    [
      `-- ${name} of ${revision.id}, ${visible(revision.message)}`,
      ...statements.map(({ sql }) => `${sql.trimEnd().replace(/;$/, '')};`),
      ...(irreversible === null ? [] : [comment(irreversible)]),
      ...(statements.length === 0 && irreversible === null ? ['-- nothing'] : []),
    ].join('\n');
  return `${script('up', up)}\n\n${script('down', down)}`;
}

const comment = (text: string): string => text.replace(/^/gm, '-- ');

/** What a revision does, one line for each operation; SQL of its own that it sends without `op` is counted only. */
export function printDirections({ up, down }: ShownRevision, namespace: string): string {
  const lines = ({ operations, statements, irreversible }: ShownDirection): string[] => [
    ...operations.map((operation) => describe(operation, namespace)),
    ...(operations.length === 0 && statements.length > 0 ? ['SQL of its own: see --sql'] : []),
    ...(irreversible === null ? [] : [irreversible]),
  ];
  const part = (name: string, shown: ShownDirection): string => `${name}:\n${indent((lines(shown).length === 0 ? ['nothing'] : lines(shown)).join('\n'))}`;
  return `${part('up', up)}\n${part('down', down)}`;
}
