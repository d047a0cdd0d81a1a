import type { ClassDeclarationStructure, MethodDeclarationStructure, OptionalKind, PropertyDeclarationStructure } from 'ts-morph';
import { toDocComment } from '../doc-comment.js';
import type { Phase } from '../phase.js';
import type { RevisionId } from '../revision.js';
import { flatLiteral } from './literal.js';
import { callStatement, statementOf, type SourceStep } from './statement.js';

/** All that the text of a revision file is made of. */
export interface RevisionSource {
  readonly message: string;
  readonly revision: RevisionId;
  readonly downRevision: RevisionId | readonly RevisionId[] | null;
  /** What is empty or left out is not in the file. */
  readonly branchLabels?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly replaces?: readonly RevisionId[];
  readonly phase?: Phase;
  /** `false`: it runs outside a transaction. */
  readonly transaction?: false;
  /** Ends in the 13-digit time stamp. */
  readonly className: string;
  /** The default namespace, which names of objects in it leave out. */
  readonly namespace: string;
  readonly up: readonly SourceStep[];
  /** The way back; or what there is no way back from. */
  readonly down: readonly SourceStep[] | { readonly irreversible: string };
}

/** The text of a revision file: one class that TypeORM itself could run. Loads ts-morph, which takes some 0.4 s and 70 MB. */
export async function writeSource(source: RevisionSource): Promise<string> {
  const { Project, IndentationText, NewLineKind, QuoteKind } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      newLineKind: NewLineKind.LineFeed,
      quoteKind: QuoteKind.Double,
    },
  });
  const file = project.createSourceFile('revision.ts', {
    statements: [
      'import type { MigrationInterface, QueryRunner } from "typeorm";',
      `import { ${'irreversible' in source.down ? 'LimbeckError, ' : ''}operations } from "limbeck";`,
      '',
    ],
  });
  file.addClass(classOf(source));
  return file.getFullText();
}

function classOf(source: RevisionSource): OptionalKind<ClassDeclarationStructure> {
  const { className, message, namespace, up, down } = source;
  return {
    name: className,
    isExported: true,
    implements: ['MigrationInterface'],
    docs: [toDocComment(message)],
    properties: [
      constant('revision', source.revision),
      constant('downRevision', source.downRevision),
      ...listed('branchLabels', source.branchLabels),
      ...listed('dependsOn', source.dependsOn),
      ...listed('replaces', source.replaces),
      ...(source.phase === undefined ? [] : [constant('phase', source.phase)]),
      { name: 'name', isReadonly: true, initializer: String(flatLiteral(className)) },
      ...(source.transaction === undefined ? [] : [{ name: 'transaction', isReadonly: true, initializer: 'false' }]),
    ],
    methods: [
      method('up', bodyOf(up, namespace)),
      'irreversible' in down ? irreversible(down.irreversible) : up.length > 0 && down.length === 0 ? nothingToUndo : method('down', bodyOf(down, namespace)),
    ],
  };
}

const constant = (name: string, value: unknown): OptionalKind<PropertyDeclarationStructure> => ({
  name,
  isStatic: true,
  isReadonly: true,
  initializer: String(flatLiteral(value)),
});

/** A list as it is written by hand: left out when empty, a text when there is but one. */
function listed(name: string, texts: readonly string[] = []): readonly OptionalKind<PropertyDeclarationStructure>[] {
  const [first, ...others] = texts;
  if (first === undefined) return [];
  return [constant(name, others.length === 0 ? first : texts)];
}

const method = (name: string, statements: string[]): OptionalKind<MethodDeclarationStructure> => ({
  name,
  isAsync: true,
  parameters: [{ name: 'queryRunner', type: 'QueryRunner' }],
  returnType: 'Promise<void>',
  statements,
});

/** It needs no query runner, and a parameter that nothing uses is an error under `noUnusedParameters`. */
const irreversible = (what: string): OptionalKind<MethodDeclarationStructure> => ({
  name: 'down',
  isAsync: true,
  returnType: 'Promise<void>',
  statements: [callStatement('throw new LimbeckError(', ['operation/irreversible', { what }])],
});

/** After a backfill, say. As {@link irreversible}, it needs no query runner. */
const nothingToUndo: OptionalKind<MethodDeclarationStructure> = {
  name: 'down',
  isAsync: true,
  returnType: 'Promise<void>',
  statements: ['// There is nothing to undo.'],
};

function bodyOf(steps: readonly SourceStep[], namespace: string): string[] {
  // An author who has yet to write the steps finds `op` ready; under `noUnusedLocals` something must use it.
  const statements = steps.length === 0 ? ['void op; // Write the steps here: await op.execute("…");'] : steps.map((step) => statementOf(step, namespace));
  return ['const op = operations(queryRunner);', ...statements];
}
